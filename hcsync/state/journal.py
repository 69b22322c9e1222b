"""What an apply is about to do and what it did, one JSON line each, on the disk before the next step is taken."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.record import Begin, Intent, Record
from hcsync.state.files import sync_folder, write_atomically


class Journal:
    """A held resource: the open journal of one apply."""

    def __init__(self, path: Path, begin: Begin, left_over: Iterable[Intent]) -> None:
        """Starts the file anew: `left_over` are intents of an earlier run that are still to be settled."""
        self._encode = msgspec.json.Encoder().encode
        self._path = path
        write_atomically(path, b"".join(self._encode(record) + b"\n" for record in (begin, *left_over)))
        self._file: BinaryIO = path.open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """What could not be written was told when it was appended."""
        with suppress(OSError):
            self._file.close()

    def append(self, record: Record) -> None:
        """Write one record and return when it is on the disk. Raises OSError where it may not be."""
        self._file.write(self._encode(record) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read(path: Path) -> list[Record]:
    """All whole records. A last line cut short by a crash was never acted upon, and is left out.

    Raises RefusedError if another line cannot be read: what it says was done must not be done again.
    """
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    decode = msgspec.json.Decoder(Record).decode
    try:
        return [decode(line) for line in lines if line]
    except msgspec.DecodeError as error:
        raise RefusedError(
            f"{path.name}, the journal of an apply that did not finish, cannot be read: {error}.",
            hint="Upgrade hcsync if a newer one wrote it. Else move it away: the next apply adopts what is equal.",
            code=Code.STATE_UNREADABLE,
        ) from None


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
