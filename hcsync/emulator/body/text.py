"""Paragraphs and headings, and the inline tags in them: a node goes in; blocks as Intercom stores them come out.

`strong` is `b` and `em` is `i`; links open in a new tab and bear a class; headings are re-based on the shallowest and
get ids of their own (all observed).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.walk import BLANK, InlineTag, Place, Walk, attribute, paragraph

_OWN_ID = re.compile(r"h_[0-9a-f]{10}")
_UNSAFE_LINK = re.compile(r"\s*(?:javascript|data|vbscript)\s*:", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DEEPEST = 4


def p(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    """`<p>`; an empty one is dropped (quirk empty-paragraphs), one that holds a no-break space stays."""
    found = walk.blocks(node, replace(place.within(node), gaps=False), paragraph)
    if not found and walk.quirks["empty-paragraphs"] == "keep":
        return [BLANK]
    return found


def heading(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    """`<h1>` … `<h6>`; an empty one is dropped."""
    level = _level(int((node.tag or "h1")[1]), walk)
    place = replace(place.within(node), gaps=False)

    def wrap(text: str, _place: Place) -> str:
        align = f' class="{place.align}"' if place.align else ""
        own = "" if walk.quirks["heading-ids"] == "none" else f' id="{_id(node, walk)}"'
        return f"<h{level}{own}{align}>{text}</h{level}>"

    found = walk.blocks(node, place, wrap)
    if found and walk.quirks["heading-blanks"] == "on":
        return [BLANK, *found, BLANK]
    return found


def link_rules(rel: bool) -> InlineTag:
    """How `<a>` opens, with or without `rel`."""
    more = ' rel="nofollow noopener noreferrer"' if rel else ""

    def link(node: LexborNode) -> str:
        href = (node.attributes.get("href") or "").strip()
        if not href or _UNSAFE_LINK.match(href):
            return ""
        return f'<a href="{attribute(href)}"{more} target="_blank" class="intercom-content-link">'

    return link


def inline(rel: bool) -> Mapping[str, InlineTag]:
    """Inline tag → how it opens. Any other tag is taken off and its text kept."""
    return {
        "b": lambda _: "<b>",
        "strong": lambda _: "<b>",
        "i": lambda _: "<i>",
        "em": lambda _: "<i>",
        "code": lambda _: "<code>",
        "a": link_rules(rel),
    }


def _level(level: int, walk: Walk) -> int:
    if walk.quirks["headings"] == "rebase":
        level = level - walk.top + 1
    return min(max(level, 1), _DEEPEST if walk.quirks["deep-headings"] == "keep" else 2)


def _id(node: LexborNode, walk: Walk) -> str:
    own = node.attributes.get("id") or ""
    keep = walk.quirks["heading-ids"] == "keep-own" and _OWN_ID.fullmatch(own) and own not in walk.seen_ids
    chosen = own if keep else walk.new_id()
    if walk.quirks["heading-ids"] == "by-words":
        chosen = _by_words(node.text(deep=True), walk.seen_ids)
    walk.seen_ids.add(chosen)
    return chosen


def _by_words(words: str, taken: set[str]) -> str:
    """The same for the same words, as long as no heading above has them."""
    place = 0
    while (made := f"h_{hashlib.sha256(f'{place}:{words.strip()}'.encode()).hexdigest()[:10]}") in taken:
        place += 1
    return made
