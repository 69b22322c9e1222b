"""What a plan would do, as one line that a comment carries unseen → what the next plan changes about it."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from hcsync.model.digest import digest
from hcsync.model.plan import Change, Divergence, FieldDelta
from hcsync.report.view import PlanView

# A longer one would take the room of what people read.
LONGEST = 16_000
# Nothing that is read may unpack to more: a comment can be edited by others.
_MOST_BYTES = 4_000_000

_HELD = re.compile(r"<!-- hcsync:changes v1 ([A-Za-z0-9+/=]*) -->")


class Since(msgspec.Struct, frozen=True):
    """Addresses as text, in order. `new` stand in this plan alone, `gone` in the one before; `changed` in both, and not
    alike; `same` counts the others."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: int = 0


def marker(kind: str, environment: str, label: str) -> str:
    """How the first line of a comment begins that is of this environment and label, and of no other."""
    env, name = (quote(text, safe="", errors="replace") for text in (environment, label))
    return f"<!-- hcsync:{kind} env={env} label={name} "


def plan_digest(view: PlanView) -> str:
    """16 hex digits, the same for two plans that do the same to the same help center."""
    plan = view.plan
    entries = [part for entry in sorted(_entries(view).items()) for part in entry]
    return digest(plan.environment, plan.workspace, *entries)[:16]


def ledger(view: PlanView) -> str:
    """The hidden line; "" where it would be too long."""
    packed = zlib.compress(json.dumps(_entries(view), sort_keys=True, separators=(",", ":")).encode(), 9)
    line = f"<!-- hcsync:changes v1 {base64.b64encode(packed).decode()} -->"
    return line if len(line) <= LONGEST else ""


def since(previous: str, view: PlanView) -> Since | None:
    """What this plan changes about the one told by the comment `previous` (its Markdown). None where that says
    nothing about its plan, or is damaged."""
    before = _read(previous)
    if before is None:
        return None
    now = _entries(view)
    both = [address for address in now if address in before]
    changed = tuple(sorted(address for address in both if now[address] != before[address]))
    return Since(
        tuple(sorted(now.keys() - before.keys())),
        changed,
        tuple(sorted(before.keys() - now.keys())),
        len(both) - len(changed),
    )


def _read(comment: str) -> dict[str, str] | None:
    # Ours is the last line. What stands before may be text of an article, shown in a fence.
    found = _HELD.fullmatch(comment.rstrip().rpartition("\n")[2])
    if not found:
        return None
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(found[1], validate=True), _MOST_BYTES)
        held = json.loads(data)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        return None
    return held


def _entries(view: PlanView) -> dict[str, str]:
    """Address → 8 hex digits over all that is done to it, or that stands against doing it."""
    plan = view.plan
    found = {str(change.address): _of_change(change, view) for change in plan.changes}
    found |= {str(item.address): _of_divergence(item, view, "conflict") for item in plan.conflicts}
    return found


def _of_change(change: Change, view: PlanView) -> str:
    said = [change.action.value, str(change.moved_from or ""), change.state, view.wanted.get(str(change.address), "")]
    said += [part for slot in sorted(change.precondition.items()) for part in slot]
    return digest(*said, *_texts(change.fields))[:8]


def _of_divergence(item: Divergence, view: PlanView, how: str) -> str:
    said = [how, view.wanted.get(str(item.address), ""), f"{item.edited_at} {item.gone} {item.fileless}"]
    return digest(*said, *_texts(item.fields))[:8]


def _texts(fields: Iterable[FieldDelta]) -> list[str]:
    told = ((one.locale, one.field.value, one.before or "", one.after or "") for one in fields)
    return [part for texts in told for part in texts]
