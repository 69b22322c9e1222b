"""What was kept of a run + the live help center + the state → the plan that goes back to how things were.

Three tokens decide about each slot, as in `threeway`: what was kept, what is live, and what the last apply left there
(`observed`). What is as it was left is put back; what somebody edited since is a conflict.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveSnapshot
from hcsync.model.plan import Action, Change, Divergence, Plan
from hcsync.model.record import Intent
from hcsync.model.state import Entry, State
from hcsync.planner import undo
from hcsync.planner.decide import Decision
from hcsync.planner.kept import Kept, Thing, goes_again, ground, identify
from hcsync.planner.order import rank
from hcsync.planner.rebase import rebase
from hcsync.planner.recover import recover, unseen
from hcsync.planner.schedule import cost, in_order
from hcsync.version import __version__


class Choice(msgspec.Struct, frozen=True):
    """`ours`: write over what was edited in Intercom since. `deletes`: delete what the run made; else it is hidden."""

    ours: bool = False
    deletes: bool = False


class Undoing(msgspec.Struct, frozen=True):
    """`stays` maps each address to what the state is to hold of it afterwards, but for a new id: the repository still
    says what the run wrote, so the base stays what the run left, and what is put back shows as edited in Intercom.
    `objects` maps each address to the name of its kept object; `moved` maps the kind and the id that was kept to the
    address of an object with another id by now, or that is to get one. `notes` are (address, what is to be said of
    it)."""

    decision: Decision
    stays: dict[Address, Entry | None]
    objects: dict[Address, str]
    moved: dict[tuple[Kind, str], Address]
    notes: tuple[tuple[Address, str], ...]


def decide(
    kept: Sequence[Kept],
    made: Mapping[str, str],
    live: LiveSnapshot,
    state: State,
    intents: tuple[Intent, ...],
    locales: tuple[str, ...],
    canonical: int,
    choice: Choice,
) -> Undoing:
    """`made` maps addresses to the remote ids of what the run has made, as far as that is known; `locales` has the
    default one first. `canonical` is the version of the canonical form that `kept` and `live` were made with."""
    entries, settled = recover(state.entries, intents, live)
    nothing = DesiredState(locales[0], locales, {}, "")
    known = entries if state.canonical == canonical else rebase(entries, nothing, live, {})
    things = sorted(identify(kept, made, live, known), key=lambda thing: rank(thing.address))
    again = {thing.address for thing in things if goes_again(thing, choice.ours)}
    where = ground(things, again, live, known)
    found = undo.Found()
    for thing in things:
        if thing.made:
            undo.withdraw(thing, where, choice.ours, choice.deletes, found)
        elif thing.address in again:
            undo.make_again(thing, where, found)
        else:
            undo.restore(thing, where, choice.ours, found)
    undo.empty_out(where, found)
    desired = msgspec.structs.replace(nothing, nodes=found.nodes)
    writes = [change for change in found.changes if change.action is not Action.DELETE]
    deletes = [change for change in found.changes if change.action is Action.DELETE]
    changes = (*in_order(writes, desired), *deletes)
    plan = _plan(changes, found.conflicts, desired, live, state)
    stays = {thing.address: _after(thing, entries.get(thing.address), again) for thing in things}
    return Undoing(
        Decision(plan, desired, entries, where.ids, settled),
        stays,
        {thing.address: thing.kept.item.object for thing in things},
        where.moved,
        tuple(found.notes),
    )


def _after(thing: Thing, entry: Entry | None, again: set[Address]) -> Entry | None:
    """What the state is to hold. Of an object that was forgotten when it was deleted: what it held before, with nothing
    observed, so that no plan takes it for untouched and deletes it once more."""
    if entry is not None or thing.address not in again or thing.kept.item.entry is None:
        return entry
    return unseen(thing.kept.item.entry)


def _plan(
    changes: tuple[Change, ...],
    conflicts: Iterable[Divergence],
    desired: DesiredState,
    live: LiveSnapshot,
    state: State,
) -> Plan:
    workspace = live.workspace
    return Plan(
        environment=state.environment,
        workspace=workspace.id,
        help_center=workspace.center_name,
        changes=changes,
        drift=(),
        conflicts=tuple(conflicts),
        orphans=(),
        refresh=(),
        diagnostics=(),
        cost=cost(list(changes), desired, len(live.articles), len(live.collections)),
        articles=len(live.articles),
        locales=len({locale for node in live.articles.values() for locale in node.versions}),
        unowned=0,
        source_digest="",
        lineage=state.lineage,
        serial=state.serial,
        tool=__version__,
    )
