"""A JSON Schema → a validator that knows no key beside those it names."""

from typing import Any

import jsonschema

from hcsync.report.schema import Schema


def closed(schema: Any) -> Any:
    """The same with no other keys than it names, so that one that is printed and not described shows."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **made} if "properties" in made else made


def checker(schema: Schema) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))
