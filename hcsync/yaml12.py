"""YAML text → a tree of values with their places, as readers of YAML 1.2 expect it; faults as diagnostics.

The core schema of YAML 1.2.2 §10.3: `no`, `on`, `1:30` and dates are text; `true`, `false`, `null` and numbers are what
they look like. Keys are always text, as written. A doubled key is a fault. There are no merge keys, no objects.
PyYAML (YAML 1.1) is used for its parser alone: events come from it, values are made here.
"""

import re
from collections.abc import Iterable
from typing import Any, Protocol, cast

import msgspec
import yaml

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, shown
from hcsync.yaml12_faults import Refused, refused_by_parser

MAX_DEPTH = 40  # of nested lists and mappings, aliases counted in full: nobody writes more by hand
MAX_EXPANDED = 10_000  # values that aliases may stand for, all together ("billion laughs")

_CORE = "tag:yaml.org,2002:"
_BEGINS_NUMBER = frozenset("+-.0123456789")
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}|0o[0-7]{1,4000}|0x[0-9a-fA-F]{1,4000}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_INFINITE = (float("inf"), float("-inf"))

Scalar = str | int | float | bool | None


class Node(msgspec.Struct, frozen=True, eq=False):
    """One value. `line` and `column` (from 1) are where it begins, `key_line` and `key_column` where its key does
    (the value's own place where it has no key). `text` is a scalar as it was written, without its quotes: what is
    meant where a text is asked for and `1.10` or `true` stands."""

    value: "Scalar | list[Node] | dict[str, Node]"
    text: str
    line: int
    column: int
    key_line: int
    key_column: int

    def plain(self) -> Any:
        """The value alone, as `json` would give it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class Document(msgspec.Struct, frozen=True, eq=False):
    """`root` is None where the text is empty, holds comments alone or cannot be read (then there is a diagnostic)."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]


class Events(Protocol):
    def get_event(self) -> Any: ...


def read(text: str, path: str = "", *, line_offset: int = 0) -> Document:
    """Read one document. `path` goes into the diagnostics; `line_offset` lines of the file stand above the text.
    Never raises for what the text says."""
    builder = _Builder(line_offset)
    try:
        parser = events(text)
        while (event := parser.get_event()) is not None:
            builder.take(event)
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        builder.faults.append(refused_by_parser(fault, text))
        builder.root = None
    except Refused as fault:
        builder.faults.append(fault)
        builder.root = None
    diagnostics = tuple(
        Diagnostic(fault.code, fault.message, Place(path, fault.line + line_offset, fault.column), fault.hint)
        for fault in builder.faults
    )
    root = builder.root
    if root is not None and line_offset:
        root = _shifted(root, line_offset)
    return Document(root, diagnostics)


class _Open(msgspec.Struct, eq=False):
    """A list or mapping that is being filled. `key` is the key whose value comes next, with its place."""

    node: Node
    anchor: str | None
    size: int = 1
    height: int = 1
    key: tuple[str, int, int] | None = None


class _Builder:
    """Takes parser events, one after the other; `root` and `faults` are the result. A stack, so depth costs nothing."""

    def __init__(self, line_offset: int) -> None:
        self._above = line_offset
        self.root: Node | None = None
        self.faults: list[Refused] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._expanded = 0

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {}, "map")
            case yaml.SequenceStartEvent():
                self._open(event, [], "seq")
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent() if self.root is not None:
                raise _refused(event, "a second YAML document begins here", "keep everything in one document")
            case _:
                pass

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        top = self._stack[-1] if self._stack else None
        if top is not None and top.key is None and isinstance(top.node.value, dict):
            self._key(top, event.value, line, column)
            return
        value = event.value if event.tag is None and not event.implicit[0] else _resolved(event)
        node = self._place(value, event.value, line, column)
        if event.anchor:
            self._anchors[event.anchor] = (node, 1, 0)

    def _key(self, top: _Open, key: str, line: int, column: int) -> None:
        assert isinstance(top.node.value, dict)
        top.key = (key, line, column)
        if first := top.node.value.get(key):
            message = f"`{shown(key)}` stands here a second time; it was first given in line "
            line_of_first = first.key_line + self._above
            self.faults.append(
                Refused(Code.YAML_DUPLICATE_KEY, f"{message}{line_of_first}", line, column, "keep one of the two")
            )

    def _open(self, event: Any, value: "list[Node] | dict[str, Node]", kind: str) -> None:
        if self._stack and self._stack[-1].key is None and isinstance(self._stack[-1].node.value, dict):
            raise _refused(event, "a list or mapping stands where a key belongs", "put text with brackets in quotes")
        if event.tag not in (None, "!", _CORE + kind):
            raise _unknown_tag(event)
        if len(self._stack) >= MAX_DEPTH:
            raise _refused(event, f"lists or mappings are nested more than {MAX_DEPTH} deep")
        node = self._place(value, "", event.start_mark.line + 1, event.start_mark.column + 1)
        self._stack.append(_Open(node, event.anchor))

    def _close(self) -> None:
        closed = self._stack.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.node, closed.size, closed.height)
        if self._stack:
            self._stack[-1].size += closed.size
            self._stack[-1].height = max(self._stack[-1].height, closed.height + 1)

    def _alias(self, event: Any) -> None:
        if self._stack and self._stack[-1].key is None and isinstance(self._stack[-1].node.value, dict):
            raise _refused(event, "an alias (`*`) stands where a key belongs", "put text that begins with * in quotes")
        known = self._anchors.get(event.anchor)
        if known is None:
            raise _refused(
                event, f"`*{shown(event.anchor)}` refers to no value above", "put text that begins with * in quotes"
            )
        node, size, height = known
        self._expanded += size
        if self._expanded > MAX_EXPANDED or len(self._stack) + height > MAX_DEPTH:
            raise _refused(event, f"aliases stand for more than {MAX_EXPANDED} values or nest too deep")
        self._place(node.value, node.text, event.start_mark.line + 1, event.start_mark.column + 1)
        if self._stack:
            self._stack[-1].size += size
            self._stack[-1].height = max(self._stack[-1].height, height + 1)

    def _place(self, value: Any, text: str, line: int, column: int) -> Node:
        """Make the node and put it where it belongs: the root, the next of a list, the value of the waiting key."""
        if not self._stack:
            self.root = Node(value, text, line, column, line, column)
            return self.root
        top = self._stack[-1]
        holder = top.node.value
        if isinstance(holder, list):
            node = Node(value, text, line, column, line, column)
            holder.append(node)
            return node
        assert isinstance(holder, dict)
        assert top.key is not None
        key, key_line, key_column = top.key
        top.key = None
        node = Node(value, text, line, column, key_line, key_column)
        holder.setdefault(key, node)
        return node


def _resolved(event: Any) -> Scalar:
    """A plain or tagged scalar → its value under the core schema. Numbers too large for Python stay text."""
    text: str = event.value
    tag = event.tag
    if tag in ("!", _CORE + "str"):
        return text
    if tag is not None and tag not in (_CORE + "null", _CORE + "bool", _CORE + "int", _CORE + "float"):
        raise _unknown_tag(event)
    if not text:
        return None
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _BEGINS_NUMBER else text


def _number(text: str) -> int | float | str:
    if _INTEGER.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if not _FLOAT.fullmatch(text):
        return text
    number = float(text)
    return text if number in _INFINITE else number


def _refused(event: Any, message: str, hint: str | None = None) -> Refused:
    return Refused(Code.YAML_SYNTAX, message, event.start_mark.line + 1, event.start_mark.column + 1, hint)


def _unknown_tag(event: Any) -> Refused:
    name = event.tag.replace(_CORE, "!!", 1)
    return _refused(event, f"the tag `{shown(name)}` means nothing here", "put text that begins with ! in quotes")


def _shifted(node: Node, lines: int) -> Node:
    value = node.value
    if isinstance(value, dict):
        value = {key: _shifted(inner, lines) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_shifted(inner, lines) for inner in value]
    return Node(value, node.text, node.line + lines, node.column, node.key_line + lines, node.key_column)


def events(text: str) -> Events:
    """libyaml's parser where PyYAML was built with it (8 times faster), PyYAML's own where not."""
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        return cast(Events, CParser(text))
    return _PureParser(text)


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser without libyaml, without composer and constructor."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None."""
    import difflib

    folded = {name.casefold().replace("-", "_"): name for name in known}
    match = difflib.get_close_matches(word.casefold().replace("-", "_"), folded, n=1, cutoff=0.6)
    return folded[match[0]] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint with the nearest known word, or None."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else None
