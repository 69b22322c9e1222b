"""A body as a client sent it goes in; the body as Intercom stores and answers it comes out.

What is done is what the docs list and what was observed; where sources disagree, quirks decide. Each construct is a
function in a file of its own kind, found by tag in `CONSTRUCTS`. Image URLs are stored unsigned.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hcsync.emulator.body import boxes, lists, media, tables, text
from hcsync.emulator.body.images import Uploads
from hcsync.emulator.body.walk import BLANK, BUTTON, Construct, Place, Walk
from hcsync.emulator.refusal import unsupported_html
from hcsync.emulator.store import Store

CONSTRUCTS: Mapping[str, Construct] = {
    "p": text.p,
    **dict.fromkeys(text.HEADINGS, text.heading),
    "ul": lists.listing,
    "ol": lists.listing,
    "pre": boxes.code,
    "div": boxes.box,
    "img": media.image,
    BUTTON: media.button,
    "iframe": media.video,
    "hr": media.rule,
    "table": tables.table,
    "details": boxes.collapsible,
    "dl": boxes.definitions,
}

REMOVED = frozenset(
    (
        *("form", "input", "textarea", "select", "button", "script", "style", "object", "embed", "noscript"),
        *("template", "svg", "math", "audio", "video", "canvas", "head", "title", "meta", "link", "base"),
    )
)
"""Tags that go with all they hold (docs: forms and scripts)."""

SPREAD = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "header", "hgroup", "html", "legend", "li", "main", "menu", "nav"),
        *("section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)
"""Block tags that give way to what they hold (docs: inner content becomes paragraphs)."""

_INLINE = {rel: text.inline(rel) for rel in (False, True)}


@dataclass(frozen=True, slots=True)
class Writing:
    """One text being written. `name` tells it from every other write, so that its heading ids are new."""

    store: Store
    name: str
    uploads: Uploads


def normalise(html: str, writing: Writing) -> str:
    """Intercom HTML without line breaks between blocks; "" for a body without content. Raises Refusal."""
    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    quirks = writing.store.settings.quirks
    numbers = count()

    def new_id() -> str:
        seed = f"{writing.store.workspace}:{writing.name}:{next(numbers)}"
        return f"h_{hashlib.sha256(seed.encode()).hexdigest()[:10]}"

    walk = Walk(
        quirks=quirks,
        uploads=writing.uploads,
        constructs=CONSTRUCTS,
        inline=_INLINE[quirks["link-rel"] == "on"],
        removed=REMOVED,
        spread=SPREAD,
        new_id=new_id,
        top=_shallowest(root, summaries=quirks["collapsibles"] == "strip"),
    )
    try:
        blocks = walk.blocks(root, Place())
    except RecursionError as error:
        raise unsupported_html("The body is nested too deeply") from error
    if blocks and quirks["heading-blanks"] == "on":
        blocks.append(BLANK)
    return "".join(blocks)


def _shallowest(root: LexborNode, *, summaries: bool) -> int:
    """The lowest number among the headings, those in summaries left out unless told otherwise; 1 without any."""
    levels = (
        int((heading.tag or "h1")[1])
        for heading in root.css(",".join(text.HEADINGS))
        if heading.text(deep=True).strip() and (summaries or not _in_summary(heading))
    )
    return min(levels, default=1)


def _in_summary(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag not in ("summary", "body"):
        above = above.parent
    return above is not None and above.tag == "summary"
