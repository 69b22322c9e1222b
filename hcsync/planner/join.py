"""Files, live objects and the entries of the state → which belong together: by address, by a move, by adoption."""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import Entry
from hcsync.planner import orphans
from hcsync.planner.adopt import adopt
from hcsync.planner.headings import heading_ids
from hcsync.planner.match import match
from hcsync.planner.moves import Evidence, Move, rekeyed
from hcsync.planner.order import rank
from hcsync.planner.own_language import prefer_own_language
from hcsync.planner.policy import OnDrift, OnOrphan, Policy
from hcsync.planner.relocate import taken_over
from hcsync.planner.tokens import Ids


class Joined(msgspec.Struct, frozen=True):
    """`desired` has its links settled. `entries` and `moves` are by new address; `ids` are the remote ids of all that
    exists. `lost` are objects that were deleted in Intercom and are to be made again, with their old ids; `equal` files
    that were found equal with a live object; `doubtful` articles without a file that may only have been moved; `ousted`
    the entries of orphans whose addresses something else was moved to."""

    desired: DesiredState
    entries: dict[Address, Entry]
    ids: Ids
    lost: dict[Address, str]
    moves: dict[Address, Move]
    equal: Mapping[Address, str]
    diagnostics: tuple[Diagnostic, ...]
    doubtful: frozenset[Address]
    ousted: dict[Address, Entry]


def join(
    desired: DesiredState, live: LiveSnapshot, known: Mapping[Address, Entry], policy: Policy, evidence: Evidence
) -> Joined:
    """`known` is what the state holds, writes whose answers were lost included."""
    entries = {address: entry for address, entry in known.items() if not _back(address, entry, desired, live)}
    matched = match(entries, desired, live, evidence)
    ways = {move.old: move.new for move in matched.moves}
    ousted = {new: entries[new] for new in ways.values() if new in entries and new not in ways}
    entries = rekeyed(entries, ways)
    ids = {address: entry.id for address, entry in entries.items()}
    lost = {address: id_ for address, id_ in ids.items() if id_ not in live.of(address.kind)}
    if policy.on_drift is OnDrift.KEEP:
        lost = _needed(desired, entries, lost)
    ids = {address: id_ for address, id_ in ids.items() if address not in lost}
    settled = prefer_own_language(desired, ids, live, orphans.leaving(desired, entries, live, policy))
    adoption = adopt(
        settled,
        {address: entry.id for address, entry in entries.items()},
        live,
        matched.doubtful,
        orphans_stay=policy.on_orphan is OnOrphan.REPORT,
    )
    more = taken_over(entries, adoption.equal, settled)
    entries = rekeyed(entries, {move.old: move.new for move in more})
    ids = {address: id_ for address, id_ in ids.items() if address in entries}
    return Joined(
        settled,
        entries,
        Ids(ids | adoption.named | adoption.equal, heading_ids(live, known)),
        lost,
        {move.new: move for move in (*matched.moves, *more)},
        adoption.equal,
        (
            *matched.faults,
            *(doubt for new, doubt in matched.doubts.items() if new not in adoption.equal),
            *adoption.diagnostics,
        ),
        matched.doubtful | adoption.doubtful,
        ousted,
    )


def _needed(desired: DesiredState, entries: Mapping[Address, Entry], gone: Mapping[Address, str]) -> dict[Address, str]:
    """The collections, gone in Intercom, that something is to be put into now: it cannot lie in what is not there."""
    found: dict[Address, str] = {}
    for address in sorted(desired.nodes, key=rank, reverse=True):
        parent, entry = desired.nodes[address].parent, entries.get(address)
        if (
            parent is not None
            and parent in gone
            and (entry is None or entry.parent.written != gone[parent] or address in found)
        ):
            found[parent] = gone[parent]
    return found


def _back(address: Address, entry: Entry, desired: DesiredState, live: LiveSnapshot) -> bool:
    """Whether its file is back after an apply called it an orphan and somebody then deleted it in Intercom: it begins
    anew, as if it had been forgotten in between."""
    return entry.orphaned and address in desired.nodes and entry.id not in live.of(address.kind)
