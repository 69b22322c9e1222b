"""What is known of files that may have been moved, and what has been found of them: the values `match` works with."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.state import Entry
from hcsync.planner.hints import Hint


class Likeness(msgspec.Struct, frozen=True):
    """How much two texts have in common, as git tells it: the text that was last applied at `old` and the file at
    `new`, in the default locale. `shared` is about how many bytes that is."""

    old: Address
    new: Address
    percent: int
    shared: int


class Evidence(msgspec.Struct, frozen=True):
    """What is known beside the state and the files: the user's hints, how alike texts are, and the paths and the
    blob ids of files that have taken in what was edited in Intercom and that no apply has seen yet (`taken`)."""

    hints: tuple[Hint, ...] = ()
    alike: tuple[Likeness, ...] = ()
    taken: Mapping[Address, Set[str]] = MappingProxyType({})


NO_EVIDENCE = Evidence()


class Move(msgspec.Struct, frozen=True):
    """`reason` completes "it is the same, since …"."""

    old: Address
    new: Address
    reason: str


class Matched(msgspec.Struct, frozen=True):
    """`moves` are in address order. `faults` are hints that name what is not there; `doubts` say of a new file what it
    may have been, by its address, and `doubtful` are the articles without a file that they name."""

    moves: tuple[Move, ...]
    faults: tuple[Diagnostic, ...] = ()
    doubts: dict[Address, Diagnostic] = {}
    doubtful: frozenset[Address] = frozenset()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return (*self.faults, *self.doubts.values())


@dataclass(slots=True)
class Search:
    """What is still to be found out, and what has been: `moves` by new address. `doubtful` maps a new address to those
    it may have been moved from, each with the reason for thinking so."""

    entries: Mapping[Address, Entry]
    desired: DesiredState
    evidence: Evidence
    vacated: dict[Address, Entry]
    fresh: dict[Address, DesiredNode]
    moves: dict[Address, Move] = field(default_factory=dict)
    doubtful: dict[Address, dict[Address, str]] = field(default_factory=lambda: defaultdict(dict))

    def settle(self, old: Address, new: Address, reason: str) -> None:
        self.moves[new] = Move(old, new, reason)
        self.vacated.pop(old, None)
        self.fresh.pop(new, None)

    def doubt(self, old: Address, new: Address, reason: str) -> None:
        self.doubtful[new].setdefault(old, reason)


def rekeyed(entries: Mapping[Address, Entry], moved: Mapping[Address, Address]) -> dict[Address, Entry]:
    """The entries under their new addresses: `moved` maps old to new. Some may take each other's; one whose address is
    taken, and which moves nowhere, is left out."""
    taken = set(moved.values()) - moved.keys()
    return {moved.get(address, address): entry for address, entry in entries.items() if address not in taken}
