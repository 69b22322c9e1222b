"""Checks of what the user has set: the configuration, the environment, the token's variable, the emulator's file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hcsync.config import load, token
from hcsync.errors import HcsyncError
from hcsync.model.checkup import Finding
from hcsync.report.view import counted
from hcsync.workflow import project as projects
from hcsync.workflow.checks.known import Known, fault, of_error, ok, warning


async def configuration(known: Known) -> Finding | None:
    try:
        known.config = load(known.start, known.environ, explicit=known.explicit)
    except HcsyncError as error:
        return of_error(error)
    if known.config.path is None:
        return warning("there is no hcsync.yml here or above; the defaults hold", "`hcsync init` writes one.")
    return ok(_near(known.config.path, known.start))


def _near(path: Path, start: Path) -> str:
    here = start.resolve()
    return path.name if path.parent == here else str(path)


async def environment(known: Known) -> Finding | None:
    if known.config is None:
        return None
    try:
        known.environment = known.config.environment(known.wanted)
        known.project = known.stack.enter_context(projects.opened(known.config, known.environment))
    except HcsyncError as error:
        return of_error(error)
    found = known.environment
    return ok(f"{found.name}, {'the embedded help center' if found.emulator else found.host}")


async def token_variable(known: Known) -> Finding | None:
    if known.environment is None:
        return None
    try:
        token(known.environment, known.environ)
    except HcsyncError as error:
        return of_error(error)
    known.has_token = True
    return ok(f"the variable {known.environment.token_env} is set")


async def emulator(known: Known) -> Finding | None:
    """Looked at without opening it as a help center, which would make the file."""
    if known.environment is None or known.environment.emulator is None or known.config is None:
        return None
    path = known.environment.emulator
    name = path.relative_to(known.config.root) if path.is_relative_to(known.config.root) else path
    if not path.exists():
        return ok(f"{name} is not there yet; the first plan makes it")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            articles = database.execute("SELECT count(*) FROM articles").fetchone()[0]
    except sqlite3.Error as error:
        return fault(
            f"{name} is not a help center that can be read: {error}", "Move it away; the next plan makes a new one."
        )
    return ok(f"{name}, {counted(articles, 'article')}")
