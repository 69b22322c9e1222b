"""What differs, object by object → folded Markdown, as much of it as there is room for."""

from collections.abc import Iterable, Iterator

import msgspec

from hcsync.model.address import Address
from hcsync.model.plan import Change, Divergence, Field, FieldDelta
from hcsync.report.fields import field_name, sides
from hcsync.report.fitting import size
from hcsync.report.inert import clipped, code, diff, html_code
from hcsync.report.moves import Folded
from hcsync.report.view import BodyDiff, PlanView, grouped, shortened

# Of one line of a text no more than this is shown where the whole did not fit.
_LONGEST_LINE = 500


# With less room than this no body is told: what stands around one takes more.
_LEAST_BODY = 60


class Detail(msgspec.Struct, frozen=True):
    """One object's texts, made where they are asked for: of thousands few fit on a page. `turned` tells from the file's
    text to Intercom's."""

    owner: Change | Divergence
    view: PlanView
    turned: bool

    @property
    def has_bodies(self) -> bool:
        told = (one.locale for one in self.owner.fields if one.field is Field.BODY)
        return any((self.owner.address, locale) in self.view.bodies for locale in told)

    def text(self, bodies: str) -> str:
        """With "whole" bodies, with "short" ones, or with "none", and then "" where nothing is left."""
        return _text(self.owner, self.view, self.turned, "" if bodies == "none" else bodies)


def details(view: PlanView, told: Folded) -> Iterator[Detail]:
    """In the order of the table. Drift is told the other way round: from the file's text to Intercom's."""
    plan = view.plan
    changes = [one for one in plan.changes if one.address not in told.hidden]
    owners: list[Change | Divergence] = [*plan.conflicts, *changes]
    for turned, group in ((False, owners), (True, plan.drift)):
        for owner in group:
            if owner.fields:
                yield Detail(owner, view, turned)


def fitted(found: Iterable[Detail], room: int) -> tuple[list[str], int]:
    """What fits: the fields of as many as possible, then bodies. Returns how many objects are not told in full."""
    every = list(found)
    shown: list[str] = []
    for one in every:
        fields = one.text("none")
        cost = size(fields) + 2 if fields else 0
        if cost > room:
            break
        room -= cost
        shown.append(fields)
    left_out = len(every) - len(shown)
    for number, fields in enumerate(shown):
        one = every[number]
        if not one.has_bodies:
            continue
        before = size(fields) + 2 if fields else 0
        longer = (one.text(bodies) for bodies in ("whole", "short") if room >= _LEAST_BODY)
        best = next((text for text in longer if size(text) + 2 - before <= room), fields)
        room -= size(best) + 2 - before if best else 0
        left_out += best is fields
        shown[number] = best
    return [text for text in shown if text], left_out


def _text(owner: Change | Divergence, view: PlanView, turned: bool, bodies: str) -> str:
    parts: list[str] = []
    for locale, deltas in grouped(owner.fields).items():
        label = f"{code(locale, 40)} " if locale else ""
        lines = [
            f"- {label}{_value(one, owner.address, view, turned)}" for one in deltas if one.field is not Field.BODY
        ]
        parts += ["\n".join(lines)] if lines else []
        body = view.bodies.get((owner.address, locale)) if len(lines) < len(deltas) else None
        if body and bodies:
            parts += [f"{label}body{', ' if body.span else ''}{code(body.span)}", "\n".join(_body(body, bodies))]
    if not parts:
        return ""
    opening = f"<details>\n<summary>{html_code(owner.address.key)}</summary>"
    return "\n\n".join([opening, *parts, "</details>"])


def _body(body: BodyDiff, bodies: str) -> list[str]:
    lines = body.lines if bodies == "whole" else shortened(body.lines)
    texts = [f"{line.sign} {line.text}" for line in lines]
    return diff(texts if bodies == "whole" else [clipped(text, _LONGEST_LINE) for text in texts])


def _value(delta: FieldDelta, address: Address, view: PlanView, turned: bool) -> str:
    before, after = (code(text) or "(none)" for text in sides(delta, view.authors))
    if turned:
        before, after = after, before
    return f"{field_name(delta.field, address)}: {before} → {after}"
