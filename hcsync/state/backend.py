"""What a place that keeps the state of one environment must be able to do, whether it is a folder, a git remote or an
object store. Bytes in, bytes out: what they mean is the store's business."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Protocol

import msgspec


class Slot(StrEnum):
    """STATE: what was last applied. LEASE: who may write now. INTENTS: what a run is about to write."""

    STATE = "state.json"
    LEASE = "lease.json"
    INTENTS = "intents.ndjson"


class Stored(msgspec.Struct, frozen=True):
    """What a slot holds; another content has another `version`."""

    data: bytes
    version: str


class Moved(Exception):
    """A slot no longer holds the version that the caller has seen: somebody else has written it."""


class Backend(Protocol):
    """`place` is how people name it ("refs/hcsync/production at origin"); it never holds a password. `shared`: other
    machines see it. Every method raises UsageError (code STATE_UNREACHABLE) where the place cannot be reached or used.
    What is kept or dropped is so under the lease: one run at a time."""

    place: str
    shared: bool

    def read(self, slot: Slot) -> Stored | None:
        """What the slot holds; None where it holds nothing."""

    def write(self, slot: Slot, data: bytes, seen: str | None) -> str:
        """Replace the version that was seen (None: nothing was there), in one step. Returns the new version. Raises
        Moved."""

    def remove(self, slot: Slot, seen: str) -> None:
        """Empty the slot. Raises Moved."""

    def keep(self, run: str, files: Mapping[str, bytes]) -> None:
        """Keep what a run touches, under names that hold letters, digits, `.`, `-`, `_` and `/`, beside what was kept
        of that run before. Equal bytes are kept once, however many runs keep them. It is safe when this returns."""

    def runs(self) -> list[str]:
        """The runs of which something is kept, oldest first; a run's id sorts by its time."""

    def kept(self, run: str, names: Collection[str] | None = None) -> dict[str, bytes]:
        """What is kept of a run: all of it, or what bears one of those names (a name that is not there is left out).
        Raises KeyError where nothing is kept of the run at all."""

    def drop(self, run: str) -> None:
        """Keep nothing of that run any longer."""
