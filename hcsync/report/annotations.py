"""A plan, drift, an outcome or diagnostics → GitHub's workflow commands: a remark beside the line it is about.

GitHub shows ten a level and step and drops the rest unsaid (docs: workflow commands, usage limits); so the last of ten
says how many there are beside it. Errors come first.
"""

from collections.abc import Iterable, Iterator

import msgspec

from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.drift import Edit
from hcsync.model.outcome import Status
from hcsync.model.plan import FieldDelta
from hcsync.report.drift_view import DriftView, verdict
from hcsync.report.fields import edited
from hcsync.report.outcome_view import OutcomeView
from hcsync.report.plan_markdown import verdict as plan_verdict
from hcsync.report.safe import shown
from hcsync.report.view import FILELESS, PlanView, goes_live, locales_shown

MOST = 10
LEVELS = ("error", "warning", "notice")


class Remark(msgspec.Struct, frozen=True):
    """`level` is among LEVELS."""

    level: str
    words: str
    title: str = "hcsync"
    place: Place | None = None


def plan_annotations(view: PlanView, folder: str = "") -> str:
    """The verdict is the first notice. `folder` is where the project lies in its repository, with a slash at its end:
    GitHub names files from the top of that."""
    return rendered([*_of_plan(view)], "hcsync plan", folder)


def drift_annotations(view: DriftView, folder: str = "") -> str:
    edits = [
        Remark("warning", _edit(edit, view), "Edited in Intercom", _place(edit.fields)) for edit in view.drift.edits
    ]
    return rendered([*edits, Remark("notice", verdict(view.drift))], "hcsync drift", folder)


def outcome_annotations(view: OutcomeView, folder: str = "") -> str:
    """What was not done, what was found while reading back, and the verdict."""
    level = {Status.FAILED: "error", Status.UNKNOWN: "error", Status.STALE: "warning", Status.SKIPPED: "warning"}
    outcome = view.outcome
    found = [
        Remark(level[result.status], result.error or str(result.address), f"{result.address}: {result.status.value}")
        for result in outcome.results
        if result.status in level
    ]
    last = Remark("notice" if outcome.complete else "error", view.verdict)
    return rendered([last, *found, *map(_diagnostic, outcome.diagnostics)], "hcsync apply", folder)


def lint_annotations(found: Iterable[Diagnostic], folder: str = "") -> str:
    return rendered([*map(_diagnostic, found)], "hcsync lint", folder)


def rendered(remarks: list[Remark], command: str, folder: str = "") -> str:
    """A line each. `command` shows those for which there is no room."""
    lines: list[str] = []
    for level in LEVELS:
        every = [remark for remark in remarks if remark.level == level]
        if len(every) > MOST:
            rest = Remark(level, f"{len(every) - MOST + 1:,} more: {command} shows them all")
            every = [*every[: MOST - 1], rest]
        lines += (_command(remark, folder) for remark in every)
    return "\n".join(lines)


def _of_plan(view: PlanView) -> Iterator[Remark]:
    plan = view.plan
    for refusal in plan.refusals:
        yield Remark("error", f"{refusal.message}. {refusal.hint}", refusal.code.value)
    for item in plan.conflicts:
        what = "deleted in Intercom" if item.gone else FILELESS if item.fileless else view.wording.conflict
        when = edited(item.edited_at, item.edited_by, view.authors)
        yield Remark("error", f"{item.address.key}: {what} {when}".rstrip(), "Conflict", _place(item.fields))
    yield from map(_diagnostic, (*plan.diagnostics, *view.content))
    for item in plan.drift:
        what = "deleted in Intercom" if item.gone else "edited in Intercom only, and left alone"
        yield Remark("warning", f"{item.address.key}: {what}", "Edited in Intercom", _place(item.fields))
    for held in plan.held:
        yield Remark("warning", f"{held.address.key}: waits in a pending draft, readers still see the old text")
    for orphan in plan.orphans:
        if not orphan.known:
            yield Remark("warning", f"{orphan.address.key}: its file is gone, its text stays in Intercom as it is")
    yield Remark("notice", plan_verdict(view))
    for change in plan.changes:
        told = [
            f"{change.action.value} {change.address}",
            locales_shown(change.locales, plan.locales),
            goes_live(change),
        ]
        yield Remark("notice", " ".join(filter(None, told)), change.title or "hcsync", _place(change.fields))


def _edit(edit: Edit, view: DriftView) -> str:
    when = edited(edit.last.at, edit.last.by, view.authors)
    what = "deleted in Intercom" if edit.gone else "edited in Intercom since the last apply"
    return f"{edit.address.key}: {what} {when}".rstrip()


def _diagnostic(found: Diagnostic) -> Remark:
    level = "error" if found.severity is Severity.ERROR else "warning"
    hint = f" ({found.hint})" if found.hint else ""
    return Remark(level, f"{found.message}{hint}", found.code.value, found.place)


def _place(fields: Iterable[FieldDelta]) -> Place | None:
    return next((delta.place for delta in fields if delta.place), None)


def _command(remark: Remark, folder: str) -> str:
    properties = []
    if remark.place and remark.place.path:
        properties.append(f"file={_property(folder + remark.place.path)}")
        if remark.place.line:
            properties.append(f"line={remark.place.line}")
            properties += [f"col={remark.place.column}"] if remark.place.column else []
    properties.append(f"title={_property(remark.title)}")
    return f"::{remark.level} {','.join(properties)}::{_data(remark.words)}"


def _data(text: str) -> str:
    """As the runner undoes it (docs: workflow commands). Line ends are blanks already."""
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
