"""A store goes in; the routes of the reader's web site come out."""

from starlette.routing import BaseRoute

from hcsync.emulator.settings import Settings
from hcsync.emulator.store import Store


def routes(store: Store, settings: Settings) -> list[BaseRoute]:  # noqa: ARG001 (the site reads both)
    """Mounted beside the API, under /help and /i."""
    return []
