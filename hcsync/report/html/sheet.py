"""What a report on a page shows, in the order it shows it; a PlanView → a Sheet."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta
from hcsync.report.fields import edited, field_name
from hcsync.report.ledger import plan_digest
from hcsync.report.moves import folded, moved_words
from hcsync.report.page import ROLES
from hcsync.report.plan_markdown import verdict
from hcsync.report.safe import shown
from hcsync.report.text import price, unowned
from hcsync.report.view import FILELESS, SYMBOLS, UNREFRESHED, BodyDiff, PlanView, counted, goes_live, grouped


class Row(msgspec.Struct, frozen=True):
    """One field, with both its texts; "" for nothing."""

    name: str
    before: str
    after: str


class Pane(msgspec.Struct, frozen=True):
    """One locale of an object; `name` is "" for what has none. `body` is how its text differs, if it does: its texts
    are Markdown, and `missing` says of either side why there is none."""

    name: str
    rows: tuple[Row, ...] = ()
    body: BodyDiff | None = None
    missing: tuple[str, str] = ("No text.", "No text.")


class Item(msgspec.Struct, frozen=True):
    """`role` is among those of `report.page`; `action` says what is done in a word."""

    symbol: str
    role: str
    action: str
    address: Address
    id: str
    title: str
    notes: tuple[str, ...] = ()
    panes: tuple[Pane, ...] = ()


class Sheet(msgspec.Struct, frozen=True):
    """`sides` head the two columns. `alarms` stand right below the verdict, `notes` at the end."""

    name: str
    verdict: str
    facts: tuple[str, ...]
    items: tuple[Item, ...]
    tool: str
    sides: tuple[str, str] = ("Before", "After")
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""


def plan_sheet(view: PlanView) -> Sheet:
    """What wants a decision comes first. Drift is told the other way round: from the file's text to Intercom's."""
    plan = view.plan
    facts = [f"Environment {plan.environment}", f"Workspace {plan.workspace or '(not known)'}"]
    facts += [f"Help center {plan.help_center}"] if plan.help_center else []
    facts += [told for told in (price(plan), "" if plan.refreshed else UNREFRESHED) if told]
    notes = [*view.wording.notes, *(view.wording.ways_out if plan.conflicts else ())]
    notes += [str(one) for one in plan.diagnostics]
    notes += [f"{unowned(plan)} left alone."] if plan.unowned else []
    return Sheet(
        f"{view.wording.name} {plan.environment}",
        verdict(view),
        tuple(facts),
        tuple(_items(view)),
        plan.tool,
        alarms=tuple(f"{one.code.value} {one.message}. {one.hint}" for one in plan.refusals),
        notes=tuple(notes),
        digest=plan_digest(view),
    )


def _items(view: PlanView) -> Iterator[Item]:
    plan = view.plan
    for item in plan.conflicts:
        what = FILELESS if item.fileless else view.wording.conflict
        yield _divergence("!", "conflict", "deleted in Intercom" if item.gone else what, item, view)
    told = folded(plan.changes)
    for change in plan.changes:
        notes = [moved_words(change, told), change.reason, goes_live(change)]
        yield Item(
            SYMBOLS[change.action],
            ROLES[change.action],
            change.action.value,
            change.address,
            change.remote_id or "",
            change.title,
            tuple(filter(None, notes)),
            tuple(_changed(change, view)),
        )
    for item in plan.drift:
        what = "deleted in Intercom" if item.gone else "edited in Intercom only, and left alone"
        yield _divergence("<", "drift", what, item, view)
    for orphan in plan.orphans:
        if not orphan.known:
            where = (f"In {', '.join(orphan.locales)}.",) if orphan.locales else ()
            words = "its file is gone, its text stays in Intercom"
            yield Item("·", "faint", words, orphan.address, orphan.remote_id, orphan.title, where)
    for held in plan.held:
        words = "waits in a pending draft: readers still see the old text"
        yield Item("?", "update", words, held.address, held.remote_id, held.title, (f"In {', '.join(held.locales)}.",))


def _divergence(symbol: str, role: str, what: str, item: Divergence, view: PlanView) -> Item:
    when = edited(item.edited_at, item.edited_by, view.authors)
    panes = panes_of(item.address, item.fields, view.bodies, view.authors, turned=role == "drift")
    notes = (when,) if when else ()
    return Item(symbol, role, what, item.address, item.remote_id, item.title, notes, tuple(panes))


def _changed(change: Change, view: PlanView) -> Iterator[Pane]:
    panes = list(panes_of(change.address, change.fields, view.bodies, view.authors))
    yield from panes
    if change.action is not Action.CREATE:
        return
    for locale in change.locales:
        body = view.bodies.get((change.address, locale))
        if body:
            yield Pane(locale, body=body, missing=("Not there yet.", ""))


def panes_of(
    address: Address,
    fields: Iterable[FieldDelta],
    bodies: Mapping[tuple[Address, str], BodyDiff],
    authors: Mapping[str, str],
    *,
    turned: bool = False,
    unknown: str = "Not kept here.",
) -> Iterator[Pane]:
    """One a locale; what has none stands first. `unknown` is said of a text that is not there on the left."""
    for locale, deltas in grouped(tuple(fields)).items():
        rows = [_row(delta, address, authors, turned) for delta in deltas if delta.field is not Field.BODY]
        body = bodies.get((address, locale)) if len(rows) < len(deltas) else None
        # Without a text on either side there are lines at best.
        told = body if body and (body.before, body.after) != (None, None) else None
        if rows or told:
            yield Pane(locale, tuple(rows), told, (unknown, "No text."))


def _row(delta: FieldDelta, address: Address, authors: Mapping[str, str], turned: bool) -> Row:
    before, after = (shown(text or "") for text in (delta.before, delta.after))
    if delta.field is Field.AUTHOR:
        before, after = (f"{text} ({shown(authors[text])})" if text in authors else text for text in (before, after))
    if turned:
        before, after = after, before
    return Row(field_name(delta.field, address), before, after)


def counted_items(sheet: Sheet) -> str:
    return counted(len(sheet.items), "object")
