"""A PlanView or diagnostics → text for a terminal. Plain without `paint`, which colours a piece by its role."""

from collections.abc import Iterable, Iterator

from hcsync.model.address import Kind
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Plan
from hcsync.report.aside import held, orphans
from hcsync.report.fields import body_lines, edited, field_name, values
from hcsync.report.moves import moved_words
from hcsync.report.page import ROLES, Page, Paint, page_of, plain
from hcsync.report.safe import shown
from hcsync.report.view import (
    FILELESS,
    SYMBOLS,
    UNREFRESHED,
    PlanView,
    counted,
    duration,
    goes_live,
    grouped,
    locales_shown,
    summary,
)


def plan_text(view: PlanView, paint: Paint = plain) -> str:
    """The verdict is the first line (below the plan's name) and the last; "no changes" is one line."""
    plan = view.plan
    warnings = diagnostics_text(plan.diagnostics, paint).splitlines()
    warnings += [paint("bad", shown(f"{one.code.value} {one.message}. {one.hint}")) for one in plan.refusals]
    page = page_of(view, paint)
    if not plan.pending and not plan.drift and not plan.conflicts:
        said = [*warnings, *_notes(view), *held(page)]
        return "\n".join([*said, paint("good", view.wording.nothing or nothing_to_do(plan))])
    sections = [
        [line for change in plan.changes if change.address not in page.told.hidden for line in _change(change, page)],
        list(_conflicts(page)),
        _notes(view),
        list(_drift(page)),
        list(orphans(page)),
        list(held(page)),
        _refreshed(plan),
        [f"{unowned(plan)} left alone."] if plan.unowned else [],
        warnings,
    ]
    lines = [paint("strong", shown(_name(plan, view.wording.name))), _verdict(plan, price(plan)), ""]
    for section in sections:
        lines += [*section, ""] if section else []
    label = "Plan: " if plan.changes or plan.conflicts else ""
    last = f"{label}{_verdict(plan)}" + ("" if plan.refreshed else f" {UNREFRESHED}")
    lines.append(paint("strong" if plan.pending or plan.conflicts else "good", last))
    return "\n".join(lines)


def _name(plan: Plan, words: str) -> str:
    if plan.refreshed:
        return f'{words} {plan.environment} (workspace {plan.workspace}, help center "{plan.help_center}")'
    workspace = f" (workspace {plan.workspace})" if plan.workspace else ""
    return f"Plan for {plan.environment}{workspace}. {UNREFRESHED}"


def nothing_to_do(plan: Plan) -> str:
    there = f"{counted(plan.articles, 'article')}, {counted(plan.locales, 'locale')}"
    there += f"; {counted(len(plan.orphans), 'orphan')} left in Intercom" if plan.orphans else ""
    there += f"; {len(plan.held):,} held back by a pending draft" if plan.held else ""
    if not plan.refreshed:
        return f"No changes. This repository is as it was last applied ({there}). {UNREFRESHED}"
    if plan.narrowed:
        return f"No changes. What was chosen matches this repository ({there})."
    return f"No changes. The help center matches this repository ({there})."


def _verdict(plan: Plan, cost: str = "") -> str:
    if plan.changes or plan.conflicts:
        words = summary(plan)
    elif plan.pending:
        words = "Nothing to write to Intercom; only the state is updated."
    else:
        words = "No changes to apply."
    return " ".join(filter(None, (words, cost, drifted(plan))))


def price(plan: Plan) -> str:
    calls = plan.cost.calls
    if not calls:
        return ""
    seconds = duration(plan.cost)
    time = "under 1 s" if seconds < 1 else f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"
    return f"{counted(calls, 'API call')}, {time}."


def drifted(plan: Plan) -> str:
    number = len(plan.drift)
    if not number:
        return ""
    return f"Drift: {counted(number, 'object was', 'objects were')} edited in Intercom since the last apply."


def unowned(plan: Plan) -> str:
    are = "is" if plan.unowned == 1 else "are"
    return f"{counted(plan.unowned, 'article')} here {are} not owned by this repository and {are}"


def _refreshed(plan: Plan) -> list[str]:
    if not plan.refresh:
        return []
    return [f"{counted(len(plan.refresh), 'object')} changed alike on both sides; only the state is updated."]


def _change(change: Change, page: Page) -> Iterator[str]:
    left = change.action is Action.DELETE or any(map(_left, change.fields))
    titled = left or (change.address.kind is Kind.COLLECTION and change.action is Action.CREATE)
    note = change.reason if change.action in (Action.ADOPT, Action.FORGET) else goes_live(change)
    yield page.row(
        ROLES[change.action],
        SYMBOLS[change.action],
        change.address,
        change.remote_id,
        f'"{shown(change.title)}"' if titled else "",
        locales_shown(change.locales, page.view.plan.locales),
        shown(moved_words(change, page.told)),
        shown(note),
    )
    if left:
        yield f"      {shown(change.reason)}"
    yield from _fields(change, page)


def _left(delta: FieldDelta) -> bool:
    """Whether a locale becomes a draft since its file is gone."""
    return delta.field is Field.STATE and delta.place is None


def _conflicts(page: Page) -> Iterator[str]:
    conflicts = page.view.plan.conflicts
    for item in conflicts:
        locales = tuple(dict.fromkeys(delta.locale for delta in item.fields if delta.locale))
        shown_locales = locales_shown(locales, page.view.plan.locales)
        what = FILELESS if item.fileless else page.view.wording.conflict
        what = "deleted in Intercom" if item.gone else what
        yield page.row("conflict", "!", item.address, item.remote_id, shown_locales, what)
        sides = "" if item.fileless else _counts(item, page.view)
        told = " ".join(filter(None, (sides, _edited(item, page.view))))
        if told:
            yield f"      {told}"
        yield from _fields(item, page)
    if conflicts:
        yield from (f"  {line}" for line in page.view.wording.ways_out)
    if any(item.fileless for item in conflicts):
        yield "  What has lost its file is unpublished or deleted all the same with --on-conflict ours."


def _notes(view: PlanView) -> list[str]:
    return [shown(note) for note in view.wording.notes]


def _counts(item: Divergence, view: PlanView) -> str:
    """How many lines of the bodies are on either side."""
    keys = [(item.address, delta.locale) for delta in item.fields if delta.field is Field.BODY]
    bodies = [view.bodies[key] for key in keys if key in view.bodies]
    if not bodies:
        return ""
    mine, theirs = sum(body.mine for body in bodies), sum(body.theirs for body in bodies)
    ours, others = view.wording.sides
    return f"{ours}: {counted(mine, 'line')}, {others}: {counted(theirs, 'line')}"


def _edited(item: Divergence, view: PlanView) -> str:
    return edited(item.edited_at, item.edited_by, view.authors)


def _drift(page: Page) -> Iterator[str]:
    drift = page.view.plan.drift
    if drift:
        ways = "Take it into the files: hcsync pull. Write over it: --on-drift overwrite"
        yield f"Edited in Intercom only, and left alone. {ways}"
    for item in drift:
        what = "deleted in Intercom" if item.gone else _edited(item, page.view)
        yield page.row("drift", "<", item.address, item.remote_id, what)
        yield from _fields(item, page, turned=True)


def _fields(owner: Change | Divergence, page: Page, *, turned: bool = False) -> Iterator[str]:
    """A line a field, in columns: locale, field, what it is and what it becomes. `turned` tells it the other way
    round: drift leads from the file's text to Intercom's."""
    fields = tuple(delta for delta in owner.fields if isinstance(owner, Divergence) or not _left(delta))
    names = {delta: field_name(delta.field, owner.address) for delta in fields}
    name_width = max((len(name) for name in names.values()), default=0)
    locale_width = max((len(shown(delta.locale)) for delta in fields), default=0)
    for locale, deltas in grouped(fields).items():
        label = f"      {shown(locale):<{max(locale_width, 4)}}  " if locale_width else "      "
        if _whole(deltas):
            new = isinstance(owner, Change)
            yield label + (f'new translation "{shown(deltas[0].after or "")}"' if new else "removed in Intercom")
            continue
        for delta in deltas:
            head = f"{label}{names[delta]:<{max(name_width, 6)}}  "
            if delta.field is Field.BODY:
                yield from _body(head, delta, owner, page)
            else:
                said = values(delta, page.view.authors, turned=turned, unknown=_lost(owner))
                yield f"{head}{said}{_retitled(delta, owner)}"


def _lost(owner: Change | Divergence) -> str:
    """What stands for the file's side of a text that has no file."""
    deleted = isinstance(owner, Change) and owner.action is Action.DELETE
    return "gone" if deleted or (isinstance(owner, Divergence) and owner.fileless) else ""


def _whole(deltas: list[FieldDelta]) -> bool:
    """Whether Intercom has nothing in this locale."""
    texts = [delta for delta in deltas if delta.field is not Field.BODY]
    return texts[:1] != [] and texts[0].field is Field.TITLE and all(delta.before is None for delta in texts)


def _body(head: str, delta: FieldDelta, owner: Change | Divergence, page: Page) -> Iterator[str]:
    diff = page.view.bodies.get((owner.address, delta.locale))
    if diff is None:
        yield f"{head}{shown(str(delta.place or ''))}".rstrip()
        return
    yield f"{head}{shown(diff.span)}{'' if diff.lines else '   (links or images)'}".rstrip()
    yield from body_lines(diff.lines, page.paint)


def _retitled(delta: FieldDelta, owner: Change | Divergence) -> str:
    moves = isinstance(owner, Change) and delta.field is Field.TITLE and delta.locale in owner.retitled
    return "   (its URL changes; Intercom redirects the old one)" if moves else ""


def diagnostics_text(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """One line each: path:line:column, code, message, hint."""
    return "\n".join(
        paint("bad" if diagnostic.severity is Severity.ERROR else "update", shown(str(diagnostic)).rstrip())
        for diagnostic in diagnostics
    )
