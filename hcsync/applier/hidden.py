"""A write and what is live after it → the slots that Intercom took and does not show readers, told and remembered.

It then holds a pending draft, which API 2.10 does not tell of (2.10 document). It shows in the answer to the write, or
only once that is read back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from hcsync.applier.entries import unshown
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.plan import Change, Field
from hcsync.model.state import Entry, LocaleEntry
from hcsync.planner.tokens import PARENT, desired_tokens, live_tokens, slot, split

UNSEEN = "readers do not see it"

# A locale and what is live in it → whether readers see the body as it was sent.
Reads = Callable[[str, LiveVersion], bool]


def slots(
    change: Change, node: DesiredNode, live: LiveNode, entry: Entry | None, ids: Mapping[Address, str], reads: Reads
) -> list[str]:
    """Those that were to change, or that waited before, and that are still as the plan saw them. `ids` is what the
    object was sent with; `reads` tells whether readers see the body of a locale as it was sent."""
    wanted, there = desired_tokens(node, ids), live_tokens(live)
    waited = [name for name in pending(entry) if name in wanted] if entry else []
    found: list[str] = []
    for name in dict.fromkeys([*(slot(delta.locale, delta.field) for delta in change.fields), *waited]):
        locale, field = split(name)
        # Of a locale without a file the state alone is to change.
        if there.get(name) == wanted.get(name, "draft") or there.get(name) != change.precondition.get(name):
            continue
        if locale and locale not in live.versions:
            # No draft hides a whole locale: Intercom has not kept it, and reading back will say so.
            continue
        if field is not Field.BODY or not reads(locale, live.versions[locale]):
            found.append(name)
    return found


def pending(entry: Entry) -> dict[str, str]:
    """Slot → the token that was sent."""
    return {
        slot(locale, field): token for locale, kept in entry.locales.items() for field, token in kept.pending.items()
    }


def waiting(kind: Kind, hidden: Iterable[str]) -> list[str]:
    """Those among them that may be a draft's: collections have none, nor does what lies where."""
    return [name for name in hidden if kind is Kind.ARTICLE and name != PARENT]


def held_back(entry: Entry, before: Entry | None, live: LiveNode, sent: Mapping[str, str]) -> Entry:
    """The entry of an object that was thought to be as it was sent, and whose slots in `sent` (with their tokens) turn
    out to be as they were. `before` is what the state held of it before it was sent."""
    there, locales = live_tokens(live), dict(entry.locales)
    for name, token in sent.items():
        locale, field = split(name)
        kept, version = locales[locale], live.versions[locale]
        old = before.locales.get(locale, LocaleEntry({})) if before else LocaleEntry({})
        body = {"raw": version.raw, "images": version.images} if field is Field.BODY else {}
        locales[locale] = msgspec.structs.replace(
            kept,
            fields={**kept.fields, field.value: unshown(old.fields.get(field), there[name])},
            pending={**kept.pending, field.value: token},
            blob=old.blob,
            **body,
        )
    return msgspec.structs.replace(entry, locales=locales)


def warnings(change: Change, node: DesiredNode, hidden: Iterable[str]) -> Iterator[Diagnostic]:
    """What is to be said of them."""
    what, place, slots = f"{change.address.key} ({change.remote_id})", node.main.place, list(hidden)
    if PARENT in slots:
        yield Diagnostic(
            Code.STORED_DIFFERENTLY,
            f"{what} was to move, but Intercom leaves it in the collection it was in",
            place,
            "move it there, then apply again",
            Severity.WARNING,
        )
    locales = ", ".join(dict.fromkeys(split(name)[0] for name in slots if name != PARENT))
    if locales and change.address.kind is Kind.COLLECTION:
        message = f"{what} was stored, but Intercom shows it as it was ({locales})"
        yield Diagnostic(Code.STORED_DIFFERENTLY, message, place, "change it there", Severity.WARNING)
    elif locales:
        yield Diagnostic(
            Code.PENDING_DRAFT,
            f"{what} was stored, but readers still see the old text ({locales})",
            place,
            "Intercom holds a pending draft for it: publish or discard that there, or apply again with "
            "--publish-pending",
            Severity.WARNING,
        )
