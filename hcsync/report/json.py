"""A PlanView → JSON in the shape of Terraform's plans. A consumer ignores unknown keys; a minor version adds some."""

import json
import re
from typing import Any

from hcsync.model.diagnostic import Diagnostic
from hcsync.model.plan import Action, Change, Divergence, FieldDelta, Held, Orphan
from hcsync.report.view import BodyDiff, PlanView, duration

FORMAT_VERSION = "1.0"


def plan_json(view: PlanView) -> str:
    """The document, indented, with a newline at its end."""
    plan = view.plan
    document = {
        "format_version": FORMAT_VERSION,
        "tool_version": plan.tool,
        "environment": plan.environment,
        "workspace": plan.workspace,
        "help_center": plan.help_center,
        "source_digest": plan.source_digest,
        "state": {"lineage": plan.lineage, "serial": plan.serial},
        "pending": plan.pending,
        "summary": {action.value: plan.count(action) for action in Action}
        | {"conflicts": len(plan.conflicts), "drift": len(plan.drift), "orphans": len(plan.orphans)}
        | {"held": len(plan.held), "articles": plan.articles, "locales": plan.locales, "unowned": plan.unowned},
        "cost": {
            "writes": plan.cost.writes,
            "reads": plan.cost.reads,
            "calls": plan.cost.calls,
            "seconds": round(duration(plan.cost), 1),
        },
        "refreshed": plan.refreshed,
        "changes": [_change(change, view) for change in plan.changes],
        "drift": [_divergence(item, view) for item in plan.drift],
        "conflicts": [_divergence(item, view) for item in plan.conflicts],
        "orphans": [_orphan(orphan) for orphan in plan.orphans],
        "refresh": [str(address) for address in plan.refresh],
        "held": [_held(item) for item in plan.held],
        "refusals": [{"code": one.code.value, "message": one.message, "hint": one.hint} for one in plan.refusals],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in (*plan.diagnostics, *view.content)],
    }
    return dumped(document, indent=2) + "\n"


# What JSON leaves as it is and a terminal or an encoder would stumble over.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def dumped(document: Any, indent: int | None = None) -> str:
    """JSON that may go to a terminal and be written in any encoding of Unicode."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(document, ensure_ascii=False, indent=indent))


def _change(change: Change, view: PlanView) -> dict[str, Any]:
    return node_json(change.address.kind.value, str(change.address), change.remote_id, change.title) | {
        "locales": list(change.locales),
        "reason": change.reason,
        "change": {
            "actions": [change.action.value],
            "before": side_json(change.fields, "before") if change.action is not Action.CREATE else None,
            "after": side_json(change.fields, "after"),
            "fields": [_field(delta, view, change) for delta in change.fields],
        },
        "state": change.state or None,
        "depends_on": [str(address) for address in change.depends_on],
        **({"previous_address": str(change.moved_from)} if change.moved_from else {}),
    }


def _divergence(item: Divergence, view: PlanView) -> dict[str, Any]:
    return node_json(item.address.kind.value, str(item.address), item.remote_id, item.title) | {
        "gone": item.gone,
        "fileless": item.fileless,
        "edited_at": item.edited_at or None,
        "edited_by": item.edited_by or None,
        "change": {
            "before": side_json(item.fields, "before"),
            "after": side_json(item.fields, "after"),
            "fields": [_field(delta, view, item) for delta in item.fields],
        },
    }


def _orphan(orphan: Orphan) -> dict[str, Any]:
    return node_json(orphan.address.kind.value, str(orphan.address), orphan.remote_id, orphan.title) | {
        "locales": list(orphan.locales),
        "known": orphan.known,
    }


def _held(item: Held) -> dict[str, Any]:
    return node_json(item.address.kind.value, str(item.address), item.remote_id, item.title) | {
        "locales": list(item.locales)
    }


def node_json(kind: str, address: str, remote_id: str | None, title: str) -> dict[str, Any]:
    return {"address": address, "type": kind, "id": remote_id, "title": title}


def side_json(fields: tuple[FieldDelta, ...], side: str) -> dict[str, dict[str, str | None]]:
    """Locale → field → text; bodies are told line by line in `fields`."""
    found: dict[str, dict[str, str | None]] = {}
    for delta in fields:
        text = delta.before if side == "before" else delta.after
        found.setdefault(delta.locale or "*", {})[delta.field.value] = text
    return found


def _field(delta: FieldDelta, view: PlanView, owner: Change | Divergence) -> dict[str, Any]:
    found: dict[str, Any] = {"locale": delta.locale or None, "field": delta.field.value}
    if delta.place:
        found["path"] = delta.place.path
    diff = view.bodies.get((owner.address, delta.locale)) if delta.field.value == "body" else None
    return found | (body_json(diff) if diff else {"before": delta.before, "after": delta.after})


def body_json(diff: BodyDiff) -> dict[str, Any]:
    return {"lines": [{"sign": line.sign, "text": line.text} for line in diff.lines], "span": diff.span}


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.place
    return {
        "code": diagnostic.code.value,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": place.path if place else None,
        "line": place.line if place and place.line else None,
        "column": place.column if place and place.column else None,
    }
