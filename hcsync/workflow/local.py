"""The `local` environment → the embedded help center, running inside this process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hcsync.workflow.project import Project

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "http://hcsync.localhost"
TOKEN = "local"  # noqa: S105 - the embedded help center takes any token
# What the embedded help center reads from the content folder when it is asked to fetch it.
ASSETS = "https://hcsync.localhost/assets"


def app(project: Project, admins: Mapping[str, tuple[str, str]]) -> "Starlette":
    """`admins` maps an id to (name, e-mail). The data is in the file that `emulator:` names."""
    from hcsync.emulator.app import create_app
    from hcsync.emulator.settings import Admin, Settings

    config = project.config
    assert project.environment.emulator is not None
    project.environment.emulator.parent.mkdir(parents=True, exist_ok=True)
    return create_app(
        Settings(
            db=project.environment.emulator,
            token=TOKEN,
            locales=config.locales,
            default_locale=config.default_locale,
            admins=tuple(
                Admin(id=int(remote_id), name=name, email=email) for remote_id, (name, email) in admins.items()
            ),
            rate_limit=None,
            assets=config.root / config.content,
        )
    )
