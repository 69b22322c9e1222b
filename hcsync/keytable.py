"""A YAML mapping and a table of the keys it may hold → checked values; all that is wrong becomes diagnostics.

The JSON Schema of a mapping is made from the same table, so that what is checked and what is documented cannot drift.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, shown
from hcsync.yaml12 import Node, did_you_mean

Schema = dict[str, Any]
_MAX_ID = 2**63  # what msgspec and SQLite hold; Intercom's ids have 7 to 9 digits
_DIGITS = re.compile(r"[0-9]{1,19}")


class Reading:
    """What is known while one file is read: its path, the two codes its faults bear, and the faults so far."""

    def __init__(self, path: str, unknown: Code, wrong: Code) -> None:
        self.path = path
        self.unknown = unknown
        self._wrong = wrong
        self.diagnostics: list[Diagnostic] = []

    def fault(self, code: Code, node: Node, message: str, hint: str | None = None, *, at_key: bool = False) -> None:
        line, column = (node.key_line, node.key_column) if at_key else (node.line, node.column)
        self.diagnostics.append(Diagnostic(code, message, Place(self.path, line, column), hint))

    def wrong(self, node: Node, message: str, hint: str | None = None) -> None:
        self.fault(self._wrong, node, message, hint)


class Kind(NamedTuple):
    """What may stand as a value. `read` gives the value, or None after it has noted what is wrong. `null` is true where
    a written null is a value; elsewhere it is as if the key were absent."""

    schema: Schema
    read: Callable[[str, Node, Reading], Any]
    null: bool = False


class Key(NamedTuple):
    name: str
    kind: Kind
    about: str


Table = tuple[Key, ...]


def read_table(node: Node, table: Table, reading: Reading, noun: str) -> dict[str, Any]:
    """The good values of a mapping, by key. `noun` names the mapping in messages ("an environment")."""
    if not isinstance(node.value, dict):
        reading.wrong(node, f"{noun} is {describe(node)}, not `key: value` lines")
        return {}
    kinds = {key.name: key.kind for key in table}
    found: dict[str, Any] = {}
    for name, value in node.value.items():
        kind = kinds.get(name)
        if kind is None:
            hint = did_you_mean(name, kinds) or "known here: " + ", ".join(kinds)
            reading.fault(reading.unknown, value, f"unknown key `{shown(name)}`", hint, at_key=True)
        elif value.value is not None or kind.null:
            checked = kind.read(name, value, reading)
            if checked is not None:
                found[name] = checked
    return found


def table_schema(table: Table) -> Schema:
    properties = {key.name: {"description": key.about, **key.kind.schema} for key in table}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def describe(node: Node) -> str:
    """What stands there, in words, without its value (which may be a secret)."""
    match node.value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"


def _text(name: str, node: Node, reading: Reading) -> str | None:
    if isinstance(node.value, dict | list):
        reading.wrong(node, f"`{name}` is {describe(node)}, not text", "put text with brackets or braces in quotes")
        return None
    return node.text.strip()


def _boolean(name: str, node: Node, reading: Reading) -> bool | None:
    if isinstance(node.value, bool):
        return node.value
    reading.wrong(node, f"`{name}` is {describe(node)}, not true or false", "write true or false, without quotes")
    return None


def _identifier(name: str, node: Node, reading: Reading) -> int | None:
    text = node.text.strip()
    if not isinstance(node.value, dict | list | bool) and _DIGITS.fullmatch(text) and int(text) < _MAX_ID:
        return int(text)
    reading.wrong(
        node, f"`{name}` is {describe(node)}, not an id", "write the number that Intercom shows, such as 1295"
    )
    return None


TEXT = Kind({"type": ["string", "number", "boolean", "null"]}, _text)
BOOLEAN = Kind({"type": ["boolean", "null"]}, _boolean)
IDENTIFIER = Kind({"type": ["integer", "string", "null"], "pattern": "^[0-9]{1,19}$", "minimum": 0}, _identifier)


def matching(pattern: str, meaning: str, hint: str) -> Kind:
    """Text of a certain form. `meaning` completes "is not …"."""
    compiled = re.compile(pattern)

    def read(name: str, node: Node, reading: Reading) -> str | None:
        text = _text(name, node, reading)
        if text is None or compiled.fullmatch(text):
            return text
        reading.wrong(node, f"`{name}` is not {meaning}", hint)
        return None

    return Kind({"type": ["string", "number", "null"], "pattern": f"^(?:{pattern})$"}, read)


def one_of(*choices: str, code: Code | None = None) -> Kind:
    """One of a few words."""

    def read(name: str, node: Node, reading: Reading) -> str | None:
        text = _text(name, node, reading)
        if text is None or text in choices:
            return text
        hint = did_you_mean(text, choices) or "write " + ", ".join(choices[:-1]) + f" or {choices[-1]}"
        message = f"`{name}` is not one of {', '.join(choices)}"
        if code is None:
            reading.wrong(node, message, hint)
        else:
            reading.fault(code, node, message, hint)
        return None

    return Kind({"enum": [*choices, None]}, read)


def nested(table: Table, noun: str) -> Kind:
    """A mapping with a table of its own → dict of its good values."""

    def read(_name: str, node: Node, reading: Reading) -> dict[str, Any]:
        return read_table(node, table, reading, noun)

    return Kind({**table_schema(table), "type": ["object", "null"]}, read)


def named(kind: Kind, noun: str, names: str, name_hint: str) -> Kind:
    """A mapping from free names (that match `names`) to values of one kind → {name: (node, value)}."""
    allowed = re.compile(names)

    def read(name: str, node: Node, reading: Reading) -> dict[str, tuple[Node, Any]] | None:
        if not isinstance(node.value, dict):
            reading.wrong(node, f"`{name}` is {describe(node)}, not `name: …` lines", f"name {noun} on each line")
            return None
        found: dict[str, tuple[Node, Any]] = {}
        for own, value in node.value.items():
            if not allowed.fullmatch(own):
                reading.fault(
                    reading.unknown, value, f"`{shown(own)}` cannot be the name of {noun}", name_hint, at_key=True
                )
                continue
            checked = kind.read(own, value, reading) if value.value is not None else None
            if checked is not None or value.value is None:
                found[own] = (value, checked)
        return found

    schema = {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^(?:{names})$"},
        "additionalProperties": kind.schema,
    }
    return Kind(schema, read)


def listed(kind: Kind, noun: str) -> Kind:
    """A list of values of one kind, each once → tuple."""

    def read(name: str, node: Node, reading: Reading) -> tuple[Any, ...] | None:
        if not isinstance(node.value, list):
            reading.wrong(node, f"`{name}` is {describe(node)}, not a list", "write [a, b, c]")
            return None
        found: list[Any] = []
        for item in node.value:
            checked = kind.read(noun, item, reading)
            if checked in found:
                reading.wrong(item, f"`{shown(str(checked))}` is listed twice")
            elif checked is not None:
                found.append(checked)
        return tuple(found)

    return Kind({"type": ["array", "null"], "items": kind.schema, "uniqueItems": True}, read)
