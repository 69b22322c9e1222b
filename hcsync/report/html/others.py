"""A DriftView, or an OutcomeView → a Sheet."""

from collections.abc import Iterator

from hcsync.model.drift import Edit
from hcsync.model.outcome import Status
from hcsync.report.drift_view import DriftView, remarks, verdict
from hcsync.report.fields import edited
from hcsync.report.html.sheet import Item, Pane, Sheet, panes_of, plan_sheet
from hcsync.report.ledger import plan_digest
from hcsync.report.outcome import DONE
from hcsync.report.outcome_view import OutcomeView
from hcsync.report.page import ROLES
from hcsync.report.view import SYMBOLS


def drift_sheet(view: DriftView) -> Sheet:
    drift = view.drift
    facts = (f"Environment {drift.environment}", f"Workspace {drift.workspace}", f"Help center {drift.help_center}")
    return Sheet(
        f"Drift in {drift.environment}",
        verdict(drift),
        facts,
        tuple(_edits(view)),
        drift.tool,
        sides=("Last applied", "In Intercom now"),
        notes=(
            f"To take these edits into the files: hcsync pull --env {drift.environment}",
            f"To write the files over them: hcsync apply --env {drift.environment} --on-drift overwrite",
        )
        if drift.edits
        else (),
        digest=drift.digest,
    )


def _edits(view: DriftView) -> Iterator[Item]:
    for edit in view.drift.edits:
        when = edited(edit.last.at, edit.last.by, view.authors)
        notes = [when, *remarks(edit)]
        what = "deleted in Intercom" if edit.gone else "edited in Intercom"
        yield Item(
            "<", "drift", what, edit.address, edit.remote_id, edit.title, tuple(filter(None, notes)), _panes(edit, view)
        )


def _panes(edit: Edit, view: DriftView) -> tuple[Pane, ...]:
    found = panes_of(edit.address, edit.fields, view.bodies, view.authors, unknown="Not kept here any more.")
    removed = [Pane(f"{locale} (removed in Intercom)") for locale in edit.removed]
    return (*found, *removed)


def outcome_sheet(view: OutcomeView) -> Sheet:
    """Each change with what became of it; what went wrong comes first."""
    plan, outcome = view.plan.plan, view.outcome
    planned = {item.address: item for item in plan_sheet(view.plan).items}
    items: list[Item] = []
    for result in sorted(outcome.results, key=lambda result: result.status is Status.APPLIED):
        before = planned.get(result.address)
        if result.status is Status.APPLIED:
            words, role = DONE[result.action], ROLES[result.action]
            notes = ("Verified by reading back.",) if result.verified else ()
        else:
            words, role = f"{result.action.value}: {result.status.value}", "remove"
            notes = (result.error,) if result.error else ()
        title, panes = (before.title, before.panes) if before else ("", ())
        items.append(
            Item(SYMBOLS[result.action], role, words, result.address, result.remote_id or "", title, notes, panes)
        )
    return Sheet(
        f"{view.verb.capitalize()} to {plan.environment}",
        view.verdict,
        (f"Environment {plan.environment}", f"Workspace {plan.workspace}", f"Help center {plan.help_center}"),
        tuple(items),
        plan.tool,
        notes=tuple(str(one) for one in outcome.diagnostics),
        digest=plan_digest(view.plan),
    )
