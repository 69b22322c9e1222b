"""What was sent and what came back → records for the journal. Pure."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.plan import Action, Field
from hcsync.model.record import Intent, Sent
from hcsync.model.state import Base, Entry, LocaleEntry
from hcsync.planner.tokens import PARENT, bases, desired_fields, desired_tokens, live_fields, live_tokens, slot, split


def intent(
    node: DesiredNode,
    action: Action,
    remote_id: str | None,
    ids: Mapping[Address, str],
    skip: Collection[str],
    at: int,
    bare: Mapping[str, str] = MappingProxyType({}),
) -> Intent:
    """What is about to be sent. `bare` is locale → likeness of a body that goes without some of its links; `skip` are
    slots whose live value is sent back; `at` is in Unix seconds."""
    locales: dict[str, Sent] = {}
    for locale, version in node.versions.items():
        fields = {
            field: token for field, token in desired_fields(version, ids).items() if slot(locale, field) not in skip
        }
        whole = version.body.likeness if version.body else ""
        without = bare.get(locale, "")
        locales[locale] = Sent(fields, without or whole, version.blob, whole if without else "")
    return Intent(
        address=str(node.address),
        action=action,
        remote_id=remote_id,
        title=node.main.title,
        parent="" if node.parent is None else ids.get(node.parent, ""),
        inside="" if node.parent is None or node.parent in ids else str(node.parent),
        locales=locales,
        at=at,
        path=node.main.place.path,
        protect=node.protect,
    )


def entry_after(
    node: DesiredNode,
    live: LiveNode,
    before: Entry | None,
    ids: Mapping[Address, str],
    unsettled: Collection[str],
    waiting: Collection[str] = (),
) -> Entry:
    """The state of an object that was written, adopted or found converged, now that it is live as `live`.

    `unsettled` are slots that keep their old base, since nobody wrote them (drift left alone, a conflict) or Intercom
    does not show what it took; `waiting` are those among them that were sent and are in a pending draft now. What
    waited before waits on, if it is unsettled. Locales without a file keep their entry while they are live.
    """
    slots = _Slots(desired_tokens(node, ids), live_tokens(live), bases(before) if before else {}, unsettled, waiting)
    here = node.versions.keys() | live.versions.keys()
    locales = {locale: kept for locale, kept in (before.locales if before else {}).items() if locale in here}
    for locale, version in node.versions.items():
        names = {field: slot(locale, field) for field in desired_fields(version, ids)}
        old = locales.get(locale, LocaleEntry({}))
        locales[locale] = _locale_after(version.blob, names, live.versions.get(locale), old, slots)
    parent = Base(slots.wanted[PARENT], slots.there[PARENT])
    if PARENT in unsettled:
        parent = slots.known.get(PARENT, Base("", ""))
    return Entry(live.remote_id, parent, locales, path=node.main.place.path, protect=node.protect)


class _Slots(msgspec.Struct, frozen=True):
    """What is known of each slot of an object: the token the file wants, the one that is live, the base there was."""

    wanted: Mapping[str, str]
    there: Mapping[str, str]
    known: Mapping[str, Base]
    unsettled: Collection[str]
    waiting: Collection[str]


def _locale_after(
    blob: str, names: Mapping[str, str], live: LiveVersion | None, old: LocaleEntry, slots: _Slots
) -> LocaleEntry:
    """One locale of `entry_after`. `names` maps the fields that the file manages to their slots."""
    fields, pending = _bases_after(names, old, slots)
    # Drift that was left alone stands in fields the file says nothing new in: the file is what was applied.
    settled = all(
        name not in slots.unsettled or (name in slots.known and slots.known[name].written == slots.wanted[name])
        for name in names.values()
    )
    # The raw digest vouches for the observed token; where that was not taken from `live`, nothing may.
    body = names.get(Field.BODY)
    seen = old if body in slots.unsettled and body not in slots.waiting else live or LocaleEntry({})
    return LocaleEntry(
        fields,
        blob=blob if settled else old.blob,
        raw=seen.raw,
        url=live.url if live else None,
        images=seen.images,
        pending=pending,
        headings={**old.headings, **((live.headings if live else None) or {})},
        restless=old.restless,
    )


def _bases_after(names: Mapping[str, str], old: LocaleEntry, slots: _Slots) -> tuple[dict[str, Base], dict[str, str]]:
    """Field → its base, and field → the token that waits in a pending draft."""
    fields: dict[str, Base] = {}
    pending: dict[str, str] = {}
    for field, name in names.items():
        if name not in slots.unsettled:
            fields[field] = Base(slots.wanted[name], slots.there.get(name, ""))
        elif name in slots.waiting:
            fields[field] = unshown(slots.known.get(name), slots.there.get(name, ""))
            pending[field] = slots.wanted[name]
        elif name in slots.known:
            fields[field] = slots.known[name]
            pending |= {field: old.pending[field]} if field in old.pending else {}
    return fields, pending


def unshown(base: Base | None, there: str) -> Base:
    """The base of a text that was sent, while readers still see another one: what was written before came back as
    that, if it did."""
    return Base(base.written if base and base.observed == there else "", there)


def leaving(live: LiveNode, locales: Iterable[str]) -> dict[str, Sent]:
    """What is about to be sent of locales whose file is gone: all of it as it is live, but the state. That alone is
    ours."""
    return {locale: Sent({Field.STATE.value: "draft"}, live.versions[locale].likeness) for locale in locales}


def as_draft(
    entry: Entry, before: LiveNode, after: LiveNode, locales: Collection[str], *, whole: bool = False
) -> Entry:
    """The entry of an object of which `locales`, whose files are gone, were sent as drafts: live as `before`, then as
    `after`. `whole`: the object itself has no file any more. What somebody edited in Intercom was sent back, and
    stays an edit: it is shown before anything is done to it, however long after. All else was written as it ever was,
    so that a file that comes back unchanged is found so."""
    kept = dict(entry.locales)
    for locale in locales:
        version = after.versions.get(locale)
        if version is None or locale not in kept:
            continue
        was, there = live_fields(before.versions[locale]), live_fields(version)
        fields = {
            field: Base(base.written, there.get(field, "")) if was.get(field) == base.observed else base
            for field, base in kept[locale].fields.items()
        }
        fields[Field.STATE.value] = Base("draft", there.get(Field.STATE, ""))
        body = fields.get(Field.BODY)
        intact = body is None or body.observed == version.body
        kept[locale] = msgspec.structs.replace(
            kept[locale],
            fields=fields,
            # It vouches for the observed token: where a stranger's text is live, nothing may.
            raw=version.raw if intact else "",
            url=version.url,
            images=version.images if intact else kept[locale].images,
            orphaned=True,
            pending={},
        )
    left = {name: token for name, token in entry.left.items() if split(name)[0] not in locales}
    return msgspec.structs.replace(entry, locales=kept, orphaned=whole, left=left)


def orphaned(entry: Entry, locales: Collection[str]) -> Entry:
    """The same entry, marked as one whose file (or whose `locales`' files) is gone and which was left in Intercom."""
    if not locales:
        return msgspec.structs.replace(entry, orphaned=True)
    marked = {
        locale: msgspec.structs.replace(kept, orphaned=True) if locale in locales else kept
        for locale, kept in entry.locales.items()
    }
    return msgspec.structs.replace(entry, locales=marked)
