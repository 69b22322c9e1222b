"""Desired, live, state → the Plan. Everything is decided here; nothing is fetched, written or printed."""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Held, Orphan, Plan
from hcsync.model.pulled import AllPulled
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import Entry, State
from hcsync.planner import orphans
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
from hcsync.planner.tokens import PARENT, live_tokens, split
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


_NAMED = "the frontmatter's id names it"


class _Found(msgspec.Struct):
    """What is collected while the objects are gone through, one by one."""

    changes: list[Change]
    drift: list[Divergence]
    conflicts: list[Divergence]
    orphans: list[Orphan]
    refresh: list[Address]
    held: list[Held]


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
    entries, settled = recover(state.entries, intents, live)
    joined = join(desired, live, entries, policy, evidence)
    desired, entries, ids, lost = joined.desired, joined.entries, joined.ids, joined.lost
    restless = is_restless(entries.values())
    desired, cut = loosened(desired) if restless else (desired, ())
    if state.canonical != canonical:
        entries = rebase(entries, desired, live, ids)

    found = _Found([], [], [], [], [], [])
    unsettled: dict[Address, tuple[str, ...]] = {}
    names = {
        id_: address.key for address, id_ in ids.items() if address.kind is Kind.COLLECTION and id_ in live.collections
    }
    new = {address for address in desired.nodes if ids.get(address, "") not in live.of(address.kind)}
    if policy.on_drift is OnDrift.KEEP:
        new -= entries.keys() - lost.keys()
    astray = clashing(desired, live, entries, ids, policy)
    for address in sorted(desired.nodes, key=rank):
        node = desired.nodes[address]
        twin = live.of(address.kind).get(ids.get(address, ""))
        entry = entries.get(address)
        if address in joined.equal and not entry and twin and not link_targets(node) & new:
            found.changes.append(_adoption(node, twin, "an equal one exists in Intercom"))
        elif twin and entry and not lost and at_rest(node, twin, entry, ids) and not (new and link_targets(node) & new):
            continue
        elif twin:
            taken = taken_in(twin, pulled or {})
            verdicts = compare(node, twin, entry, ids, policy, new, lost, taken)
            if address in astray and verdicts[PARENT] in (Verdict.WRITE, Verdict.DRIFT):
                verdicts[PARENT] = settle(Verdict.CONFLICT, policy.on_drift, policy.on_conflict)
            unsettled[address] = tuple(slots_of(verdicts, Verdict.WRITE, Verdict.DRIFT, Verdict.CONFLICT, Verdict.HELD))
            _existing(node, twin, entry, verdicts, policy, names, found)
        elif entry and address not in lost:
            found.drift.append(Divergence(address, entry.id, node.main.title, (), gone=True))
        else:
            found.changes.append(_creation(node, again=entry is not None))
    faults = _without_file(joined, live, policy, names, found)
    if joined.moves:
        found.changes = relocated(found.changes, joined.moves, desired, ids, unsettled)
        found.refresh = [address for address in found.refresh if address not in joined.moves]
    if restless:
        busy = {address for address, names in unsettled.items() if names}
        found.changes += following(found.changes, desired, live, ids, entries, busy)
    plan = _assemble(desired, live, state, ids, found)
    told = (*joined.diagnostics, *cut, *faults, *twins(desired, ids, live))
    plan = msgspec.structs.replace(plan, diagnostics=told)
    return Decision(plan, desired, entries, ids, settled, joined.doubtful, joined.ousted)


def _without_file(
    joined: Joined, live: LiveSnapshot, policy: Policy, names: Mapping[str, str], found: _Found
) -> tuple[Diagnostic, ...]:
    """Objects that were applied and whose files are gone."""
    desired, entries, ids = joined.desired, joined.entries, joined.ids
    owners = {(address.kind, ids[address]): address for address in desired.nodes if address in ids}
    gone: dict[Address, Entry] = {}
    for address in sorted(entries.keys() - desired.nodes.keys(), key=rank):
        owner = owners.get((address.kind, entries[address].id))
        if owner is None and entries[address].id in live.of(address.kind):
            gone[address] = entries[address]
        else:
            found.changes.append(_forgotten(address, entries[address], owner))
    fileless = orphans.objects(gone, live, policy, found.changes, names)
    found.changes += fileless.changes
    found.conflicts += fileless.conflicts
    found.orphans += fileless.orphans
    return fileless.diagnostics


def _adoption(node: DesiredNode, twin: LiveNode, reason: str) -> Change:
    return Change(
        node.address,
        Action.ADOPT,
        node.main.title,
        reason,
        tuple(node.versions),
        twin.remote_id,
        node.main.state or "",
        precondition=live_tokens(twin),
    )


def _creation(node: DesiredNode, again: bool) -> Change:
    reason = "it was deleted in Intercom" if again else "it is not in Intercom yet"
    return Change(
        node.address, Action.CREATE, node.main.title, reason, tuple(node.versions), state=node.main.state or ""
    )


def _existing(
    node: DesiredNode,
    twin: LiveNode,
    entry: Entry | None,
    verdicts: Mapping[str, Verdict],
    policy: Policy,
    names: Mapping[str, str],
    found: _Found,
) -> None:
    """One object that is both in the repository and in Intercom."""
    address, title, left = node.address, node.main.title, orphans.Left()
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
        keep = tuple(drifted + clashing)
        found.changes.append(_update(node, twin, entry, tuple(deltas(node, twin, writes, names)), keep, left))
    elif entry is None:
        found.changes.append(_adoption(node, twin, _NAMED))
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


def _update(
    node: DesiredNode,
    twin: LiveNode,
    entry: Entry | None,
    fields: tuple[FieldDelta, ...],
    keep: tuple[str, ...],
    left: orphans.Left,
) -> Change:
    reasons = [_reason(node, entry, fields)] if fields else []
    reasons += [left.reason] if left.hidden else []
    fields += left.hidden
    unpublished = any(
        delta.field is Field.STATE and (delta.before, delta.after) == ("published", "draft") for delta in fields
    )
    retitled = tuple(
        delta.locale
        for delta in fields
        if delta.field is Field.TITLE and delta.before and twin.versions[delta.locale].state == "published"
    )
    return Change(
        node.address,
        Action.UNPUBLISH if unpublished else Action.UPDATE,
        node.main.title,
        "; ".join(reasons),
        tuple(dict.fromkeys(delta.locale for delta in fields if delta.locale)),
        twin.remote_id,
        node.main.state or "",
        fields,
        live_tokens(twin),
        keep,
        retitled=retitled,
    )


def _reason(node: DesiredNode, entry: Entry | None, fields: tuple[FieldDelta, ...]) -> str:
    if entry is None:
        return "it is taken over"
    return REASON if by_ids_alone(node, entry, fields) else "the file has changed"


def _forgotten(address: Address, entry: Entry, owner: Address | None) -> Change:
    """An object that was applied and whose file is gone, as is the object itself, or `owner` is its file by now."""
    reason = f"{owner.key} is its file now" if owner else "it is gone on both sides"
    return Change(address, Action.FORGET, address.key, reason, remote_id=entry.id)


def _assemble(
    desired: DesiredState, live: LiveSnapshot, state: State, ids: Mapping[Address, str], found: _Found
) -> Plan:
    changes = in_order(found.changes, desired)
    owned = {remote_id for address, remote_id in ids.items() if address.kind is Kind.ARTICLE}
    workspace = live.workspace
    return Plan(
        environment=state.environment,
        workspace=workspace.id,
        help_center=workspace.help_center.name if workspace.help_center else workspace.name,
        changes=tuple(changes),
        drift=tuple(found.drift),
        conflicts=tuple(found.conflicts),
        orphans=tuple(sorted(found.orphans, key=lambda orphan: (rank(orphan.address), orphan.locales))),
        refresh=tuple(found.refresh),
        held=tuple(found.held),
        diagnostics=(),
        cost=cost(changes, desired, len(live.articles), len(live.collections)),
        articles=sum(1 for address in desired.nodes if address.kind is Kind.ARTICLE),
        locales=len({locale for node in desired.nodes.values() for locale in node.versions}),
        unowned=sum(1 for remote_id in live.articles if remote_id not in owned),
        source_digest=desired.source_digest,
        lineage=state.lineage,
        serial=state.serial,
        tool=__version__,
    )
