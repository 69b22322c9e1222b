"""An Outcome and the plan it was made of → JSON and Markdown."""

from collections.abc import Iterator
from typing import Any

import msgspec

from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action
from hcsync.report.fitting import LARGEST, size, taken
from hcsync.report.inert import cell, code
from hcsync.report.json import FORMAT_VERSION, diagnostic_json, dumped
from hcsync.report.ledger import plan_digest
from hcsync.report.outcome import DONE, outcome_text
from hcsync.report.page import Paint, plain
from hcsync.report.view import SYMBOLS, PlanView, counted


class OutcomeView(msgspec.Struct, frozen=True):
    """`verb` is what was done ("apply"), `again` the command that goes on with what is left."""

    plan: PlanView
    outcome: Outcome
    verb: str = "apply"
    again: str = "hcsync apply"

    @property
    def verdict(self) -> str:
        return outcome_words(self).splitlines()[-1]


def outcome_words(view: OutcomeView, paint: Paint = plain) -> str:
    """As `outcome_text`, and for what was nothing to do as well."""
    if not view.outcome.results and not view.plan.plan.pending:
        return f"Nothing to {view.verb}."
    return outcome_text(view.outcome, paint, view.verb, view.again)


def outcome_json(view: OutcomeView) -> str:
    """The document, indented, with a newline at its end. `state` is what the plan was made from."""
    plan, outcome = view.plan.plan, view.outcome
    done = [result.action for result in outcome.results if result.status is Status.APPLIED]
    document = {
        "format_version": FORMAT_VERSION,
        "tool_version": plan.tool,
        "environment": plan.environment,
        "workspace": plan.workspace,
        "help_center": plan.help_center,
        "state": {"lineage": plan.lineage, "serial": plan.serial},
        "complete": outcome.complete,
        "summary": {status.value: outcome.count(status) for status in Status}
        | {"verified": sum(result.verified for result in outcome.results)}
        | {action.value: done.count(action) for action in Action},
        "results": [_result_json(result) for result in outcome.results],
        "diagnostics": [diagnostic_json(one) for one in outcome.diagnostics],
    }
    return dumped(document, indent=2) + "\n"


def _result_json(result: Result) -> dict[str, Any]:
    return {
        "address": str(result.address),
        "type": result.address.kind.value,
        "id": result.remote_id,
        "action": result.action.value,
        "status": result.status.value,
        "error": result.error,
        "verified": result.verified,
        "sent": result.sent,
    }


def outcome_markdown(view: OutcomeView, largest: int = LARGEST) -> str:
    """What went wrong comes first. Rows that do not fit are left out and counted, the verdict never is."""
    plan = view.plan.plan
    digest = plan_digest(view.plan)
    head = [f"<!-- hcsync:apply env={plan.environment} digest={digest} -->", f"**{view.verdict}**"]
    head.append(f"Environment {code(plan.environment)}, workspace {code(plan.workspace)}.")
    end = [*_warnings(view.outcome), f"Digest of the plan: `{digest}`"]
    results = sorted(view.outcome.results, key=lambda result: result.status is Status.APPLIED)
    titles = {change.address: change.title for change in view.plan.plan.changes}
    rows = [_row(result, titles.get(result.address, "")) for result in results]
    table, _ = taken(rows, largest - size("\n\n".join([*head, *_HEADER, *end])) - _NOTES)
    more = len(rows) - len(table)
    shown = ["\n".join([*_HEADER, *table])] if table else []
    notes = [f"… and {counted(more, 'object')} more."] if more else []
    return "\n\n".join([*head, *shown, *notes, *end]) + "\n"


_HEADER = ("| | Object | Title | ID | What was done |", "|---|---|---|---|---|")
_NOTES = 200
_MOST_WARNINGS = 10


def _row(result: Result, title: str) -> str:
    name = f"{result.address.kind.value} {cell(result.address.key)}"
    cells = [f"`{SYMBOLS[result.action]}`", name, cell(title, 80), cell(result.remote_id or ""), _done(result)]
    return f"| {' | '.join(cells)} |"


def _done(result: Result) -> str:
    if result.status is not Status.APPLIED:
        return f"**{result.status.value}** {cell(result.error or '', 400)}".rstrip()
    checked = ", verified by reading back" if result.verified else ""
    return f"{DONE[result.action]}{checked}"


def _warnings(outcome: Outcome) -> Iterator[str]:
    found = outcome.diagnostics
    if found:
        lines = [f"- {code(str(one), 400)}" for one in found[:_MOST_WARNINGS]]
        lines += [f"- {len(found) - _MOST_WARNINGS:,} more"] if len(found) > _MOST_WARNINGS else []
        yield "\n".join(["**Warnings**", "", *lines])
