"""Markdown in, the HTML that Intercom is sent out (`Rendered`), relative targets in it as references."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.headings import headings
from hcsync.markup.render import parser
from hcsync.markup.render.balance import left_open
from hcsync.markup.render.context import LINE_END, BlockRule, Context, InlineRule, Item, nest
from hcsync.markup.render.rendered import Rendered, Target
from hcsync.markup.render.rules import BLOCKS, INLINES
from hcsync.markup.render.tidy import tidied
from hcsync.model.diagnostic import in_order

_R = TypeVar("_R")

_NUMBERED = re.compile(r'(<(a|img)\b[^>]*?\s(?:href|src)=")hcsync:(\d+):')
_KEPT = re.compile(r'<hr data-kept="(\d+)">')
_LEVEL = re.compile(r"<h([1-6])(?=[ >])")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
_SUMMARY = re.compile(r"<summary\b.*?</summary>", re.DOTALL)
_LEVELS = re.compile(rf"{_HEADING_TAG.pattern}|{_SUMMARY.pattern}", re.DOTALL)


def render(markdown: str) -> Rendered:
    """Any text is Markdown: this never raises. What Intercom cannot hold is among the diagnostics."""
    context, items = opened(markdown)
    html = closed(context, context.blocks(items))
    left_open(context)
    found: dict[str, list[Target]] = {"a": [], "img": []}

    def collect(match: re.Match[str]) -> str:
        found[match[2]].append(context.targets[int(match[3])])
        return f"{match[1]}hcsync:"

    html = _NUMBERED.sub(collect, html)
    return Rendered(
        html,
        form(canonical(html)),
        tuple(found["a"]),
        tuple(found["img"]),
        tuple(context.anchors),
        tuple(headings(html)),
        in_order(context.diagnostics),
    )


def opened(markdown: str) -> tuple[Context, list[Item]]:
    """The constructs of a page, from its top level on, and what they are rendered with."""
    blocks, inlines = _rules()
    return Context(LINE_END.split(markdown), blocks, inlines), nest(parser.tokens(markdown))


def closed(context: Context, html: str) -> str:
    """The rendered constructs in a row, put in order as a page. Targets still bear their numbers."""
    if context.untidy:
        html = tidied(html)
    return _KEPT.sub(lambda found: context.kept[int(found[1])], _rebased(html, context.kept))


def unnumbered(html: str) -> str:
    """Targets as they were written."""
    return _NUMBERED.sub(lambda found: f"{found[1]}hcsync:", html)


def _rebased(html: str, kept: list[str]) -> str:
    """Heading levels as they will come back: the shallowest h1, all others h2; in a summary always h2 (observed).
    Where HTML that nothing may touch has the h1, `##` is as high as that."""
    levels = _LEVEL.findall(_SUMMARY.sub("", html))
    if levels and any("1" in _LEVEL.findall(_SUMMARY.sub("", each)) for each in kept):
        levels.append("2")
    top = min(levels, default="")

    def settle(found: re.Match[str]) -> str:
        if found[0].startswith("<summary"):
            return _HEADING_TAG.sub(r"<\1h2", found[0])
        return f"<{found[1]}h{1 if found[2] == top else 2}"

    return _LEVELS.sub(settle, html)


@cache
def _rules() -> tuple[dict[str, tuple[BlockRule, ...]], dict[str, tuple[InlineRule, ...]]]:
    return _by_type(BLOCKS), _by_type(INLINES)


def _by_type(table: Sequence[tuple[str, _R]]) -> dict[str, tuple[_R, ...]]:
    grouped: dict[str, list[_R]] = defaultdict(list)
    for name, rule in table:
        grouped[name].append(rule)
    return {name: tuple(rules) for name, rules in grouped.items()}
