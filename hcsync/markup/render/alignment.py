"""`{.center}`, `{.right}` or `{.justify}` at the end of a paragraph or heading: the class Intercom aligns it by."""

import re
from dataclasses import replace

from hcsync.markup.render.context import Item

SIDES = ("center", "right", "justify")
_MARK = re.compile(r"(?:\A|[ \t\n])\{\.(center|right|justify)\}[ \t]*\Z")
_BREAKS = ("softbreak", "hardbreak")


def aligned(item: Item) -> tuple[str, Item]:
    """The side ("" for none), and the paragraph or heading without what says so."""
    line = item.kids[0] if item.kids else None
    # The source and not the parsed text, in which an escaped `\{.center}` looks the same.
    found = _MARK.search(line.token.content) if line is not None else None
    last = line.kids[-1] if line is not None and line.kids else None
    if not found or line is None or last is None or last.type != "text":
        return "", item
    text = last.token.content.rstrip().removesuffix(f"{{.{found[1]}}}").rstrip()
    kids = line.kids[:-1]
    if text:
        kids = [*kids, replace(last, token=last.token.copy(content=text))]
    elif kids and kids[-1].type in _BREAKS:
        kids = kids[:-1]
    if not kids:
        return "", item
    return found[1], replace(item, kids=[replace(line, kids=kids)])


def class_of(side: str) -> str:
    return f"intercom-align-{side}" if side else ""
