"""Where collections would lie once the files' moves are made and Intercom's are left → those of both that do not go
together.

Either side alone may be right: one puts A into B, the other B into A. Intercom would refuse it half-way through an
apply, and each time anew, so it is a conflict beforehand.
"""

from collections.abc import Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import Entry
from hcsync.planner.policy import OnDrift, Policy
from hcsync.planner.threeway import live_moved

LEVELS = 3  # Intercom nests collections three deep (docs)

# A collection of the files, or the remote id of one that has no file.
_Place = Address | str


def clashing(
    desired: DesiredState,
    live: LiveSnapshot,
    entries: Mapping[Address, Entry],
    ids: Mapping[Address, str],
    policy: Policy,
) -> set[Address]:
    """The collections whose place is in conflict with that of another one: they would lie within themselves, or too
    deep. `ids` is what exists."""
    if policy.on_drift is OnDrift.OVERWRITE:
        return set()
    here = [address for address in desired.nodes if address.kind is Kind.COLLECTION]
    there = {a: live.collections[ids[a]] for a in here if ids.get(a) in live.collections and a in entries}
    drifted = {a for a, twin in there.items() if live_moved(twin.parent or "", entries[a].parent)}
    if not drifted:
        return set()
    owners = {ids[address]: address for address in here if address in ids}
    above: dict[_Place, _Place | None] = {
        owners.get(id_, id_): owners.get(node.parent, node.parent) if node.parent else None
        for id_, node in live.collections.items()
    }
    above |= {address: desired.nodes[address].parent for address in here if address not in drifted}
    ours = {a for a in here if a not in drifted and (a not in there or _moves(desired, entries[a], a, ids))}
    found: set[Address] = set()
    for address in here:
        line, is_circle = _line(address, above)
        moved = [one for one in line if isinstance(one, Address) and one in drifted | ours]
        if (is_circle or len(line) > LEVELS) and ours & {*moved} and drifted & {*moved}:
            found.update(one for one in moved if one in there)
    return found


def _moves(desired: DesiredState, entry: Entry, address: Address, ids: Mapping[Address, str]) -> bool:
    parent = desired.nodes[address].parent
    return entry.parent.written != ("" if parent is None else ids.get(parent, str(parent)))


def _line(start: _Place, above: Mapping[_Place, _Place | None]) -> tuple[list[_Place], bool]:
    """From a collection up; and whether that leads back to one that it has passed."""
    line: list[_Place] = []
    at: _Place | None = start
    while at is not None and at not in line:
        line.append(at)
        at = above.get(at)
    return line, at is not None
