"""An environment → an open client to its help center, known to be the right one."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from hcsync.config import Environment, token
from hcsync.errors import RefusedError, Unauthorized
from hcsync.intercom import convert
from hcsync.intercom.client import Client, connect
from hcsync.intercom.timing import REAL, Timing
from hcsync.model.codes import Code
from hcsync.model.live import Workspace
from hcsync.workflow import authors, local
from hcsync.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Connection:
    """`sites` are the readers' addresses of all help centers of the workspace."""

    client: Client
    workspace: Workspace
    sites: tuple[str, ...]


@asynccontextmanager
async def connected(
    project: Project, environ: Mapping[str, str], *, read_only: bool, parallelism: int = 8, timing: Timing = REAL
) -> AsyncIterator[Connection]:
    """Open the environment: the embedded help center in this process, or Intercom over the network, and then with as
    much patience as `timing` has.

    Raises UsageError without a token, RefusedError for a token of another workspace or region, ApiError where
    Intercom refuses or cannot be reached.
    """
    environment = project.environment
    opening: AbstractAsyncContextManager[Client]
    if project.is_local:
        opening = local.connect(project, authors.local_admins(project), read_only=read_only)
    else:
        # Never in a variable: a report of a crash might show it.
        opening = connect(
            environment.host,
            token(environment, environ),
            read_only=read_only,
            connections=parallelism,
            timing=timing,
        )
    async with opening as client:
        try:
            me, centers, admins = await asyncio.gather(client.me(), client.help_centers(), client.admins())
        except Unauthorized as error:
            error.hint = token_hint(environment)
            raise
        workspace = convert.workspace(me, centers, admins, environment.help_center)
        if wrong := wrong_workspace(environment, workspace) or wrong_region(environment, workspace):
            raise wrong
        yield Connection(client, workspace, convert.sites(centers))


def token_hint(environment: Environment) -> str:
    """What to look at where a token is not accepted."""
    return (
        f"Check the token in {environment.token_env}: it may be mistyped or revoked, or belong to a workspace "
        f"of another region than {environment.host}."
    )


def wrong_workspace(environment: Environment, workspace: Workspace) -> RefusedError | None:
    """Why a token of this workspace is refused; None where it is the right one, or any will do."""
    if not environment.workspace or environment.workspace == workspace.id:
        return None
    return RefusedError(
        f"the token opens workspace {workspace.id} ({workspace.name}), but environment {environment.name} is "
        f"workspace {environment.workspace}. Nothing was written.",
        hint=f"Put the token of {environment.workspace} into {environment.token_env}, "
        "or correct `workspace:` in hcsync.yml.",
        code=Code.WRONG_WORKSPACE,
        place=str(environment.place) if environment.place else None,
    )


def wrong_region(environment: Environment, workspace: Workspace) -> RefusedError | None:
    """Why a workspace that lives elsewhere is refused; None where it lives in the region, or none is named."""
    if not environment.region or not workspace.region or environment.region == workspace.region:
        return None
    return RefusedError(
        f"workspace {workspace.id} ({workspace.name}) lives in region {workspace.region}, but environment "
        f"{environment.name} says region {environment.region}. Nothing was written.",
        hint=f"Write `region: {workspace.region}` in hcsync.yml.",
        code=Code.WRONG_REGION,
        place=str(environment.place) if environment.place else None,
    )
