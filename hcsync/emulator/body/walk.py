"""Parsed HTML goes in; Intercom blocks (paragraphs, headings, lists …) as HTML come out, one string each.

A `Walk` goes through the tree once. Text and inline tags gather in a `Flow` until a block begins; what has gathered
becomes a paragraph. A block inside inline tags (an image inside bold text) closes them and opens them again after it.
Each block construct is a function of its own, found by tag in a table.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.images import Uploads
from hcsync.emulator.quirks import Quirks

SPACE = " \t\n\r\f"
BLANK = '<p class="no-margin"></p>'
BUTTON = "a.button"
_RUNS = re.compile(f"[{SPACE}]+")
_ALIGN = re.compile(r"intercom-align-(?:left|center|right|justify)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a body something stands. `align` is an alignment class or ""; `gaps` whether whitespace between blocks
    counts; `boxed` whether a table lies in Intercom's container; `link` the target around an image."""

    align: str = ""
    in_list: bool = False
    in_table: bool = False
    gaps: bool = True
    boxed: bool = False
    link: str = ""

    def within(self, node: LexborNode) -> "Place":
        """The same, with the alignment of a node if it has one."""
        align = _ALIGN.search(node.attributes.get("class") or "")
        return replace(self, align=align[0]) if align else self


@dataclass(slots=True)
class Walk:
    """One body on its way. `top` is the shallowest heading level; `new_id` gives the next heading id."""

    quirks: Quirks
    uploads: Uploads
    constructs: "Mapping[str, Construct]"
    inline: "Mapping[str, InlineTag]"
    removed: frozenset[str]
    spread: frozenset[str]
    new_id: Callable[[], str]
    top: int = 1
    seen_ids: set[str] = field(default_factory=set)

    def blocks(self, node: LexborNode, place: Place, wrap: "Wrap | None" = None) -> list[str]:
        """The blocks of a node's content. `wrap` makes a block of loose text; by default a paragraph."""
        flow = Flow(self, place, wrap or paragraph)
        flow.children(node, place)
        flow.end()
        return flow.out


class Construct(Protocol):
    """A block construct: its node and place → HTML strings; raises Refusal for what cannot be."""

    def __call__(self, node: LexborNode, place: Place, walk: Walk) -> list[str]: ...


InlineTag = Callable[[LexborNode], str]
"""An inline construct: its node → opening tag, "" for none."""

Wrap = Callable[[str, Place], str]
"""Inline HTML and where it stands → a block."""


class Flow:
    """Blocks in the making."""

    def __init__(self, walk: Walk, place: Place, wrap: Wrap) -> None:
        self.walk, self.place, self.wrap = walk, place, wrap
        self.out: list[str] = []
        self._parts: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._gap = False

    def children(self, node: LexborNode, place: Place) -> None:
        for child in node.iter(include_text=True, skip_empty=False):
            self._node(child, place)

    def _node(self, node: LexborNode, place: Place) -> None:
        tag = node.tag or ""
        walk = self.walk
        if tag == "-text":
            self._text(node.text_content or "")
        elif (construct := walk.constructs.get(_key(tag, node))) is not None:
            self._break()
            self._add(construct(node, place, walk))
            self._reopen()
        elif tag in walk.spread:
            self._break()
            inner = Flow(walk, place.within(node), self.wrap)
            inner.children(node, inner.place)
            inner.end()
            self._add(inner.out)
            self._reopen()
        elif tag not in walk.removed and not tag.startswith("-"):
            self._inline(tag, node, place)

    def _text(self, text: str) -> None:
        if not text.strip(SPACE) and not self._parts_have_text():
            self._gap = self._gap or bool(text)
            return
        if self.walk.quirks["inline-space"] == "collapse":
            text = _RUNS.sub(" ", text)
        self._parts.append(escape(text))

    def _inline(self, tag: str, node: LexborNode, place: Place) -> None:
        if tag == "br":
            self._parts.append("<br>")
            return
        make = self.walk.inline.get(tag)
        opening = make(node) if make else ""
        if tag == "a" and opening:
            place = replace(place, link=node.attributes.get("href") or "")
        if opening:
            name = opening[1:].partition(" ")[0].rstrip(">")
            self._open.append((opening, f"</{name}>"))
            self._parts.append(opening)
        self.children(node, place)
        if opening:
            self._close(self._open.pop())

    def _close(self, pair: tuple[str, str]) -> None:
        """End an inline tag; one that holds nothing goes."""
        if self._parts and self._parts[-1] == pair[0]:
            self._parts.pop()
        else:
            self._parts.append(pair[1])

    def _break(self) -> None:
        for pair in reversed(self._open):
            self._close(pair)
        self._finish()

    def _reopen(self) -> None:
        self._parts.extend(opening for opening, _ in self._open)

    def _finish(self) -> None:
        text = "".join(self._parts).strip(SPACE)
        self._parts = []
        if text:
            # Whitespace before loose text is no gap between blocks.
            self._gap = False
            self._add([self.wrap(text, self.place)])

    def _add(self, blocks: Iterable[str]) -> None:
        new = list(blocks)
        if not new:
            return
        if self._gap and self.out and self.place.gaps and self.walk.quirks["block-gaps"] == "blank":
            self.out.append(BLANK)
        self._gap = False
        self.out.extend(new)

    def _parts_have_text(self) -> bool:
        return any(part not in (opening for opening, _ in self._open) for part in self._parts)

    def end(self) -> None:
        """What has gathered is the last block."""
        self._finish()


def paragraph(text: str, place: Place) -> str:
    """A paragraph as Intercom writes it: alignment first."""
    classes = f"{place.align} no-margin" if place.align else "no-margin"
    return f'<p class="{classes}">{text}</p>'


def _key(tag: str, node: LexborNode) -> str:
    """What the table of constructs knows a node by: its tag; a link that is a button has a name of its own."""
    return BUTTON if tag == "a" and "intercom-h2b-button" in (node.attributes.get("class") or "") else tag


def escape(text: str) -> str:
    """Text → HTML, with no-break spaces spelled out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def attribute(text: str) -> str:
    """A value → what stands between the quotes of an attribute."""
    return escape(text).replace('"', "&quot;")
