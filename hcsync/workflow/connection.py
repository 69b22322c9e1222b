"""An environment → an open client to its help center, known to be the right one."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from hcsync.config import Environment, token
from hcsync.errors import RefusedError, Unauthorized
from hcsync.intercom import convert
from hcsync.intercom.client import Client, connect
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
    project: Project, environ: Mapping[str, str], *, read_only: bool, parallelism: int = 8
) -> AsyncIterator[Connection]:
    """Open the environment: the embedded help center in this process, or Intercom over the network.

    Raises UsageError without a token, RefusedError for a token of another workspace or region, ApiError where
    Intercom refuses or cannot be reached.
    """
    environment = project.environment
    opening: AbstractAsyncContextManager[Client]
    if project.is_local:
        opening = local.connect(project, authors.local_admins(project), read_only=read_only)
    else:
        # Never in a variable: a report of a crash might show it.
        opening = connect(environment.host, token(environment, environ), read_only=read_only, connections=parallelism)
    async with opening as client:
        try:
            me, centers, admins = await asyncio.gather(client.me(), client.help_centers(), client.admins())
        except Unauthorized as error:
            error.hint = (
                f"Check the token in {environment.token_env}: it may be mistyped or revoked, or belong to a workspace "
                f"of another region than {environment.host}."
            )
            raise
        workspace = convert.workspace(me, centers, admins, environment.help_center)
        _guard(environment, workspace)
        yield Connection(client, workspace, convert.sites(centers))


def _guard(environment: Environment, workspace: Workspace) -> None:
    if environment.workspace and environment.workspace != workspace.id:
        raise RefusedError(
            f"the token opens workspace {workspace.id} ({workspace.name}), but environment {environment.name} is "
            f"workspace {environment.workspace}. Nothing was written.",
            hint=f"Put the token of {environment.workspace} into {environment.token_env}, "
            "or correct `workspace:` in hcsync.yml.",
            code=Code.WRONG_WORKSPACE,
            place=str(environment.place) if environment.place else None,
        )
    if environment.region and workspace.region and environment.region != workspace.region:
        raise RefusedError(
            f"workspace {workspace.id} ({workspace.name}) lives in region {workspace.region}, but environment "
            f"{environment.name} says region {environment.region}. Nothing was written.",
            hint=f"Write `region: {workspace.region}` in hcsync.yml.",
            code=Code.WRONG_REGION,
            place=str(environment.place) if environment.place else None,
        )
