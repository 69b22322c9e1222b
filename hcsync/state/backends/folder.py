"""A folder beside hcsync.yml → a Backend: one file a slot, replaced in one stroke, under a lock that holds for that
stroke alone."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.state.backend import Moved, Slot, Stored
from hcsync.state.backends.by_content import ByContent
from hcsync.state.files import sync_folder, write_atomically

# How each slot's file is called, after the environment's name.
_ENDINGS = {Slot.STATE: "state.json", Slot.LEASE: "lock.json", Slot.INTENTS: "intents.ndjson"}

# Seconds to wait for another process to replace a file; longer only where an older hcsync holds the lock all through
# its apply.
PATIENCE = 10.0
# Objects on their way to the disk: each waits until it is there, and a disk brings several in at once.
_AT_ONCE = 8


class FolderBackend:
    """`<folder>/<environment>.state.json` and so on. A version is the digest of the bytes: git may have written the
    file, too."""

    shared = False

    def __init__(self, folder: Path, environment: str) -> None:
        """`folder` is absolute; it need not be there yet."""
        self._folder = folder
        self._environment = environment
        self._kept = ByContent(_Files(folder / "snapshots" / environment), at_once=_AT_ONCE)
        self.place = os.path.relpath(self._path(Slot.STATE))

    def read(self, slot: Slot) -> Stored | None:
        with _told(self.place):
            try:
                data = self._path(slot).read_bytes()
            except FileNotFoundError:
                return None
        return Stored(data, _version(data))

    def write(self, slot: Slot, data: bytes, seen: str | None) -> str:
        with _told(self.place), self._alone():
            self._expect(slot, seen)
            write_atomically(self._path(slot), data)
        return _version(data)

    def remove(self, slot: Slot, seen: str) -> None:
        with _told(self.place), self._alone():
            self._expect(slot, seen)
            self._path(slot).unlink()
            sync_folder(self._folder)

    def keep(self, run: str, files: Mapping[str, bytes]) -> None:
        with _told(self.place):
            self._kept.keep(run, files)

    def runs(self) -> list[str]:
        with _told(self.place):
            return self._kept.runs()

    def kept(self, run: str, names: Collection[str] | None = None) -> dict[str, bytes]:
        with _told(self.place):
            return self._kept.kept(run, names)

    def drop(self, run: str) -> None:
        with _told(self.place):
            self._kept.drop(run)

    def _path(self, slot: Slot) -> Path:
        return self._folder / f"{self._environment}.{_ENDINGS[slot]}"

    def _expect(self, slot: Slot, seen: str | None) -> None:
        stored = self.read(slot)
        if (None if stored is None else stored.version) != seen:
            raise Moved(slot)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process replaces a file of this environment meanwhile."""
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            held = FileLock(self._folder / f"{self._environment}.lock").acquire(timeout=PATIENCE)
        except Timeout:
            raise UsageError(
                f"{self.place}: another process holds {self._environment}.lock beside it.",
                hint="An older hcsync may be applying: wait until it has finished, then run this again.",
                code=Code.STATE_UNREACHABLE,
            ) from None
        with held:
            yield


class _Files:
    """A shelf: one file a name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, name: str) -> bytes | None:
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, name: str, data: bytes) -> None:
        write_atomically(self._root / name, data)

    def put_new(self, name: str, data: bytes) -> None:
        if not (self._root / name).exists():
            self.put(name, data)

    def discard(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        try:
            return [path.name for path in (self._root / folder).iterdir() if not path.name.startswith(".")]
        except FileNotFoundError:
            return []


@contextmanager
def _told(place: str) -> Iterator[None]:
    """A disk that is full or may not be written, in words."""
    try:
        yield
    except OSError as error:
        where = f"{os.path.relpath(error.filename)}: " if error.filename else ""
        raise UsageError(
            f"the state cannot be kept at {place}: {where}{error.strerror or error}.",
            hint="Make sure that hcsync may write there, and that the disk has room.",
            code=Code.STATE_UNREACHABLE,
        ) from error


def _version(data: bytes) -> str:
    return sha256(data).hexdigest()
