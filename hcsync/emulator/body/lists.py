"""`<ul>` and `<ol>`: a node goes in; the list as Intercom stores it, its texts in paragraphs, comes out.

An item without content is a 400 (observed); so is a nested list, by the old docs (quirk nested-lists).
"""

from dataclasses import replace

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.walk import Place, Walk
from hcsync.emulator.refusal import unsupported_html

_NAMES = {"ul": "Unordered list", "ol": "Ordered list"}


def listing(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    tag = node.tag or "ul"
    if place.in_list and walk.quirks["nested-lists"] == "refuse":
        raise unsupported_html("Nested lists are not supported")
    items = _items(node, replace(place.within(node), in_list=True, gaps=False), walk, tag)
    if not items:
        raise unsupported_html(f"{_NAMES[tag]} needs to contain at least one list item")
    start = node.attributes.get("start") or ""
    opening = f"<{tag}>"
    if tag == "ol" and start.isdecimal() and walk.quirks["list-start"] == "keep":
        opening = f'<ol start="{start}">'
    if walk.quirks["code-in-list"] == "split" and not place.in_list:
        return _split(items, opening, tag)
    whole = "".join(f"<li>{''.join(item)}</li>" for item in items)
    return [f"{opening}{whole}</{tag}>"]


def _items(node: LexborNode, place: Place, walk: Walk, tag: str) -> list[list[str]]:
    """The blocks of each item. What stands between items (a list set straight into a list) joins the one before."""
    items: list[list[str]] = []
    for child in node.iter():
        if child.tag == "li":
            content = walk.blocks(child, place.within(child))
            if content:
                items.append(content)
            elif walk.quirks["empty-list-item"] == "refuse":
                raise unsupported_html(f"{_NAMES[tag]} needs to contain at least one list item")
        elif child.tag is not None and child.tag in walk.constructs:
            between = walk.constructs[child.tag](child, place, walk)
            if items:
                items[-1].extend(between)
            elif between:
                items.append(between)
    return items


def _split(items: list[list[str]], opening: str, tag: str) -> list[str]:
    """Code blocks leave the list, which goes on after them."""
    out: list[str] = []
    current = ""
    for item in items:
        kept = ""
        for block in item:
            if not block.startswith("<pre>"):
                kept += block
                continue
            current += f"<li>{kept}</li>" if kept else ""
            if current:
                out.append(f"{opening}{current}</{tag}>")
            out.append(block)
            current = kept = ""
        current += f"<li>{kept}</li>" if kept else ""
    if current:
        out.append(f"{opening}{current}</{tag}>")
    return out
