"""A plan, an outcome, an error → events for machines, in Terraform's words (its "machine-readable UI"), one JSON object
a line. A consumer ignores unknown keys; a minor version adds some."""

import datetime
from collections.abc import Iterator
from typing import Any

from hcsync.errors import ApiError, HcsyncError
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.drift import Edit
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action, Change, Divergence, FieldDelta, Held, Orphan, Plan
from hcsync.report.drift_view import DriftView, verdict
from hcsync.report.json import dumped
from hcsync.report.outcome import DONE, outcome_text
from hcsync.report.view import FILELESS, UNREFRESHED, PlanView, duration, summary
from hcsync.version import __version__

UI_VERSION = "1.0"

Event = dict[str, Any]


def line(event: Event, at: datetime.datetime) -> str:
    """The event as one line, without its end. `at` is aware of its zone."""
    head = {"@level": event["@level"], "@message": event["@message"], "@module": "hcsync"}
    return dumped(head | {"@timestamp": at.isoformat(timespec="microseconds")} | event)


def version() -> Event:
    """The first event of every stream."""
    return _event("version", f"hcsync {__version__}", hcsync=__version__, ui=UI_VERSION)


def of_plan(view: PlanView) -> Iterator[Event]:
    """Everything a plan has to say; its summary comes last."""
    plan = view.plan
    yield from (drifted(item, view) for item in plan.drift)
    yield from (planned(change) for change in plan.changes)
    yield from (_clash(item, view) for item in plan.conflicts)
    yield from (_orphan(orphan) for orphan in plan.orphans if not orphan.known)
    yield from (_held(item) for item in plan.held)
    yield from (diagnostic(one) for one in (*plan.diagnostics, *view.content))
    for refusal in plan.refusals:
        yield trouble(refusal.message, Severity.ERROR, detail=refusal.hint, code=refusal.code.value)
    yield _plan_summary(plan)


def planned(change: Change) -> Event:
    told = {
        "resource": _resource(change.address, change.remote_id, change.title),
        "action": change.action.value,
        "reason": change.reason,
        "locales": list(change.locales),
        "fields": _slots(change.fields),
    }
    if change.moved_from:
        told["previous_resource"] = _resource(change.moved_from, change.remote_id, change.title)
    return _event("planned_change", f"{change.address}: plan to {change.action.value}", change=told)


def drifted(item: Divergence, view: PlanView) -> Event:
    """An object that was edited, or deleted, in Intercom alone."""
    what = "deleted" if item.gone else "edited"
    return _event("resource_drift", f"{item.address}: {what} in Intercom", change=_edited(item, view))


def of_drift(view: DriftView) -> Iterator[Event]:
    """What was edited in Intercom since the last apply; the counts come last."""
    drift = view.drift
    for edit in drift.edits:
        what = "deleted" if edit.gone else "put back by a rollback" if edit.put_back else "edited in Intercom"
        yield _event("resource_drift", f"{edit.address}: {what}", change=_edit(edit, view))
    gone = sum(edit.gone for edit in drift.edits)
    changes = _changes([], "drift") | {"drift": len(drift.edits), "deleted": gone}
    yield _event("change_summary", verdict(drift), changes=changes)


def _edit(edit: Edit, view: DriftView) -> dict[str, Any]:
    return {
        "resource": _resource(edit.address, edit.remote_id, edit.title),
        "action": Action.DELETE.value if edit.gone else Action.UPDATE.value,
        "fields": _slots(edit.fields),
        "removed_locales": list(edit.removed),
        "edited_at": edit.last.at or None,
        "edited_by": view.authors.get(edit.last.by) or edit.last.by or None,
    }


def diagnostic(found: Diagnostic) -> Event:
    place = found.place
    spot = None if place is None else (place.path, place.line, place.column)
    return trouble(found.message, found.severity, detail=found.hint, code=found.code.value, place=spot)


def failure(error: HcsyncError) -> Event:
    """What ends the run, with the code the process will exit with."""
    path, *numbers = (error.place or "").rsplit(":", 2)
    if len(numbers) == 2 and all(map(str.isdigit, numbers)):
        place = (path, int(numbers[0]), int(numbers[1]))
    else:
        place = (error.place or "", 0, 0)
    # What Intercom said stands in an ApiError's own words alone.
    words = str(error) if isinstance(error, ApiError) else error.message
    made = trouble(words, Severity.ERROR, detail=error.hint, code=error.code, place=place if error.place else None)
    made["diagnostic"]["exit_code"] = error.exit_code
    return made


def trouble(
    words: str,
    severity: Severity,
    *,
    detail: str | None = None,
    code: str | None = None,
    place: tuple[str, int, int] | None = None,
    address: Address | None = None,
) -> Event:
    """`place` is a path, a line and a column; 0 where they are unknown."""
    told: dict[str, Any] = {"severity": severity.value, "summary": words, "detail": detail or "", "code": code}
    if address:
        told["address"] = str(address)
    if place:
        path, row, column = place
        spot = {"line": row, "column": column}
        told["range"] = {"filename": path, "start": spot, "end": spot}
    level = "error" if severity is Severity.ERROR else "warn"
    return _event("diagnostic", f"{severity.value.title()}: {words}", level, diagnostic=told)


_DOING = {
    Action.CREATE: "creating",
    Action.UPDATE: "updating",
    Action.MOVE: "moving",
    Action.UNPUBLISH: "unpublishing",
    Action.DELETE: "deleting",
    Action.ADOPT: "adopting",
    Action.FORGET: "forgetting",
}


def started(change: Change) -> Event:
    hook = _hook(change, change.remote_id)
    return _event("apply_start", f"{change.address}: {_DOING[change.action]}", hook=hook)


def ended(change: Change, result: Result, seconds: float) -> Event:
    """`apply_complete`, or `apply_errored` for whatever was not done: it was refused, left alone or not attempted."""
    hook = _hook(change, result.remote_id) | {"elapsed_seconds": round(seconds, 3), "status": result.status.value}
    if result.status is Status.APPLIED:
        words = f"{change.address}: {DONE[change.action]} after {seconds:.0f}s [id={result.remote_id}]"
        return _event("apply_complete", words, hook=hook)
    why = result.error or result.status.value
    return _event("apply_errored", f"{change.address}: {why}", "error", hook=hook | {"error": why})


def of_outcome(outcome: Outcome | None) -> Iterator[Event]:
    """What was found while reading back, and the verdict. None: nothing was done."""
    if outcome is None:
        yield _event("change_summary", "Nothing was applied.", changes=_changes([], "apply"))
        return
    yield from (diagnostic(one) for one in outcome.diagnostics)
    done = [result.action for result in outcome.results if result.status is Status.APPLIED]
    changes = _changes(done, "apply") | {status.value: outcome.count(status) for status in Status}
    changes["verified"] = sum(result.verified for result in outcome.results)
    level = "info" if outcome.complete else "error"
    yield _event("change_summary", outcome_text(outcome).splitlines()[-1], level, changes=changes)


def _plan_summary(plan: Plan) -> Event:
    changes = _changes([change.action for change in plan.changes], "plan")
    changes |= {"drift": len(plan.drift), "conflicts": len(plan.conflicts), "orphans": len(plan.orphans)}
    changes |= {"held": len(plan.held), "refusals": len(plan.refusals)}
    changes |= {"pending": plan.pending, "refreshed": plan.refreshed}
    changes |= {"api_calls": plan.cost.calls, "seconds": round(duration(plan.cost), 1)}
    words = f"Plan: {summary(plan)}" + ("" if plan.refreshed else f" {UNREFRESHED}")
    return _event("change_summary", words, changes=changes)


def _changes(actions: list[Action], operation: str) -> dict[str, Any]:
    """Counted as Terraform does, and each of our own actions by its name."""
    own = {action.value: actions.count(action) for action in Action}
    return {
        "add": own["create"],
        "change": own["update"] + own["move"],
        "import": own["adopt"],
        "remove": own["unpublish"] + own["delete"],
        "operation": operation,
    } | own


def _clash(item: Divergence, view: PlanView) -> Event:
    words = (
        f"{item.address.key}: {FILELESS}" if item.fileless else f"{item.address.key} was changed here and in Intercom"
    )
    made = trouble(words, Severity.WARNING, address=item.address)
    made["diagnostic"]["change"] = _edited(item, view)
    return made


def _held(item: Held) -> Event:
    words = f"{item.address.key} ({', '.join(item.locales)}): readers still see the old text, Intercom holds a draft"
    return trouble(words, Severity.WARNING, code=Code.PENDING_DRAFT.value, address=item.address)


def _orphan(orphan: Orphan) -> Event:
    words = f"{orphan.address.key}: its file is gone, its text stays in Intercom as it is"
    if orphan.locales:
        words = f"{orphan.address.key} ({', '.join(orphan.locales)}): its file is gone, its text stays in Intercom"
    return trouble(words, Severity.WARNING, address=orphan.address)


def _edited(item: Divergence, view: PlanView) -> dict[str, Any]:
    return {
        "resource": _resource(item.address, item.remote_id, item.title),
        "action": Action.DELETE.value if item.gone else Action.UPDATE.value,
        "fields": _slots(item.fields),
        "edited_at": item.edited_at or None,
        "edited_by": view.authors.get(item.edited_by) or item.edited_by or None,
    }


def _slots(fields: tuple[FieldDelta, ...]) -> list[str]:
    """`en/title`; `/parent` for the collection, which has no locale."""
    return [f"{delta.locale}/{delta.field.value}" for delta in fields]


def _hook(change: Change, remote_id: str | None) -> dict[str, Any]:
    resource = _resource(change.address, remote_id, change.title)
    return {"resource": resource, "action": change.action.value, "id_key": "id", "id_value": remote_id}


def _resource(address: Address, remote_id: str | None, title: str) -> dict[str, Any]:
    """With every key that Terraform's resources have."""
    return {
        "addr": str(address),
        "module": "",
        "resource": str(address),
        "implied_provider": "intercom",
        "resource_type": address.kind.value,
        "resource_name": address.key,
        "resource_key": None,
        "id": remote_id,
        "title": title,
    }


def _event(kind: str, words: str, level: str = "info", **more: Any) -> Event:
    return {"@level": level, "@message": words, "type": kind, **more}
