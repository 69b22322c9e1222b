"""What hcsync.yml says of an environment's state → the store it is kept in."""

from pathlib import Path

from hcsync.config import Environment
from hcsync.state.backend import Backend
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.store import StateStore


def store_of(root: Path, folder: Path, environment: Environment) -> StateStore:
    """`root` is the project's folder, `folder` where it remembers things. Raises UsageError where the place needs
    libraries that are not installed."""
    return StateStore(_backend(root, folder, environment), folder, environment.name)


def _backend(root: Path, folder: Path, environment: Environment) -> Backend:
    match environment.state:
        case "file":
            return FolderBackend(folder, environment.name)
        case "git":
            from hcsync.state.backends.git_ref import GitRefBackend

            return GitRefBackend(root, environment.name)
        case address:
            from hcsync.state.backends.object_store import ObjectStoreBackend

            return ObjectStoreBackend(address, environment.name)
