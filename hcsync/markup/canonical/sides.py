"""On which side text stands: said in a style or in HTML's old attribute, it becomes Intercom's class; said of a cell,
it goes to the lines in it."""

import re

from hcsync.markup.kinds import ALIGNMENTS, HEADINGS, classes
from hcsync.markup.tree import Node, walk

_TAGS = HEADINGS | {"p", "div", "tr", "td", "th"}
_SIDE = re.compile(r"(?:\A|;)\s*text-align\s*:\s*([a-z-]+)\s*(?=;|\Z)", re.IGNORECASE)


def unify(node: Node) -> None:
    if node.tag not in _TAGS or not node.attrs.keys() & {"style", "align"}:
        return
    found = _SIDE.search(node.attrs.get("style", ""))
    side = f"intercom-align-{found[1] if found else node.attrs.get('align', '')}".lower()
    names = classes(node)
    # Only Intercom's own words are understood; another one stays to be compared as it is.
    if side not in ALIGNMENTS | {"intercom-align-left", "intercom-align-start"}:
        return
    node.attrs.pop("align", None)
    if found:
        node.attrs["style"] = _SIDE.sub("", node.attrs["style"])
    # What the style says holds over the class.
    if side in ALIGNMENTS:
        node.attrs["class"] = " ".join(sorted({*names} - ALIGNMENTS | {side}))


def push(root: Node) -> None:
    """From rows to their cells, and from there around what is in them."""
    for node in walk(root):
        if node.tag not in ("tr", "td", "th") or "class" not in node.attrs:
            continue
        side = next((name for name in classes(node) if name in ALIGNMENTS), None)
        if side is None:
            continue
        if others := [name for name in classes(node) if name != side]:
            node.attrs["class"] = " ".join(others)
        else:
            del node.attrs["class"]
        if node.tag != "tr":
            node.kids = [Node("div", {"class": side}, node.kids)]
            continue
        for cell in node.kids:
            if isinstance(cell, Node) and not ALIGNMENTS.intersection(classes(cell)):
                cell.attrs["class"] = " ".join([*classes(cell), side])
