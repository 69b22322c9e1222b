"""The keys of frontmatter and of `_collection.yml`, two tables → a Meta, and diagnostics for what is wrong with them.

Which of the keys may stand in a translation is said here and checked in `checks`, where the locale is known.
"""

import unicodedata
from typing import Any, NamedTuple

from hcsync.config_keys import ENVIRONMENT_NAME
from hcsync.keytable import BOOLEAN, IDENTIFIER, TEXT, Key, Kind, Reading, describe, named, one_of, read_table
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.source import Meta
from hcsync.yaml12 import Node

LONG_TITLE = 255  # characters: what Intercom's editor takes; the API says nothing
_MAX_ID = 2**63


class FileKey(NamedTuple):
    """`field` is its name in Meta; `source_only` keys have no place in a translation."""

    name: str
    kind: Kind
    field: str
    about: str
    required: bool = False
    source_only: bool = False


def _title(name: str, node: Node, reading: Reading) -> str | None:
    text: str | None = TEXT.read(name, node, reading)
    if text is None:
        return None
    if not text:
        reading.fault(Code.MISSING_KEY, node, f"`{name}` is empty", f"write what readers will see: {name}: …")
        return None
    if any(unicodedata.category(character) == "Cc" for character in text):
        reading.wrong(node, f"`{name}` holds a line break or another control character", "write it on one line")
        return None
    if len(text) > LONG_TITLE:
        message = f"`{name}` has {len(text)} characters; Intercom's editor stops at {LONG_TITLE}"
        place = Place(reading.path, node.line, node.column)
        reading.diagnostics.append(Diagnostic(Code.WRONG_TYPE, message, place, "shorten it", Severity.WARNING))
    return text


def _author(name: str, node: Node, reading: Reading) -> int | str | None:
    text: str | None = TEXT.read(name, node, reading)
    if text == "" or isinstance(node.value, bool):
        reading.wrong(node, f"`{name}` is {describe(node)}, not a name", "write a name or an e-mail address")
        return None
    if text is not None and text.isascii() and text.isdecimal() and int(text[:20]) < _MAX_ID:
        return int(text)
    return text


def _parent(name: str, node: Node, reading: Reading) -> str | None:
    if node.value is None:
        return ""
    text: str | None = TEXT.read(name, node, reading)
    return None if text is None else unicodedata.normalize("NFC", text.strip("/"))


def _live_id(name: str, node: Node, reading: Reading) -> str | dict[str, str] | None:
    """One id, or one for each environment."""
    if isinstance(node.value, dict):
        found: dict[str, tuple[Node, int | None]] = _LIVE_IDS.read(name, node, reading) or {}
        return {environment: str(number) for environment, (_, number) in found.items() if number is not None}
    number = IDENTIFIER.read(name, node, reading)
    return None if number is None else str(number)


_TITLE = Kind(TEXT.schema, _title)
_PARENT = Kind(TEXT.schema, _parent, null=True)
_LIVE_IDS = named(IDENTIFIER, "an environment", ENVIRONMENT_NAME, "write the name of an environment")
_LIVE_ID = Kind({"anyOf": [IDENTIFIER.schema, _LIVE_IDS.schema]}, _live_id)

ARTICLE: tuple[FileKey, ...] = (
    FileKey("title", _TITLE, "title", "what readers see", required=True),
    FileKey("description", TEXT, "description", "the line below the title"),
    FileKey("author_id", IDENTIFIER, "author", "the admin id of the author"),
    FileKey("author", Kind(TEXT.schema, _author), "author", "name or e-mail of the author"),
    FileKey("state", one_of("draft", "published", code=Code.BAD_STATE), "state", "draft or published"),
    FileKey("collection", _PARENT, "collection", "key of the collection, null for none", source_only=True),
    FileKey("id", _LIVE_ID, "id", "the live article to adopt, or one for each environment", source_only=True),
    FileKey("protect", BOOLEAN, "protect", "never unpublish or delete", source_only=True),
)

COLLECTION: tuple[FileKey, ...] = (
    FileKey("name", _TITLE, "title", "what readers see", required=True),
    FileKey("description", TEXT, "description", "the line below the name"),
    FileKey("parent", _PARENT, "collection", "key of the collection above, null for none", source_only=True),
    FileKey("help_center", IDENTIFIER, "help_center", "id of the help center", source_only=True),
    FileKey("id", _LIVE_ID, "id", "the live collection to adopt, or one for each environment", source_only=True),
)


def read_meta(root: Node | None, keys: tuple[FileKey, ...], noun: str) -> tuple[Meta, tuple[Diagnostic, ...]]:
    """`root` is None where nothing is written. Paths of the diagnostics are left empty: the same bytes may lie in
    several files. `places` holds the place of each value under the name of its key in the file and
    in Meta."""
    reading = Reading("", Code.UNKNOWN_KEY, Code.WRONG_TYPE)
    written = root.value if root is not None and isinstance(root.value, dict) else {}
    table = tuple(Key(key.name, key.kind, key.about) for key in keys)
    found = {} if root is None or root.value is None else read_table(root, table, reading, noun)
    fields: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    given: dict[str, str] = {}
    for key in keys:
        node = written.get(key.name)
        if node is None or (node.value is None and not key.kind.null):
            if key.required and (root is None or isinstance(root.value, dict | None)):
                at = (node.line, node.column) if node else (root.line, 1) if root else (1, 1)
                hint = f"add `{key.name}: …`: {key.about}"
                reading.diagnostics.append(
                    Diagnostic(Code.MISSING_KEY, f"`{key.name}` is missing", Place("", *at), hint)
                )
            continue
        if first := given.get(key.field):
            message = f"`{first}` and `{key.name}` are both given"
            reading.fault(Code.WRONG_TYPE, node, message, "keep one of the two", at_key=True)
        given[key.field] = key.name
        places[key.field] = places[key.name] = (node.line, node.column)
        if key.name in found:
            fields[key.field] = found[key.name]
    return Meta(**fields, places=places), tuple(reading.diagnostics)
