"""State entries made with an older canonical form → the same with today's body tokens, where they can be known."""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.body import BodyForm
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveSnapshot, LiveVersion
from hcsync.model.plan import Field
from hcsync.model.state import Base, Entry, LocaleEntry
from hcsync.planner.tokens import resolve


def rebase(
    entries: Mapping[Address, Entry], desired: DesiredState, live: LiveSnapshot, ids: Mapping[Address, str]
) -> dict[Address, Entry]:
    """A body whose bytes have not moved in Intercom is observed as it is now; one whose source file has not moved was
    written as it is now. What can be known of neither keeps its old tokens and so shows as moved."""
    rebased: dict[Address, Entry] = {}
    for address, entry in entries.items():
        node, twin = desired.nodes.get(address), live.of(address.kind).get(entry.id)
        locales: dict[str, LocaleEntry] = {}
        for locale, kept in entry.locales.items():
            base = kept.fields.get(Field.BODY)
            if base is None:
                locales[locale] = kept
                continue
            written, observed = base.written, base.observed
            version = node.versions.get(locale) if node else None
            other = twin.versions.get(locale) if twin else None
            if version and version.body and version.blob == kept.blob:
                body = resolve(version.body, ids)
                if _has_links(other, body):
                    written = body.token
            if other and other.body and other.raw == kept.raw:
                observed = other.body
            fields = {**kept.fields, Field.BODY.value: Base(written, observed)}
            locales[locale] = msgspec.structs.replace(kept, fields=fields)
        rebased[address] = msgspec.structs.replace(entry, locales=locales)
    return rebased


def _has_links(live: LiveVersion | None, body: BodyForm) -> bool:
    """Whether every link to an object that exists is live. One that is not was written before its target existed, and
    is still to be filled in."""
    if live is None or not live.likeness:
        return True
    return {link for link in body.links if link.startswith("intercom:")} <= set(live.links)
