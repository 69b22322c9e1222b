"""Writes of unknown outcome + the live help center → what became of each of them.

An intent is written to the journal before its request is sent. Where the answer never came, live decides: a create is
looked for among the objects nobody claims, an update shows in the fields it was to change, and what was to be deleted
is there or it is not.
"""

from collections.abc import Iterable, Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.live import LiveNode, LiveSnapshot, LiveVersion
from hcsync.model.plan import Action, Field
from hcsync.model.record import Done, Dropped, Intent, Sent
from hcsync.model.state import Base, Entry, LocaleEntry
from hcsync.planner.tokens import PARENT, live_fields, slot, text_token

# Clocks of two machines may differ by this many seconds; an older object cannot be the one that was asked for.
CLOCK_SKEW = 600


def recover(
    entries: Mapping[Address, Entry], intents: Iterable[Intent], live: LiveSnapshot
) -> tuple[dict[Address, Entry], tuple[Done | Dropped, ...]]:
    """Returns the entries with every intent settled, and the records that say so."""
    settled = dict(entries)
    records: list[Done | Dropped] = []
    pending = list(intents)
    created = _created([intent for intent in pending if intent.action is Action.CREATE], entries, live)
    for one in pending:
        intent = _placed(one, created, settled) or one
        address = Address.parse(intent.address)
        entry: Entry | None = None
        if intent.action is Action.DELETE and not intent.undo and intent.remote_id not in live.of(address.kind):
            settled.pop(address, None)
            records.append(Done(intent.address, None))
            continue
        if intent.action is Action.CREATE:
            if address in created:
                entry = entry_of_created(intent, created[address])
                if intent.undo:
                    before = settled.get(address)
                    before = msgspec.structs.replace(before, id=entry.id) if before else unseen(entry)
                    entry = _left(intent, before, created[address])
        else:
            base, node = settled.get(address), live.of(address.kind).get(intent.remote_id or "")
            if intent.undo:
                entry = _left(intent, base, node) if base and node else base
            elif base is not None and node is not None and intent.action is not Action.DELETE:
                entry = _entry_of_updated(intent, base, node)
        if entry is None:
            records.append(Dropped(intent.address))
        else:
            settled[address] = entry
            records.append(Done(intent.address, entry))
    return settled, tuple(records)


def _created(
    intents: Iterable[Intent], entries: Mapping[Address, Entry], live: LiveSnapshot
) -> dict[Address, LiveNode]:
    """What each create has made. Those found exactly as they were sent come first: an intent that left nothing behind
    must not take another's object for a title they share."""
    claimed = {(address.kind, entry.id) for address, entry in entries.items()}
    waiting = {Address.parse(intent.address): intent for intent in intents}
    found: dict[Address, LiveNode] = {}
    for exactly in (True, False):
        for address, waits in waiting.items():
            base, nodes = entries.get(address), live.of(address.kind)
            if address in found or (base is not None and base.id in nodes):
                # The second: an earlier run has settled it, and died before it could start its own journal.
                continue
            intent = _placed(waits, found, entries)
            if intent is None:
                continue
            node = find_created(intent, (node for id_, node in nodes.items() if (address.kind, id_) not in claimed))
            if node is not None and (not exactly or _as_sent(intent, node)):
                found[address] = node
                claimed.add((address.kind, node.remote_id))
    return found


def _placed(intent: Intent, found: Mapping[Address, LiveNode], entries: Mapping[Address, Entry]) -> Intent | None:
    """The same with its parent's id; None where its parent was never made: so it was not, either."""
    if not intent.inside:
        return intent
    parent = Address.parse(intent.inside)
    made = found.get(parent)
    base = entries.get(parent)
    remote_id = made.remote_id if made else base.id if base else ""
    return msgspec.structs.replace(intent, parent=remote_id, inside="") if remote_id else None


def find_created(intent: Intent, unclaimed: Iterable[LiveNode]) -> LiveNode | None:
    """The object a create of unknown outcome has made, or None. `unclaimed` are live objects of its kind that no
    address owns. Equal content decides; failing that, the same title made since the request was sent (Intercom may
    have rewritten the body in a way the canonical form does not know, and a duplicate is worse than a false match)."""
    wanted = text_token(intent.title)
    recent = [
        node
        for node in unclaimed
        if node.created_at >= intent.at - CLOCK_SKEW
        and any(text_token(version.title) == wanted for version in node.versions.values())
    ]
    return min(recent, key=lambda node: _unlikeness(intent, node), default=None)


def _unlikeness(intent: Intent, node: LiveNode) -> tuple[bool, bool, int, str]:
    return not _as_sent(intent, node), (node.parent or "") != intent.parent, *node.age


def entry_of_created(intent: Intent, node: LiveNode) -> Entry:
    """The state entry of an object that was made by `intent` and is now found live as `node`."""
    return Entry(
        id=node.remote_id,
        # Were it observed where it is now, somebody's moving it since would never show.
        parent=Base(intent.parent, intent.parent),
        locales={locale: _locale(sent, node.versions.get(locale)) for locale, sent in intent.locales.items()},
        path=intent.path,
        protect=intent.protect,
    )


def _left(intent: Intent, base: Entry, node: LiveNode) -> Entry:
    """The same entry, with what a rollback has left there by now."""
    left = dict(base.left)
    for locale, sent in intent.locales.items():
        version = node.versions.get(locale)
        if version is not None:
            live = live_fields(version)
            arrived = (name for name, token in sent.fields.items() if _arrived(name, token, sent, version, live))
            left |= {slot(locale, name): live[name] for name in arrived}
    if (node.parent or "") == intent.parent:
        left[PARENT] = intent.parent
    return msgspec.structs.replace(base, left=left)


def unseen(entry: Entry) -> Entry:
    """The same with nothing observed: whatever is live shows as edited in Intercom, and no plan takes it for a text
    that may be written over or deleted."""
    locales = {
        locale: LocaleEntry({name: Base(base.written, "") for name, base in kept.fields.items()}, kept.blob)
        for locale, kept in entry.locales.items()
    }
    return msgspec.structs.replace(entry, locales=locales, orphaned=False)


def _locale(sent: Sent, version: LiveVersion | None) -> LocaleEntry:
    if version is None:
        return LocaleEntry({field: Base(token, "") for field, token in sent.fields.items()}, blob=sent.blob)
    live = live_fields(version)
    fields = {
        # What differs from what was sent was edited since: an observed token that is not live shows it as drift.
        field: Base(token, live.get(field, "") if _arrived(field, token, sent, version, live) else token)
        for field, token in sent.fields.items()
    }
    intact = all(base.observed == live.get(field) for field, base in fields.items())
    images = version.images if intact else ()
    return LocaleEntry(fields, blob=sent.blob, raw=version.raw if intact else "", url=version.url, images=images)


def _arrived(field: str, token: str, sent: Sent, version: LiveVersion, live: Mapping[str, str]) -> bool:
    if live.get(field) == token:
        return True
    return field == Field.BODY and bool(sent.likeness) and version.likeness in (sent.likeness, sent.whole)


def _as_sent(intent: Intent, node: LiveNode) -> bool:
    for locale, sent in intent.locales.items():
        version = node.versions.get(locale)
        if version is None:
            return False
        live = live_fields(version)
        if not all(_arrived(field, token, sent, version, live) for field, token in sent.fields.items()):
            return False
    return (node.parent or "") == intent.parent


def _entry_of_updated(intent: Intent, base: Entry, node: LiveNode) -> Entry:
    locales = dict(base.locales)
    for locale, sent in intent.locales.items():
        version = node.versions.get(locale)
        if version is None:
            continue
        known = locales.get(locale, LocaleEntry({}))
        live = live_fields(version)
        fields, pending = dict(known.fields), dict(known.pending)
        for field, token in sent.fields.items():
            unmoved = field in fields and fields[field].observed == live.get(field)
            if not unmoved and _arrived(field, token, sent, version, live):
                fields[field] = Base(token, live[field])
                pending.pop(field, None)
        body = fields.get(Field.BODY)
        settled = all(field in fields and fields[field].written == token for field, token in sent.fields.items())
        locales[locale] = msgspec.structs.replace(
            known,
            fields=fields,
            # The raw digest vouches for the observed token: where a stranger's text is live, nothing may.
            raw=version.raw if body is not None and body.observed == version.body else "",
            blob=sent.blob if settled and sent.blob else known.blob,
            url=version.url,
            pending=pending,
        )
    parent = base.parent
    if (node.parent or "") == intent.parent and node.parent != base.parent.observed:
        parent = Base(intent.parent, intent.parent)
    return msgspec.structs.replace(base, locales=locales, parent=parent)
