"""The text of an article or a `_collection.yml`, a key and its new value → the same text with that one value changed.

Everything else stays as it is, to the character: comments, quotes, order, blank lines, line endings. What comes out is
read again before it is handed back, so that nothing but the one value can have come to mean something else.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from hcsync import yaml12
from hcsync.content.fence import Split, split
from hcsync.yaml12_spans import Span, spans

Scalar = str | int | bool | None
Value = Scalar | Mapping[str, Scalar]

_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#,\[\]{}\"'`|>&*!%@\\]|:(?=\w))*", re.ASCII | re.DOTALL)
# What readers of YAML 1.1 take for true, false or nothing.
_WORDS = frozenset("y n yes no on off true false null".split())


def set_key(text: str, key: str | tuple[str, ...], value: Value) -> str:
    """`text` is the whole file, line endings and byte-order mark as they are. With frontmatter, the key is set there,
    else in the text as a whole. Several keys lead into mappings: ("id", "staging"). A key that is not there is added
    at the end; one whose value is what it should be is left as it is written.

    Raises ValueError where the YAML cannot be read, or is written in a way (anchors …) that allows no such edit.
    """
    page = _page(text)
    path = (key,) if isinstance(key, str) else key
    document = yaml12.read(page.yaml)
    before = document.root.plain() if document.root else None
    if document.diagnostics or not isinstance(before, dict | None):
        raise ValueError("the YAML cannot be read")
    wanted = _exact(_with(before or {}, path, value))
    if before is not None and _exact(before) == wanted:
        return text
    try:
        root = spans(page.yaml)
    except yaml.YAMLError as fault:
        raise ValueError("the YAML cannot be read") from fault
    for edit in _edits(page.yaml, root, path, value):
        if _reads(page, edit, wanted):
            return page.edited(edit)
    raise ValueError(f"`{'.'.join(path)}` cannot be set without touching the lines around it")


def lines(values: Mapping[str, Value]) -> str:
    """The same for a text that is not there yet: a line for each key, ended by a newline."""
    return "".join(f"{_text(key, flow=False)}: {_written(value, '', False)}\n" for key, value in values.items())


class _Edit(NamedTuple):
    """The characters from `start` to `end` of the YAML are to read `text`."""

    start: int
    end: int
    text: str

    def on(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


class _Page(NamedTuple):
    """`raw` is the text as it is. `plain` is the same without its byte-order mark and with `\\n` for every line ending;
    `yaml` is the part of it that begins at character `at`, and `found` says what stands around that. `breaks` are the
    characters of `plain` that `raw` writes with two; a new line ends with `newline`."""

    raw: str
    plain: str
    yaml: str
    at: int
    found: Split | None
    breaks: tuple[int, ...]
    newline: str

    def edited(self, edit: _Edit) -> str:
        start, end = self._in_raw(edit.start), self._in_raw(edit.end)
        return _Edit(start, end, edit.text.replace("\n", self.newline)).on(self.raw)

    def _in_raw(self, index: int) -> int:
        index += self.at
        mark = len("\ufeff") if self.raw.startswith("\ufeff") else 0
        return mark + index + sum(1 for at in self.breaks if at < index)


def _page(raw: str) -> _Page:
    text = raw.removeprefix("\ufeff")
    breaks = tuple(found.start() - number for number, found in enumerate(re.finditer("\r\n", text)))
    first = re.search("\r\n|\r|\n", text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    found = split(plain)
    at = 0 if found is None else _offset(plain, found.yaml_offset)
    return _Page(raw, plain, found.yaml if found else plain, at, found, breaks, first[0] if first else "\n")


def _offset(text: str, lines: int) -> int:
    """The character at which the line after the first `lines` begins."""
    at = 0
    for _ in range(lines):
        at = text.index("\n", at) + 1
    return at


def _reads(page: _Page, edit: _Edit, wanted: str) -> bool:
    """Whether the edited text says what is wanted, and nothing else has become another thing."""
    changed = edit.on(page.yaml)
    document = yaml12.read(changed)
    if document.diagnostics or document.root is None or _exact(document.root.plain()) != wanted:
        return False
    found = split(page.plain[: page.at] + changed + page.plain[page.at + len(page.yaml) :])
    if page.found is None or found is None:
        return page.found is found
    return (found.yaml, found.body) == (changed, page.found.body)


def _exact(value: Any) -> str:
    """Tells 1 from 1.0 and from true, as YAML's readers do; the order of keys does not count."""
    if isinstance(value, dict):
        return f"{{{sorted((key, _exact(item)) for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"{[_exact(item) for item in value]}"
    return repr(value)


def _with(before: dict[str, Any], path: tuple[str, ...], value: Value) -> dict[str, Any]:
    head, *rest = path
    if not rest:
        return {**before, head: dict(value) if isinstance(value, Mapping) else value}
    inner = before.get(head)
    return {**before, head: _with(inner if isinstance(inner, dict) else {}, tuple(rest), value)}


def _edits(text: str, root: Span | None, path: tuple[str, ...], value: Value) -> Iterator[_Edit]:
    """Ways to write it, the best first. A later one is for files that are written in a rarer way."""
    if root is None:
        yield from _added(text, Span(0, 0, keys={}), path, value)
        return
    holder = root
    while holder.keys is not None:
        head, *rest = path
        found = holder.keys.get(head)
        if found is None:
            yield from _added(text, holder, path, value)
            return
        if not rest or found.keys is None:
            yield from _replaced(text, found, _nested(tuple(rest), value), holder.flow)
            return
        holder, path = found, tuple(rest)


def _nested(path: tuple[str, ...], value: Value) -> Any:
    for key in reversed(path):
        value = {key: value}  # type: ignore[dict-item]
    return value


def _replaced(text: str, span: Span, value: Any, flow: bool) -> Iterator[_Edit]:
    old = text[span.start : span.end]
    written = _written(value, old, flow)
    colon = text.find(":", span.after_key) + 1
    if span.start == span.end or not text[colon : span.start].strip():
        # On the line of its key, with the space that was there.
        lead = text[colon : span.start] if "\n" not in text[colon : span.start] else ""
        yield _Edit(colon, span.end, (lead or " ") + written)
    yield _Edit(span.start, span.end, written)
    yield _Edit(span.start, span.end, " " + written)


def _added(text: str, holder: Span, path: tuple[str, ...], value: Value) -> Iterator[_Edit]:
    head, *rest = path
    inner = _nested(tuple(rest), value)
    keys = holder.keys or {}
    last = max((span.end for span in keys.values()), default=holder.start)
    if holder.flow:
        written = f"{_text(head, flow=True)}: {_written(inner, '', True)}"
        if keys:
            yield _Edit(last, last, f", {written}")
        yield _Edit(holder.start + 1, holder.start + 1, written + (", " if keys else ""))
        return
    line = f"{' ' * holder.column}{_text(head, flow=False)}: {_written(inner, '', False)}"
    if keys:
        below = text.find("\n", last)
        below = len(text) if below < 0 else below
        yield _Edit(below, below, f"\n{line}")
    yield _Edit(len(text), len(text), f"{line}\n" if text.endswith("\n") or not text else f"\n{line}")
    first = holder.start - holder.column
    yield _Edit(first, first, f"{line}\n")


def _written(value: Any, old: str, flow: bool) -> str:
    """In the quotes of the `old` value, where it had any."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Mapping():
            items = (f"{_text(key, flow=True)}: {_written(item, '', True)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
    return _text(str(value), flow=flow, quote=old[:1] if old[:1] in ("'", '"') else "")


def _text(text: str, *, flow: bool, quote: str = "") -> str:
    if quote == "'" and _shows(text):
        return "'" + text.replace("'", "''") + "'"
    if not quote and _is_plain(text, flow):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _shows(text: str) -> bool:
    """Whether it can stand as it is. What joins and parts letters in Persian, Hindi and emoji can, though it is not
    seen by itself."""
    return text.replace("\u200c", "").replace("\u200d", "").isprintable()


def _is_plain(text: str, flow: bool) -> bool:
    if not _shows(text) or text != text.strip() or text.lower() in _WORDS or not text[:1].isalpha():
        return False
    if flow:
        return _PLAIN.fullmatch(text) is not None
    return ": " not in text and " #" not in text and not text.endswith(":")


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if _shows(character):
        return character
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    number = ord(character)
    return named or (
        f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"
    )
