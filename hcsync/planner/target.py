"""A decision and what the user asked for by --target and --exclude → the decision about that alone."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Set
from fnmatch import fnmatchcase

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.plan import Action, Change, Field, Plan
from hcsync.model.state import Base
from hcsync.planner.decide import Decision
from hcsync.planner.moves import rekeyed
from hcsync.planner.order import link_targets
from hcsync.planner.schedule import cost
from hcsync.planner.tokens import bases, desired_tokens, slot


class Chosen(msgspec.Struct, frozen=True):
    """`unknown` are the options that name nothing, as they are typed."""

    decision: Decision
    unknown: tuple[str, ...]


def select(decision: Decision, desired: DesiredState, targets: tuple[str, ...], excluded: tuple[str, ...]) -> Chosen:
    """A target names an address, a key, a file in any locale or a live id, and may be a pattern (`billing/*`) or end
    with a slash: all that lies below; what was moved is named by its old address as well. What a chosen change depends
    on comes with it, unless that is excluded: then the change is left out too. Everything else is left out of the plan
    as if it had not moved, be it in Intercom or from one file to another."""
    wanted, barred, unknown = _asked(_names(decision, desired), targets, excluded)
    plan = decision.plan
    by_address = {change.address: change for change in plan.changes}
    needs = _needs(plan)
    while more := {address for address, first in needs.items() if not barred.isdisjoint(first)} - barred:
        barred |= more
    wanted -= barred
    waiting = [address for address in wanted if address in by_address]
    while waiting:
        needed = needs[waiting.pop()] - wanted
        wanted |= needed
        waiting += [address for address in needed if address in by_address]
    made = {change.address for change in plan.changes if change.action is Action.CREATE}
    part = [decision.desired.nodes[address] for address in wanted if address in decision.desired.nodes]
    wanted -= {change.address for change in plan.changes if _waits(change, decision, made - wanted, made & wanted)}
    changes = [change for change in plan.changes if change.address in wanted]
    held = Counter(address.kind for address in decision.ids)
    narrowed = msgspec.structs.replace(
        plan,
        changes=tuple(changes),
        drift=tuple(item for item in plan.drift if item.address in wanted),
        conflicts=tuple(item for item in plan.conflicts if item.address in wanted),
        orphans=tuple(orphan for orphan in plan.orphans if orphan.address in wanted),
        refresh=tuple(address for address in plan.refresh if address in wanted),
        held=tuple(item for item in plan.held if item.address in wanted),
        cost=cost(changes, desired, held[Kind.ARTICLE] + plan.unowned, held[Kind.COLLECTION]),
        articles=sum(1 for node in part if node.address.kind is Kind.ARTICLE),
        locales=len({locale for node in part for locale in node.versions}),
        narrowed=bool(targets or excluded),
    )
    left = {change.address: change.moved_from for change in plan.changes if change.address not in wanted}
    entries = rekeyed(decision.entries, {new: old for new, old in left.items() if old is not None})
    entries |= {address: entry for address, entry in decision.ousted.items() if address in left}
    return Chosen(msgspec.structs.replace(decision, plan=narrowed, entries=entries), unknown)


def _needs(plan: Plan) -> dict[Address, set[Address]]:
    """What each change depends on; one that moves to where another thing was needs that to have moved away."""
    moved = {change.moved_from: change.address for change in plan.changes if change.moved_from}
    return {
        change.address: {
            *change.depends_on,
            *((moved[change.address],) if change.moved_from and change.address in moved else ()),
        }
        for change in plan.changes
    }


def _waits(change: Change, decision: Decision, unmade: Set[Address], made: Set[Address]) -> bool:
    """Whether it is there for links to what is to be made alone, and none of that is made now (`unmade`): its bodies
    are live as they would be written, without these links."""
    node, entry = decision.desired.nodes.get(change.address), decision.entries.get(change.address)
    if node is None or entry is None or change.action is not Action.UPDATE or change.moved_from:
        return False
    wanted, known = desired_tokens(node, decision.ids), bases(entry)
    for delta in change.fields:
        name = slot(delta.locale, delta.field)
        if delta.field is not Field.BODY or delta.locale not in node.versions:
            return False
        targets = link_targets(node, delta.locale)
        if not targets & unmade or targets & made or known.get(name) != Base(wanted[name], change.precondition[name]):
            return False
    return True


def named(
    decision: Decision, desired: DesiredState, targets: tuple[str, ...], excluded: tuple[str, ...]
) -> tuple[set[Address], tuple[str, ...]]:
    """The objects that `targets` name (all, where there are none) and `excluded` do not, whatever is planned for them;
    and the options that name nothing."""
    wanted, barred, unknown = _asked(_names(decision, desired), targets, excluded)
    return wanted - barred, unknown


def _asked(
    names: Mapping[Address, tuple[str, ...]], targets: tuple[str, ...], excluded: tuple[str, ...]
) -> tuple[set[Address], set[Address], tuple[str, ...]]:
    """The targeted, the excluded, and the options that name nothing. A pattern may exclude nothing just now; a name
    that does so is a slip, and what it was to keep out would be written."""
    wanted = {address for address in names if not targets or _any(targets, names[address])}
    barred = {address for address in names if _any(excluded, names[address])}
    told = [("--target", one) for one in targets]
    told += [("--exclude", one) for one in excluded if not (one.endswith("/") or set(one) & set("*?["))]
    lost = (f"{option} {one}" for option, one in told if not any(_any((one,), known) for known in names.values()))
    return wanted, barred, tuple(lost)


def _names(decision: Decision, desired: DesiredState) -> dict[Address, tuple[str, ...]]:
    found: dict[Address, tuple[str, ...]] = {}
    old = {change.address: change.moved_from for change in decision.plan.changes if change.moved_from}
    for address in {*desired.nodes, *decision.entries}:
        node = desired.nodes.get(address)
        paths = tuple(version.place.path for version in node.versions.values()) if node else ()
        entry = decision.entries.get(address)
        more = (entry.path if entry else "", decision.ids.get(address, ""))
        before = (str(old[address]), old[address].key) if address in old else ()
        found[address] = (str(address), address.key, *before, *paths, *(name for name in more if name))
    return found


def _any(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """A keyboard, a shell and a disk may each spell an accent in another way."""
    if not patterns:
        return False
    known = [unicodedata.normalize("NFC", name) for name in names]
    wanted = [unicodedata.normalize("NFC", pattern.removeprefix("./")) for pattern in patterns]
    return any(_matches(pattern, name) for pattern in wanted for name in known)


def _matches(pattern: str, name: str) -> bool:
    if pattern.endswith("/"):
        return name.startswith(pattern)
    # A file may have brackets in its name.
    return name == pattern or fnmatchcase(name, pattern)
