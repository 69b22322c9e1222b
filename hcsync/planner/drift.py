"""A decision and the live help center → what was edited in Intercom since the last apply, field by field and locale.

What the files say by now does not count, but for one thing: an edit that is in the file, too, is no drift.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.digest import digest
from hcsync.model.drift import Edit, Origin, Touch
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Field, FieldDelta
from hcsync.model.pulled import AllPulled
from hcsync.model.state import Entry
from hcsync.planner.compare import at_rest, desired_text, edited_live, live_text, parent_text
from hcsync.planner.decide import Decision
from hcsync.planner.order import rank
from hcsync.planner.pulled import taken_in
from hcsync.planner.tokens import bases, desired_tokens, live_tokens, slot, split


class Found(msgspec.Struct, frozen=True):
    """An object that was edited. `node` is its file today (None: gone, or `unread`: there, and not to be read), `twin`
    what is live (None: deleted there), `slots` what was edited, in the order of locales and fields, `removed` the
    locales that Intercom no longer has."""

    address: Address
    entry: Entry
    node: DesiredNode | None
    twin: LiveNode | None
    slots: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unread: bool = False

    @property
    def fileless(self) -> bool:
        return self.node is None and not self.unread


def find(
    decision: Decision, live: LiveSnapshot, unread: Collection[Address] = (), pulled: AllPulled | None = None
) -> list[Found]:
    """`unread` are objects with a file that is there and cannot be read: none of theirs is taken for gone. `pulled` is
    what the files have taken in of Intercom's edits. What is gone on both sides is no drift."""
    locales = decision.desired.locales
    found: list[Found] = []
    for address in sorted(decision.entries, key=rank):
        entry, node = decision.entries[address], decision.desired.nodes.get(address)
        twin = live.of(address.kind).get(entry.id)
        if node and twin and at_rest(node, twin, entry, decision.ids):
            continue
        here = entry.locales.keys() if address in unread else node.versions.keys() if node else set()
        if twin is None:
            found += [Found(address, entry, node, None, unread=address in unread)] if here else []
            continue
        lost = entry.locales.keys() - twin.versions.keys()
        # One that was called an orphan is over once it is gone, and begins anew should its file come back.
        gone = {locale for locale in lost & here if not entry.locales[locale].orphaned}
        moved = edited_live(node, twin, entry, decision.ids, taken_in(twin, pulled or {}))
        edited = [name for name in moved if split(name)[0] not in lost]
        slots = tuple(sorted(edited, key=lambda name: _place(name, locales)))
        removed = tuple(sorted(gone, key=lambda locale: _place(slot(locale, Field.TITLE), locales)))
        if slots or removed:
            found.append(Found(address, entry, node, twin, slots, removed, address in unread))
    return found


def _place(name: str, locales: tuple[str, ...]) -> tuple[int, str, int]:
    """The parent first, then locale by locale as the configuration lists them, field by field."""
    locale, field = split(name)
    known = locales.index(locale) if locale in locales else len(locales) if locale else -1
    return known, locale, list(Field).index(field)


def collection_names(ids: Mapping[Address, str], live: LiveSnapshot) -> dict[str, str]:
    """A collection's remote id → its key in the repository, or the name it bears in Intercom."""
    named = {id_: f'"{node.main.title}" ({id_})' for id_, node in live.collections.items()}
    return named | {id_: address.key for address, id_ in ids.items() if address.kind is Kind.COLLECTION}


def describe(found: Found, applied: DesiredNode | None, ids: Mapping[Address, str], names: Mapping[str, str]) -> Edit:
    """What is to be told of it. `applied` is the object as its files said when they were last applied, where they could
    be found; `names` are the words for collections. A text counts as last applied only if its token says so."""
    known = bases(found.entry)
    sides = [(node, desired_tokens(node, ids)) for node in (found.node, applied) if node is not None]

    def source(name: str) -> DesiredNode | None:
        return next((node for node, tokens in sides if name in known and tokens.get(name) == known[name].written), None)

    if found.twin is None:
        nodes = [node for node, _ in sides]
        told = next((one for node in nodes if (one := source(slot(next(iter(node.versions)), Field.TITLE)))), None)
        title = (told or nodes[0]).main.title if nodes else found.address.key
        return Edit(found.address, found.entry.id, title, gone=True, fileless=found.fileless)
    fields: list[FieldDelta] = []
    sources: dict[str, Origin] = {}
    for name in found.slots:
        locale, field = split(name)
        node = source(name)
        if node and field is Field.BODY:
            version = node.versions[locale]
            sources[locale] = Origin(version.blob, version.place.path)
        versions = found.node.versions if found.node else {}
        place = versions[locale].place if locale in versions else None
        before = _before(field, known[name].observed, desired_text(node, name) if node else None, names)
        after = None if field is Field.BODY else live_text(found.twin, name, names)
        fields.append(FieldDelta(locale, field, before, after, place))
    touched = {locale: _touch(found.twin, locale) for locale in dict.fromkeys(delta.locale for delta in fields)}
    title = found.twin.main.title
    tokens = live_tokens(found.twin)
    put_back = not found.removed and all(tokens.get(name) == found.entry.left.get(name) for name in found.slots)
    return Edit(
        found.address,
        found.entry.id,
        title,
        tuple(fields),
        found.removed,
        touched,
        sources,
        fileless=found.fileless,
        put_back=put_back,
    )


def _before(field: Field, observed: str, text: str | None, names: Mapping[str, str]) -> str | None:
    """`observed` is the token: of what is short, the thing itself."""
    match field:
        case Field.PARENT:
            return parent_text(observed, names)
        case Field.AUTHOR | Field.STATE:
            return observed
        case Field.BODY:
            return None
        case _:
            return text


def _touch(twin: LiveNode, locale: str) -> Touch:
    version = twin.versions.get(locale)
    if version is None:
        return Touch(twin.updated_at)
    return Touch(version.updated_at or twin.updated_at, version.author or "")


def fingerprint(found: Iterable[Found]) -> str:
    """A digest of what was edited and into what: it stays the same for as long as nobody edits anything further."""
    parts: list[str] = []
    for one in found:
        tokens = live_tokens(one.twin) if one.twin else {}
        parts += [str(one.address), one.entry.id, *one.removed, "" if one.twin else "gone"]
        parts += [f"{name} {tokens.get(name, '')}" for name in one.slots]
    return digest(*parts)
