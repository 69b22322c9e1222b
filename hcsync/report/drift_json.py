"""A DriftView → JSON, in the shape of the plan's. A consumer ignores unknown keys; a minor version adds some."""

from typing import Any

from hcsync.model.address import Kind
from hcsync.model.drift import Edit, Touch
from hcsync.model.plan import Field, FieldDelta
from hcsync.report.drift_view import DriftView
from hcsync.report.json import FORMAT_VERSION, body_json, dumped, node_json, side_json


def drift_json(view: DriftView) -> str:
    """The document, indented, with a newline at its end."""
    drift = view.drift
    document = {
        "format_version": FORMAT_VERSION,
        "tool_version": drift.tool,
        "environment": drift.environment,
        "workspace": drift.workspace,
        "help_center": drift.help_center,
        "state": {"lineage": drift.lineage, "serial": drift.serial},
        "digest": drift.digest,
        "drifted": bool(drift.edits),
        "summary": {
            "drift": len(drift.edits),
            "articles": drift.count(Kind.ARTICLE),
            "collections": drift.count(Kind.COLLECTION),
            "deleted": sum(edit.gone for edit in drift.edits),
            "owned": {"articles": drift.articles, "collections": drift.collections},
        },
        "drift": [_edit(edit, view) for edit in drift.edits],
    }
    return dumped(document, indent=2) + "\n"


def _edit(edit: Edit, view: DriftView) -> dict[str, Any]:
    last = edit.last
    return node_json(edit.address.kind.value, str(edit.address), edit.remote_id, edit.title) | {
        "locales": list(edit.locales),
        "gone": edit.gone,
        "fileless": edit.fileless,
        "put_back": edit.put_back,
        "removed_locales": list(edit.removed),
        "edited_at": last.at or None,
        "edited_by": last.by or None,
        "change": {
            "before": side_json(edit.fields, "before"),
            "after": side_json(edit.fields, "after"),
            "fields": [_field(delta, edit, view) for delta in edit.fields],
        },
    }


def _field(delta: FieldDelta, edit: Edit, view: DriftView) -> dict[str, Any]:
    """`before` is null where the text that was last applied is not known any more."""
    touch = edit.touched.get(delta.locale, Touch())
    found: dict[str, Any] = {"locale": delta.locale or None, "field": delta.field.value}
    if delta.place:
        found["path"] = delta.place.path
    diff = view.bodies.get((edit.address, delta.locale)) if delta.field is Field.BODY else None
    found |= body_json(diff) if diff else {"before": delta.before, "after": delta.after}
    return found | {"edited_at": touch.at or None, "edited_by": touch.by or None}
