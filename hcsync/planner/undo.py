"""One thing that a run touched → the change that goes back on it, or why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.diagnostic import Place
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action, Change, Divergence, Field
from hcsync.model.state import Entry
from hcsync.planner.changes import creation, rewriting
from hcsync.planner.compare import deltas, divergence, slots_of
from hcsync.planner.inside import Inside
from hcsync.planner.kept import Ground, Thing, homeless, wanted
from hcsync.planner.threeway import Verdict
from hcsync.planner.tokens import PARENT, bases, desired_tokens, live_tokens, resolve, same_body, slot, split

REASON = "it was otherwise before"


@dataclass(slots=True)
class Found:
    """What is collected while the things are gone through. `nodes` are what the changes are to write; `folders` the
    collections that the run made and that may be deleted, should nothing be left in them."""

    nodes: dict[Address, DesiredNode] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Divergence] = field(default_factory=list)
    folders: list[tuple[Thing, LiveNode]] = field(default_factory=list)
    notes: list[tuple[Address, str]] = field(default_factory=list)


def make_again(thing: Thing, ground: Ground, found: Found) -> None:
    """An object that is gone: made from what was kept, under a new id."""
    node = wanted(thing, ground)
    found.nodes[node.address] = node
    found.changes.append(creation(node, "it was there"))
    found.notes.append((node.address, "is made anew: it gets another id, and its address on the web changes"))
    if homeless(thing, ground):
        found.notes.append((node.address, "the collection it was in is gone: it will be in none"))


def restore(thing: Thing, ground: Ground, ours: bool, found: Found) -> None:
    """An object that was there before the run."""
    twin, node = thing.twin, wanted(thing, ground)
    if twin is None:
        found.conflicts.append(Divergence(node.address, thing.kept.item.remote_id, node.main.title, (), gone=True))
        return
    verdicts = _verdicts(thing, node, twin, ground)
    to_hide = _added(thing, twin, found)
    clashing = [*slots_of(verdicts, Verdict.CONFLICT), *_edited(thing, twin, to_hide)]
    names = _names(ground)
    if clashing and not ours:
        fields = deltas(node, twin, [name for name in clashing if name in verdicts], names)
        found.conflicts.append(divergence(node.address, node.main.title, twin, fields))
        return
    hidden = {locale: _hidden(twin, locale, node.main.place) for locale in to_hide}
    inside = dict.fromkeys(split(name)[0] for name in verdicts)
    node = msgspec.structs.replace(
        node, versions={locale: one for locale, one in node.versions.items() if locale in inside} | hidden
    )
    writes = slots_of(verdicts, Verdict.WRITE, Verdict.CONFLICT) + [slot(locale, Field.STATE) for locale in hidden]
    if not writes:
        return
    if homeless(thing, ground):
        found.notes.append((node.address, "the collection it was in is gone: it stays where it is"))
    keep = [name for name in live_tokens(twin) if split(name)[0] in hidden and split(name)[1] is not Field.STATE]
    found.nodes[node.address] = node
    found.changes.append(rewriting(node, twin, REASON, deltas(node, twin, writes, names), keep))


def withdraw(thing: Thing, ground: Ground, ours: bool, deletes: bool, found: Found) -> None:
    """An object that the run made."""
    twin = thing.twin
    if twin is None:
        return
    title = twin.main.title
    if _edited(thing, twin, twin.versions, parent=True) and not ours:
        found.conflicts.append(divergence(thing.address, title, twin, []))
    elif thing.entry is not None and thing.entry.protect:
        found.notes.append((thing.address, "was made by that run and is protected: it stays as it is"))
    elif thing.address.kind is Kind.COLLECTION and deletes:
        found.folders.append((thing, twin))
    elif thing.address.kind is Kind.COLLECTION:
        found.notes.append((thing.address, "was made by that run and stays: a collection cannot be hidden"))
    elif deletes:
        found.changes.append(_deletion(thing, twin, ()))
    else:
        _hide(thing, twin, ground, found)


def empty_out(ground: Ground, found: Found) -> None:
    """Delete the collections that are empty once all else is done, the innermost first."""
    inside = Inside(ground.live, found.changes)
    for thing, twin in sorted(found.folders, key=lambda one: ground.live.depth(one[1].remote_id), reverse=True):
        if inside.held(twin.remote_id):
            found.notes.append((thing.address, "was made by that run and stays: there is something in it"))
            continue
        found.changes.append(_deletion(thing, twin, inside.emptied_by(twin.remote_id)))
        inside.leave(found.changes[-1])


def _verdicts(thing: Thing, node: DesiredNode, twin: LiveNode, ground: Ground) -> dict[str, Verdict]:
    """A verdict for each slot that the state knows of; where it knows nothing of the object, for each that was kept. A
    locale that is none of the repository's was none of the run's either."""
    entry = thing.entry
    # The default locale is part of every write.
    mine = {"", next(iter(node.versions)), *(node.versions if entry is None else entry.locales)}
    there = live_tokens(twin)
    verdicts: dict[str, Verdict] = {}
    for name, token in desired_tokens(node, ground.ids).items():
        locale, field_ = split(name)
        if locale not in mine:
            continue
        live = there.get(name, "")
        if token == live:
            verdicts[name] = Verdict.SAME
        elif _untouched(thing.entry, name, live):
            verdicts[name] = Verdict.WRITE
        elif field_ is Field.BODY and _alike(node, twin, locale, ground):
            verdicts[name] = Verdict.SAME
        else:
            verdicts[name] = Verdict.CONFLICT
    return verdicts


def _untouched(entry: Entry | None, name: str, live: str) -> bool:
    """Whether a slot is as the last apply or a rollback left it."""
    if entry is None:
        return False
    known = bases(entry)
    return (name in known and known[name].observed == live) or entry.left.get(name) == live


def _alike(node: DesiredNode, twin: LiveNode, locale: str, ground: Ground) -> bool:
    """Whether a body reads as it was kept: somebody may have put it back, or a rollback whose answer was lost, and
    Intercom may have given its images other addresses."""
    body, live = node.versions[locale].body, twin.versions.get(locale)
    return body is not None and live is not None and same_body(resolve(body, ground.ids), live)


def _added(thing: Thing, twin: LiveNode, found: Found) -> list[str]:
    """The locales that were not there before and that readers see: API 2.10 cannot take them away."""
    mine = twin.versions if thing.entry is None else thing.entry.locales
    added = [locale for locale in twin.versions if locale not in thing.kept.versions and locale in mine]
    public = [locale for locale in added if twin.versions[locale].state == "published"]
    if public:
        words = f"the translation into {', '.join(public)} was not there before: it becomes a draft, since the API "
        found.notes.append((thing.address, words + "cannot delete it"))
    elif added:
        words = (
            f"the translation into {', '.join(added)} was not there before: it stays, since the API cannot delete it"
        )
        found.notes.append((thing.address, words))
    return public


def _edited(thing: Thing, twin: LiveNode, locales: Iterable[str], parent: bool = False) -> list[str]:
    """The slots of these locales (and the parent) that somebody has edited since."""
    chosen = set(locales)
    return [
        name
        for name, token in live_tokens(twin).items()
        if (split(name)[0] in chosen or (parent and name == PARENT)) and not _untouched(thing.entry, name, token)
    ]


def _hidden(twin: LiveNode, locale: str, place: Place) -> DesiredVersion:
    """A locale as it is, but a draft. Its body is sent back as it is found when that is done."""
    live = twin.versions[locale]
    return DesiredVersion(live.title, live.description, place, "", live.author, "draft")


def _hide(thing: Thing, twin: LiveNode, ground: Ground, found: Found) -> None:
    public = [locale for locale, version in twin.versions.items() if version.state == "published"]
    if not public:
        found.notes.append((thing.address, "was made by that run and stays as a draft"))
        return
    place = Place(thing.entry.path if thing.entry and thing.entry.path else str(thing.address))
    # The default locale is sent with every write.
    first = next(iter(twin.versions))
    versions = {locale: _hidden(twin, locale, place) for locale in dict.fromkeys((first, *public))}
    parent = ground.places.get(twin.parent) if twin.parent else None
    node = DesiredNode(thing.address, parent, versions)
    keep = [name for name in live_tokens(twin) if split(name)[0] in versions and split(name)[1] is not Field.STATE]
    found.nodes[thing.address] = node
    fields = deltas(node, twin, [slot(locale, Field.STATE) for locale in public], _names(ground))
    found.changes.append(rewriting(node, twin, REASON, fields, keep))


def _deletion(thing: Thing, twin: LiveNode, after: tuple[Address, ...]) -> Change:
    return Change(
        thing.address,
        Action.DELETE,
        twin.main.title,
        "the run made it",
        remote_id=twin.remote_id,
        precondition=live_tokens(twin),
        depends_on=after,
    )


def _names(ground: Ground) -> Mapping[str, str]:
    """A collection's remote id → the words it is shown by."""
    return {remote_id: address.key for remote_id, address in ground.places.items()}
