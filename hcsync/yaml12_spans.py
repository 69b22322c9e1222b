"""YAML text → from which character to which each value of its mappings stands, so that one can be written anew."""

from typing import Any

import msgspec
import yaml

from hcsync.yaml12 import events


class Span(msgspec.Struct, eq=False):
    """One value. The text has it from `start` to `end` (characters, from 0); both are the same where none is written.
    `after_key` is where its key ends. `keys` are the values of a mapping, by key; None for anything else. `column` is
    that of a mapping's first key (from 0), `flow` whether it stands in braces."""

    start: int
    end: int
    after_key: int = 0
    keys: "dict[str, Span] | None" = None
    column: int = 0
    flow: bool = False


class _Open(msgspec.Struct, eq=False):
    """A mapping or list that is being read, and its key whose value comes next: its text and where it ends."""

    span: Span
    key: tuple[str, int] | None = None


def spans(text: str) -> Span | None:
    """The root of a document without faults; None where nothing is written. A doubled key keeps its first place.
    Raises yaml.YAMLError."""
    parser = events(text)
    stack: list[_Open] = []
    root: Span | None = None
    while (event := parser.get_event()) is not None:
        match event:
            case yaml.ScalarEvent() if stack and _awaits_key(stack[-1]):
                top = stack[-1]
                if not top.span.keys:
                    top.span.column = _column(event)
                top.key = (event.value, _end(event))
                continue
            case yaml.ScalarEvent() | yaml.AliasEvent():
                span = Span(_start(event), _end_of_scalar(event, text))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                keys: dict[str, Span] | None = {} if isinstance(event, yaml.MappingStartEvent) else None
                span = Span(_start(event), _end(event), keys=keys, flow=bool(event.flow_style))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                _close(stack, event)
                continue
            case _:
                continue
        _place(stack, span)
        root = root or span
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            stack.append(_Open(span))
    return root


def _start(event: Any) -> int:
    return int(event.start_mark.index)


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _column(event: Any) -> int:
    return int(event.start_mark.column)


def _awaits_key(top: _Open) -> bool:
    return top.span.keys is not None and top.key is None


def _end_of_scalar(event: Any, text: str) -> int:
    """A block scalar's event ends where the next token begins, below the blank lines that follow it."""
    start, end = _start(event), _end(event)
    if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
        return start + len(text[start:end].rstrip("\n "))
    return end


def _place(stack: list[_Open], span: Span) -> None:
    if not stack:
        return
    top = stack[-1]
    if top.span.keys is not None and top.key is not None:
        key, span.after_key = top.key
        top.span.keys.setdefault(key, span)
        top.key = None
    top.span.end = max(top.span.end, span.end)


def _close(stack: list[_Open], event: Any) -> None:
    """A block mapping or list ends with the last thing in it: its own event comes only where the next one begins."""
    span = stack.pop().span
    if span.flow:
        span.end = _end(event)
    if stack:
        stack[-1].span.end = max(stack[-1].span.end, span.end)
