"""The `local` environment → a client of the embedded help center, which runs inside this process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from hcsync.intercom import client
from hcsync.workflow.project import Project

HOST = "http://hcsync.localhost"
TOKEN = "local"  # noqa: S105 - the embedded help center takes any token
# What the embedded help center reads from the content folder when it is asked to fetch it.
ASSETS = "https://hcsync.localhost/assets"


@asynccontextmanager
async def connect(
    project: Project, admins: Mapping[str, tuple[str, str]], *, read_only: bool
) -> AsyncIterator[client.Client]:
    """`admins` maps an id to (name, e-mail). The data is in the file that `emulator:` names."""
    from hcsync.emulator.app import create_app
    from hcsync.emulator.settings import Admin, Settings

    config = project.config
    assert project.environment.emulator is not None
    project.environment.emulator.parent.mkdir(parents=True, exist_ok=True)
    app = create_app(
        Settings(
            db=project.environment.emulator,
            token=TOKEN,
            name="Help Center",
            locales=config.locales,
            default_locale=config.default_locale,
            admins=tuple(Admin(int(remote_id), name, email) for remote_id, (name, email) in admins.items()),
            rate_limit=None,
            assets=config.root / config.content,
        )
    )
    try:
        async with client.connect(HOST, TOKEN, read_only=read_only, app=app) as opened:
            yield opened
    finally:
        app.state.store.close()
