"""On which side text stands: said in a style or in HTML's old attribute, it becomes Intercom's class; said of a cell,
it goes to the lines in it."""

import re

from hcsync.markup.kinds import ALIGNMENTS, HEADINGS, classes
from hcsync.markup.tree import Node, walk

_TAGS = HEADINGS | {"p", "div", "td", "th"}
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
    for cell in walk(root):
        if cell.tag not in ("td", "th") or "class" not in cell.attrs:
            continue
        side = next((name for name in classes(cell) if name in ALIGNMENTS), None)
        if side is None:
            continue
        cell.kids = [Node("div", {"class": side}, cell.kids)]
        if others := [name for name in classes(cell) if name != side]:
            cell.attrs["class"] = " ".join(others)
        else:
            del cell.attrs["class"]
