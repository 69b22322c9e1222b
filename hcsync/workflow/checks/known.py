"""What a checkup knows so far, for the checks that come after; and the words a check ends with."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from hcsync.config import Config, Environment
from hcsync.errors import HcsyncError
from hcsync.intercom import wire
from hcsync.intercom.client import Client
from hcsync.model.checkup import Finding, Health
from hcsync.model.codes import Code
from hcsync.model.live import Workspace
from hcsync.state.store import StateStore
from hcsync.workflow.project import Project


@dataclass(slots=True)
class Known:
    """A held resource. What is None is not known, and what needs it is not checked. `start`, `explicit`, `wanted` and
    `environ` are where the user stands, the configuration and the environment they name, and their variables; what is
    opened is closed with `stack`. `refused` is why the token was not accepted; `running`: the lock is held."""

    start: Path
    explicit: Path | None
    wanted: str | None
    environ: Mapping[str, str]
    stack: AsyncExitStack
    config: Config | None = None
    environment: Environment | None = None
    project: Project | None = None
    has_token: bool = False
    client: Client | None = None
    refused: HcsyncError | None = None
    me: wire.Me | None = None
    workspace: Workspace | None = None
    store: StateStore | None = None
    running: bool = False


def ok(message: str) -> Finding:
    return Finding(Health.OK, message)


def warning(message: str, hint: str = "", code: Code | None = None) -> Finding:
    return Finding(Health.WARNING, message, code or "", hint)


def fault(message: str, hint: str = "", code: Code | None = None) -> Finding:
    return Finding(Health.FAULT, message, code or "", hint)


def of_error(error: HcsyncError) -> Finding:
    """What would have stopped another command."""
    place = f"{error.place}: " if error.place else ""
    return Finding(Health.FAULT, f"{place}{error.message}", error.code or "", error.hint or "")
