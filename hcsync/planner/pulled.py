"""The record of what the files took in of Intercom's edits, and what is live → the part of it that still holds."""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Field
from hcsync.model.pulled import AllPulled, Pulled, pulled_key
from hcsync.model.state import Entry
from hcsync.planner.tokens import live_tokens, slot


def taken_in(live: LiveNode, pulled: AllPulled) -> dict[str, frozenset[str]]:
    """Slot → the live tokens that were taken into its file."""
    if not pulled:
        return {}
    found: dict[str, frozenset[str]] = {}
    for locale in live.versions:
        for one in pulled.get(pulled_key(live.kind, live.remote_id, locale), ()):
            for field, token in one.fields.items():
                name = slot(locale, field)
                found[name] = found.get(name, frozenset()) | {token}
    return found


def still_true(pulled: AllPulled, entries: Mapping[Address, Entry], live: LiveSnapshot) -> AllPulled:
    """Without what Intercom no longer says, and without what the state knows by itself: an apply has seen it since."""
    if not pulled:
        return {}
    kept: AllPulled = {}
    for address, entry in entries.items():
        node = live.of(address.kind).get(entry.id)
        for locale in node.versions if node else ():
            key = pulled_key(address.kind, entry.id, locale)
            if node is not None and key in pulled:
                found = (_standing(one, entry, live_tokens(node), locale) for one in pulled[key])
                if true := tuple(one for one in found if one.fields):
                    kept[key] = true
    return kept


def _standing(one: Pulled, entry: Entry, tokens: Mapping[str, str], locale: str) -> Pulled:
    known = entry.locales[locale].fields if locale in entry.locales else {}
    fields = {
        field: token
        for field, token in one.fields.items()
        if tokens.get(slot(locale, field)) == token and not (field in known and known[field].observed == token)
    }
    return msgspec.structs.replace(one, fields=fields) if Field.BODY in fields else Pulled(fields, path=one.path)


def is_past(one: Pulled, entry: Entry, node: LiveNode | None, locale: str) -> bool:
    """Whether an apply has written or seen since what was taken in: where the file was then says nothing any more.
    `node` is the entry's object, None where it is gone."""
    known = entry.locales[locale].fields if locale in entry.locales else {}
    tokens = live_tokens(node) if node else {}
    return all(
        field in known and known[field].observed in (token, tokens.get(slot(locale, field)))
        for field, token in one.fields.items()
    )
