"""What an apply is about to do and what it did, one JSON line each, on the disk before the next step is taken."""

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from hcsync.model.plan import Action
from hcsync.model.state import Entry
from hcsync.state.files import sync_folder, write_atomically


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """The state that the records below are to be folded into."""

    lineage: str
    serial: int


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One locale as it is about to be sent: field name → token; `likeness` of the body; blob id of its source."""

    fields: dict[str, str]
    likeness: str = ""
    blob: str = ""


class Intent(msgspec.Struct, frozen=True, tag="intent", omit_defaults=True):
    """A write about to be sent. `title` is the default locale's, `parent` a remote id or "", `at` Unix seconds."""

    address: str
    action: Action
    remote_id: str | None
    title: str
    parent: str
    locales: dict[str, Sent]
    at: int
    path: str = ""
    protect: bool = False


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A write that is known to have happened, or a change to the state alone. `entry` None: it is forgotten."""

    address: str
    entry: Entry | None


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """An intent that is known not to have happened."""

    address: str


Record = Begin | Intent | Done | Dropped


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
        self._file.close()

    def append(self, record: Record) -> None:
        """Write one record and return when it is on the disk."""
        self._file.write(self._encode(record) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read(path: Path) -> list[Record]:
    """All whole records. A last line cut short by a crash was never acted upon, and is left out."""
    if not path.exists():
        return []
    decode = msgspec.json.Decoder(Record).decode
    return [decode(line) for line in path.read_bytes().split(b"\n")[:-1] if line]


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
