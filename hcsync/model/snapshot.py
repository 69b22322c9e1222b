"""What is kept of a run: what it was about to touch, how that was before, and how the run ended."""

from enum import StrEnum

import msgspec

from hcsync.model.address import Kind
from hcsync.model.plan import Action
from hcsync.model.state import Entry

FORMAT = 1


class Purpose(StrEnum):
    """SNAPSHOT: somebody had everything kept, and nothing was written."""

    APPLY = "apply"
    ROLLBACK = "rollback"
    SNAPSHOT = "snapshot"


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One object. `action` is what the run was to do to it, None where it only was kept. `address` is "" for an object
    of no file. `remote_id` and `object` (the name of the file that holds it) are "" for one that was to be made.
    `entry` is what the state held of an object that was to be deleted, since the state does not hold it after."""

    kind: Kind
    title: str
    address: str = ""
    action: Action | None = None
    remote_id: str = ""
    object: str = ""
    entry: Entry | None = None


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """`at` is in Unix seconds; `by` says who ran it, "" where that is not known; `undoes` is the run that a rollback
    goes back on. `lineage` and `serial` are those of the state it began with."""

    environment: str
    workspace: str
    lineage: str
    serial: int
    tool: str
    at: int
    items: tuple[Item, ...]
    purpose: Purpose = Purpose.APPLY
    by: str = ""
    undoes: str = ""
    format: int = FORMAT


class Ending(msgspec.Struct, frozen=True, omit_defaults=True):
    """`complete`: everything was done. `made` maps the address of each object that was made to its remote id; `left`
    are the addresses of what was not done."""

    complete: bool
    made: dict[str, str] = {}
    left: tuple[str, ...] = ()


class KeptRun(msgspec.Struct, frozen=True):
    """`ending` is None for a run that died, or is still at work."""

    id: str
    run: Run
    ending: Ending | None = None

    @property
    def finished(self) -> bool:
        return self.ending is not None and self.ending.complete
