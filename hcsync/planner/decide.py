"""Desired, live, state → the Plan. Everything is decided here; nothing is fetched, written or printed."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action, Change, Divergence, FieldDelta, Held, Orphan, Plan
from hcsync.model.pulled import AllPulled
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import Entry, State
from hcsync.planner import orphans
from hcsync.planner.changes import adoption, creation, rewriting
from hcsync.planner.compare import at_rest, compare, deltas, divergence, slots_of
from hcsync.planner.follow import REASON, by_ids_alone, following
from hcsync.planner.headings import is_restless, loosened
from hcsync.planner.join import Joined, join
from hcsync.planner.moves import NO_EVIDENCE, Evidence
from hcsync.planner.nesting import clashing
from hcsync.planner.order import link_targets, rank
from hcsync.planner.policy import OnConflict, OnDrift, Policy
from hcsync.planner.pulled import taken_in
from hcsync.planner.rebase import rebase
from hcsync.planner.recover import recover
from hcsync.planner.relocate import relocated
from hcsync.planner.schedule import cost, in_order
from hcsync.planner.threeway import Verdict, settle
from hcsync.planner.tokens import PARENT, split
from hcsync.planner.twins import twins
from hcsync.version import __version__


class Decision(msgspec.Struct, frozen=True):
    """The plan, and what an applier needs beside it: the desired state with its links settled, the entries the plan is
    based on, the remote id of every object that exists (adopted ones included), and what became of writes whose
    answers were lost. `doubtful` are articles without a file that may only have been moved, `ousted` orphans
    whose addresses something else has moved to."""

    plan: Plan
    desired: DesiredState
    entries: dict[Address, Entry]
    ids: dict[Address, str]
    settled: tuple[Done | Dropped, ...]
    doubtful: frozenset[Address] = frozenset()
    ousted: dict[Address, Entry] = {}


_UNSETTLED = (Verdict.WRITE, Verdict.DRIFT, Verdict.CONFLICT, Verdict.HELD)


@dataclass(slots=True)
class _Found:
    """What is collected while the objects are gone through, one by one. `unsettled` are the slots of each that an apply
    is to write, or to leave as they are."""

    changes: list[Change] = field(default_factory=list)
    drift: list[Divergence] = field(default_factory=list)
    conflicts: list[Divergence] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    refresh: list[Address] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    unsettled: dict[Address, tuple[str, ...]] = field(default_factory=dict)


class _Ground(msgspec.Struct, frozen=True):
    """What each object is judged upon. `new` are objects about to be made, `astray` collections that cannot lie where
    both sides put them together; `names` maps a collection's remote id to the words it is shown by."""

    joined: Joined
    live: LiveSnapshot
    policy: Policy
    pulled: AllPulled
    new: Set[Address]
    astray: Set[Address]
    names: dict[str, str]


def decide(
    desired: DesiredState,
    live: LiveSnapshot,
    state: State,
    intents: tuple[Intent, ...],
    canonical: int,
    policy: Policy,
    pulled: AllPulled | None = None,
    evidence: Evidence = NO_EVIDENCE,
) -> Decision:
    """`canonical` is the version of the canonical form that `desired` and `live` were made with. `pulled` is what the
    files have taken in of Intercom's edits, `evidence` what is known of files that were moved."""
    known, settled = recover(state.entries, intents, live)
    joined = join(desired, live, known, policy, evidence)
    restless = is_restless(joined.entries.values())
    desired, cut = loosened(joined.desired) if restless else (joined.desired, ())
    entries = joined.entries if state.canonical == canonical else rebase(joined.entries, desired, live, joined.ids)
    joined = msgspec.structs.replace(joined, desired=desired, entries=entries)

    ground = _ground(joined, live, policy, pulled or {})
    found = _Found()
    for address in sorted(desired.nodes, key=rank):
        _judge(desired.nodes[address], ground, found)
    faults = _without_file(ground, found)
    if joined.moves:
        found.changes = relocated(found.changes, joined.moves, desired, joined.ids, found.unsettled)
        found.refresh = [address for address in found.refresh if address not in joined.moves]
    if restless:
        busy = {address for address, slots in found.unsettled.items() if slots}
        found.changes += following(found.changes, desired, live, joined.ids, entries, busy)
    told = (*joined.diagnostics, *cut, *faults, *twins(desired, joined.ids, live))
    plan = _assemble(joined, live, state, found, told)
    return Decision(plan, desired, entries, joined.ids, settled, joined.doubtful, joined.ousted)


def _ground(joined: Joined, live: LiveSnapshot, policy: Policy, pulled: AllPulled) -> _Ground:
    desired, entries, ids = joined.desired, joined.entries, joined.ids
    new = {address for address in desired.nodes if ids.get(address, "") not in live.of(address.kind)}
    if policy.on_drift is OnDrift.KEEP:
        new -= entries.keys() - joined.lost.keys()
    names = {
        id_: address.key for address, id_ in ids.items() if address.kind is Kind.COLLECTION and id_ in live.collections
    }
    return _Ground(joined, live, policy, pulled, new, clashing(desired, live, entries, ids, policy), names)


def _judge(node: DesiredNode, ground: _Ground, found: _Found) -> None:
    """One object of the repository, wherever it is."""
    joined, address, new = ground.joined, node.address, ground.new
    entry = joined.entries.get(address)
    twin = ground.live.of(address.kind).get(joined.ids.get(address, ""))
    links_to_new = bool(new and link_targets(node) & new)
    if address in joined.equal and not entry and twin and not links_to_new:
        found.changes.append(adoption(node, twin, "an equal one exists in Intercom"))
    elif twin and entry and not joined.lost and at_rest(node, twin, entry, joined.ids) and not links_to_new:
        return
    elif twin:
        verdicts = _compared(node, twin, entry, ground)
        found.unsettled[address] = tuple(slots_of(verdicts, *_UNSETTLED))
        _existing(node, twin, entry, verdicts, ground, found)
    elif entry and address not in joined.lost:
        found.drift.append(Divergence(address, entry.id, node.main.title, (), gone=True))
    else:
        found.changes.append(creation(node, "it was deleted in Intercom" if entry else "it is not in Intercom yet"))


def _compared(node: DesiredNode, twin: LiveNode, entry: Entry | None, ground: _Ground) -> dict[str, Verdict]:
    policy, joined = ground.policy, ground.joined
    taken = taken_in(twin, ground.pulled)
    verdicts = compare(node, twin, entry, joined.ids, policy, ground.new, joined.lost, taken)
    if node.address in ground.astray and verdicts[PARENT] in (Verdict.WRITE, Verdict.DRIFT):
        verdicts[PARENT] = settle(Verdict.CONFLICT, policy.on_drift, policy.on_conflict)
    return verdicts


def _existing(
    node: DesiredNode,
    twin: LiveNode,
    entry: Entry | None,
    verdicts: Mapping[str, Verdict],
    ground: _Ground,
    found: _Found,
) -> None:
    """One object that is both in the repository and in Intercom."""
    address, title, left = node.address, node.main.title, orphans.Left()
    policy, names = ground.policy, ground.names
    if entry:
        left = orphans.translations(address, node.versions.keys(), twin, entry, policy, names)
    found.orphans += left.orphans
    writes, drifted = slots_of(verdicts, Verdict.WRITE), slots_of(verdicts, Verdict.DRIFT)
    clashing, waiting = slots_of(verdicts, Verdict.CONFLICT), slots_of(verdicts, Verdict.HELD)
    if waiting:
        found.held.append(
            Held(address, twin.remote_id, title, tuple(dict.fromkeys(split(name)[0] for name in waiting)))
        )
    if drifted:
        found.drift.append(divergence(address, title, twin, deltas(node, twin, drifted, names)))
    if clashing:
        found.conflicts.append(divergence(address, title, twin, deltas(node, twin, clashing, names)))
    if left.clashing:
        found.conflicts.append(divergence(address, title, twin, left.clashing, fileless=True))
    if (clashing or left.clashing) and policy.on_conflict is not OnConflict.THEIRS:
        return
    if writes or left.hidden:
        fields = deltas(node, twin, writes, names)
        reason = _reason(node, entry, fields, left)
        found.changes.append(rewriting(node, twin, reason, (*fields, *left.hidden), drifted + clashing))
    elif entry is None:
        found.changes.append(adoption(node, twin, "the frontmatter's id names it"))
    elif slots_of(verdicts, Verdict.CONVERGED) or _returned(node, entry) or _over(node, twin, entry):
        found.refresh.append(node.address)


def _returned(node: DesiredNode, entry: Entry) -> bool:
    """Whether a file that an apply has called an orphan is back, or its protection changed."""
    back = any(entry.locales[locale].orphaned for locale in node.versions if locale in entry.locales)
    return entry.orphaned or back or entry.protect != node.protect


def _over(node: DesiredNode, twin: LiveNode, entry: Entry) -> bool:
    """Whether a translation is gone on both sides, and the state still holds it: were it written once more, it would be
    taken for one that was removed in Intercom alone."""
    return not entry.locales.keys() <= node.versions.keys() | twin.versions.keys()


def _reason(node: DesiredNode, entry: Entry | None, fields: Collection[FieldDelta], left: orphans.Left) -> str:
    """Why `fields` are written, and why those of `left` are hidden."""
    if not fields:
        return left.reason
    why = "it is taken over"
    if entry:
        why = REASON if by_ids_alone(node, entry, fields) else "the file has changed"
    return f"{why}; {left.reason}" if left.hidden else why


def _without_file(ground: _Ground, found: _Found) -> tuple[Diagnostic, ...]:
    """Objects that were applied and whose files are gone."""
    joined, live = ground.joined, ground.live
    desired, entries, ids = joined.desired, joined.entries, joined.ids
    owners = {(address.kind, ids[address]): address for address in desired.nodes if address in ids}
    gone: dict[Address, Entry] = {}
    for address in sorted(entries.keys() - desired.nodes.keys(), key=rank):
        owner = owners.get((address.kind, entries[address].id))
        if owner is None and entries[address].id in live.of(address.kind):
            gone[address] = entries[address]
        else:
            found.changes.append(_forgotten(address, entries[address], owner))
    fileless = orphans.objects(gone, live, ground.policy, found.changes, ground.names)
    found.changes += fileless.changes
    found.conflicts += fileless.conflicts
    found.orphans += fileless.orphans
    return fileless.diagnostics


def _forgotten(address: Address, entry: Entry, owner: Address | None) -> Change:
    """An object that was applied and whose file is gone, as is the object itself, or `owner` is its file by now."""
    reason = f"{owner.key} is its file now" if owner else "it is gone on both sides"
    return Change(address, Action.FORGET, address.key, reason, remote_id=entry.id)


def _assemble(
    joined: Joined, live: LiveSnapshot, state: State, found: _Found, diagnostics: tuple[Diagnostic, ...]
) -> Plan:
    desired, workspace = joined.desired, live.workspace
    changes = in_order(found.changes, desired)
    owned = {remote_id for address, remote_id in joined.ids.items() if address.kind is Kind.ARTICLE}
    return Plan(
        environment=state.environment,
        workspace=workspace.id,
        help_center=workspace.center_name,
        changes=tuple(changes),
        drift=tuple(found.drift),
        conflicts=tuple(found.conflicts),
        orphans=tuple(sorted(found.orphans, key=lambda orphan: (rank(orphan.address), orphan.locales))),
        refresh=tuple(found.refresh),
        held=tuple(found.held),
        diagnostics=diagnostics,
        cost=cost(changes, desired, len(live.articles), len(live.collections)),
        articles=sum(1 for address in desired.nodes if address.kind is Kind.ARTICLE),
        locales=len({locale for node in desired.nodes.values() for locale in node.versions}),
        unowned=sum(1 for remote_id in live.articles if remote_id not in owned),
        source_digest=desired.source_digest,
        lineage=state.lineage,
        serial=state.serial,
        tool=__version__,
    )
