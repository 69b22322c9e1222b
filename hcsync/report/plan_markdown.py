"""A PlanView → Markdown, ready to be the comment on a pull request."""

from collections.abc import Iterator

from hcsync.model.plan import Action, Change, Divergence, Held, Orphan
from hcsync.report.fields import edited
from hcsync.report.fitting import LARGEST, size, taken
from hcsync.report.inert import cell, code
from hcsync.report.ledger import Since, ledger, marker, plan_digest, since
from hcsync.report.moves import Folded, folded, moved_words
from hcsync.report.plan_details import details, fitted
from hcsync.report.text import drifted, nothing_to_do, price, unowned
from hcsync.report.view import FILELESS, SYMBOLS, UNREFRESHED, PlanView, counted, goes_live, summary

DEFAULT_LABEL = "default"


def plan_markdown(view: PlanView, *, label: str = DEFAULT_LABEL, previous: str = "", largest: int = LARGEST) -> str:
    """The first line is a marker: a bot knows by it which of its comments is of this environment and `label`.
    `previous` is the comment that this one replaces. The page has at most `largest` characters: what does not fit is
    left out and said, first bodies, then single fields, then rows, never the verdict."""
    plan = view.plan
    told = folded(plan.changes)
    head = [f"{marker('plan', plan.environment, label)}digest={plan_digest(view)} -->", *_head(view)]
    before = since(previous, view)
    head += _since(before) if before else []
    end = [*_warnings(view), *_end(view)]
    rows = list(_rows(view, told))
    room = largest - size("\n\n".join([*head, *_HEADER, *end])) - _NOTES
    table, room = taken(rows, room)
    texts, left_out = fitted(details(view, told), room)
    notes = _notes(len(rows) - len(table), left_out)
    shown = ["\n".join([*_HEADER, *table])] if table else []
    return "\n\n".join([*head, *shown, *texts, *notes, *end]) + "\n"


_HEADER = ("| | Object | Title | ID | Locales | What happens |", "|---|---|---|---|---|---|")
# Kept free for the notes on what was left out, for what parts the parts, and for a label that the first line is given
# later (`workflow.post`).
_NOTES = 1000
# So many refusals, and so many warnings, are told one by one.
_MOST = 10


def _head(view: PlanView) -> Iterator[str]:
    plan = view.plan
    yield f"**{verdict(view)}**"
    where = f"Environment {code(plan.environment)}, workspace {code(plan.workspace) or '(not known)'}"
    center = f", help center {code(plan.help_center)}" if plan.help_center else ""
    yield " ".join(filter(None, (f"{where}{center}.", price(plan), "" if plan.refreshed else UNREFRESHED)))
    yield from (f"**Refused**: {code(one.message, 400)} {code(one.hint)}" for one in plan.refusals[:_MOST])
    if len(plan.refusals) > _MOST:
        yield f"**Refused**: {counted(len(plan.refusals) - _MOST, 'more reason')}."


def verdict(view: PlanView) -> str:
    """One line, free of foreign text."""
    plan = view.plan
    if not plan.pending and not plan.drift and not plan.conflicts:
        return nothing_to_do(plan)
    if plan.changes or plan.conflicts:
        words = summary(plan)
    else:
        words = "Only the state is updated." if plan.pending else "No changes to apply."
    return " ".join(filter(None, (words, drifted(plan))))


def _since(found: Since) -> list[str]:
    if not (found.new or found.changed or found.gone):
        return ["Since the previous plan: nothing is different."]
    numbers = [f"{len(found.new):,} new", f"{len(found.changed):,} changed", f"{len(found.gone):,} no longer in it"]
    lines = [f"Since the previous plan: {', '.join(numbers)}, {found.same:,} as before."]
    for name, addresses in (("New", found.new), ("Changed", found.changed), ("No longer in it", found.gone)):
        if addresses:
            more = f" and {len(addresses) - _MOST:,} more" if len(addresses) > _MOST else ""
            lines.append(f"- {name}: {', '.join(code(one, 100) for one in addresses[:_MOST])}{more}")
    return ["\n".join([lines[0], "", *lines[1:]])]


def _rows(view: PlanView, told: Folded) -> Iterator[str]:
    """What wants a decision comes first, what is left alone last."""
    plan = view.plan
    yield from (_row("!", item, _locales(item), _clash(item, view)) for item in plan.conflicts)
    yield from (
        _row(SYMBOLS[change.action], change, change.locales, _doing(change, told))
        for change in plan.changes
        if change.address not in told.hidden
    )
    yield from (_row("<", item, _locales(item), _drift(item, view)) for item in plan.drift)
    yield from (_row("·", one, one.locales, _ORPHAN) for one in plan.orphans if not one.known)
    yield from (_row("?", one, one.locales, _HELD) for one in plan.held)


_ORPHAN = "its file is gone, its text stays in Intercom as it is"
_HELD = "waits in a pending draft: readers still see the old text"


def _row(symbol: str, one: Change | Divergence | Orphan | Held, locales: tuple[str, ...], what: str) -> str:
    languages = ", ".join(cell(locale, 40) for locale in locales[:6])
    languages += f" and {len(locales) - 6} more" if len(locales) > 6 else ""
    name = f"{one.address.kind.value} {cell(one.address.key)}"
    cells = [f"`{symbol}`", name, cell(one.title, 80), cell(one.remote_id or ""), languages, what]
    return f"| {' | '.join(cells)} |"


def _locales(item: Divergence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(delta.locale for delta in item.fields if delta.locale))


def _doing(change: Change, told: Folded) -> str:
    """`reason` and where it moved from may name what is in files."""
    words = [cell(moved_words(change, told), 300)] if change.moved_from else []
    if change.action in (Action.ADOPT, Action.FORGET, Action.DELETE, Action.UNPUBLISH):
        words.append(cell(change.reason, 300))
    live = goes_live(change)
    if change.action not in (Action.ADOPT, Action.FORGET) and live:
        words.append(cell(live) if change.action is Action.UNPUBLISH else live)
    return f"{change.action.value}: {'; '.join(words)}" if words else change.action.value


def _clash(item: Divergence, view: PlanView) -> str:
    what = FILELESS if item.fileless else view.wording.conflict
    return _told("deleted in Intercom" if item.gone else what, item, view)


def _drift(item: Divergence, view: PlanView) -> str:
    return _told("deleted in Intercom" if item.gone else "edited in Intercom only, and left alone", item, view)


def _told(what: str, item: Divergence, view: PlanView) -> str:
    return " ".join(filter(None, (f"**{what}**", cell(edited(item.edited_at, item.edited_by, view.authors)))))


def _warnings(view: PlanView) -> list[str]:
    found = view.plan.diagnostics
    lines = [f"- {code(str(one), 400)}" for one in found[:_MOST]]
    lines += [f"- {len(found) - _MOST:,} more"] if len(found) > _MOST else []
    if view.content:
        lines.append(f"- {counted(len(view.content), 'warning')} about the content: `hcsync lint` shows them.")
    return ["\n".join(["**Warnings**", "", *lines])] if lines else []


def _notes(rows: int, texts: int) -> list[str]:
    notes = [f"… and {counted(rows, 'object')} more: `hcsync plan` shows them all."] if rows else []
    if texts:
        notes.append(f"The texts of {counted(texts, 'object')} are too long for this page: `hcsync plan` shows them.")
    return notes


def _end(view: PlanView) -> list[str]:
    plan = view.plan
    # The ways out are our own words, the notes may name what is in files.
    parts = [f"- {code(note, 400)}" for note in view.wording.notes]
    parts += [f"- {way}" for way in view.wording.ways_out] if plan.conflicts else []
    alone = [f"{unowned(plan)} left alone."] if plan.unowned else []
    digest = f"Digest of this plan: `{plan_digest(view)}`"
    return [*(["\n".join(parts)] if parts else []), *alone, digest, *filter(None, [ledger(view)])]
