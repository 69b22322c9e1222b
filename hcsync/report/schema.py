"""What `--output json` prints, as JSON Schemas (2020-12): every key there is, and which of them are always there.

A consumer ignores keys it does not know, so none is forbidden: a minor version may add some.
"""

from collections.abc import Iterable
from typing import Any

from hcsync.model.address import Kind
from hcsync.model.diagnostic import Severity
from hcsync.model.outcome import Status
from hcsync.model.plan import Action, Field

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_ADDRESS: Schema = {"type": "string", "pattern": "^(article|collection)\\."}
_VERSION: Schema = {"type": "string", "pattern": "^1\\.[0-9]+$"}


def plan_schema() -> Schema:
    lists = {
        "changes": _changed(),
        "drift": _divergence(),
        "conflicts": _divergence(),
        "orphans": _node(locales=_list(_TEXT), known=_FLAG),
        "refresh": _ADDRESS,
        "held": _node(locales=_list(_TEXT)),
        "refusals": _object(code=_TEXT, message=_TEXT, hint=_TEXT),
        "diagnostics": _diagnostic(),
    }
    counts = [*(action.value for action in Action), "conflicts", "drift", "orphans", "held"]
    document = _head(
        source_digest=_TEXT,
        pending={**_FLAG, "description": "Whether an apply would do anything, be it to the state alone."},
        summary=_counts([*counts, "articles", "locales", "unowned"]),
        cost=_object(writes=_COUNT, reads=_COUNT, calls=_COUNT, seconds={"type": "number", "minimum": 0}),
        refreshed={**_FLAG, "description": "False where Intercom was not asked."},
        **{name: _list(item) for name, item in lists.items()},
    )
    return _titled("A plan of hcsync", document)


def drift_schema() -> Schema:
    edited = {"edited_at": _MAYBE_COUNT, "edited_by": _MAYBE}
    item = _node(
        locales=_list(_TEXT),
        gone=_FLAG,
        fileless=_FLAG,
        put_back=_FLAG,
        removed_locales=_list(_TEXT),
        **edited,
        change=_object(before=_side(), after=_side(), fields=_list(_field(**edited))),
    )
    summary = _counts(["drift", "articles", "collections", "deleted"])
    summary["properties"]["owned"] = _counts(["articles", "collections"])
    summary["required"].append("owned")
    return _titled(
        "Drift, as hcsync tells of it", _head(digest=_TEXT, drifted=_FLAG, summary=summary, drift=_list(item))
    )


def outcome_schema() -> Schema:
    result = _object(
        address=_ADDRESS,
        type=_enum(Kind),
        id=_MAYBE,
        action=_enum(Action),
        status=_enum(Status),
        error=_MAYBE,
        verified=_FLAG,
        sent=_FLAG,
    )
    document = _head(
        complete=_FLAG,
        summary=_counts([*(status.value for status in Status), "verified", *(action.value for action in Action)]),
        results=_list(result),
        diagnostics=_list(_diagnostic()),
    )
    return _titled("What an apply of hcsync did", document)


def _head(**more: Schema) -> Schema:
    return _object(
        format_version=_VERSION,
        tool_version=_TEXT,
        environment=_TEXT,
        workspace=_TEXT,
        help_center=_TEXT,
        state=_object(lineage=_TEXT, serial=_COUNT),
        **more,
    )


def _changed() -> Schema:
    change = _object(
        actions={**_list(_enum(Action)), "minItems": 1},
        before={"anyOf": [_side(), {"type": "null"}], "description": "Null for what is created."},
        after=_side(),
        fields=_list(_field()),
    )
    made = _node(
        locales=_list(_TEXT),
        reason=_TEXT,
        change=change,
        state={"enum": ["draft", "published", None]},
        depends_on=_list(_ADDRESS),
    )
    made["properties"]["previous_address"] = {**_ADDRESS, "description": "Where it was until now."}
    return made


def _divergence() -> Schema:
    return _node(
        gone=_FLAG,
        fileless=_FLAG,
        edited_at={**_MAYBE_COUNT, "description": "Unix seconds."},
        edited_by=_MAYBE,
        change=_object(before=_side(), after=_side(), fields=_list(_field())),
    )


def _side() -> Schema:
    """Locale ("*" for what has none) → field → text; null for a body, whose lines are in `fields`."""
    names = {"enum": [field.value for field in Field]}
    texts = {"type": "object", "propertyNames": names, "additionalProperties": _MAYBE}
    return {"type": "object", "additionalProperties": texts}


def _field(**more: Schema) -> Schema:
    """Of a body its lines, of any other field both texts."""
    made = _object(locale=_MAYBE, field=_enum(Field), **more)
    line = _object(sign={"enum": ["-", "+", "…"]}, text=_TEXT)
    made["properties"] |= {
        "path": _TEXT,
        "before": _MAYBE,
        "after": _MAYBE,
        "lines": _list(line),
        "span": {**_TEXT, "description": "path:first-last, the lines of the file that differ."},
    }
    made["anyOf"] = [{"required": ["before", "after"]}, {"required": ["lines", "span"]}]
    return made


def _diagnostic() -> Schema:
    return _object(
        code={"type": "string", "pattern": "^HC[0-9]{3}$"},
        severity=_enum(Severity),
        message=_TEXT,
        hint=_MAYBE,
        path=_MAYBE,
        line=_MAYBE_COUNT,
        column=_MAYBE_COUNT,
    )


def _node(**more: Schema) -> Schema:
    return _object(address=_ADDRESS, type=_enum(Kind), id=_MAYBE, title=_TEXT, **more)


def _counts(names: Iterable[str]) -> Schema:
    return _object(**dict.fromkeys(names, _COUNT))


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _enum(values: Iterable[Any]) -> Schema:
    return {"enum": [value.value for value in values]}


def _titled(title: str, document: Schema) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **document}
