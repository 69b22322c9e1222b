"""Links within a page: to the id of a heading → to its words, as GitHub spells them. Ids are made by Intercom."""

import unicodedata

from hcsync.markup.canonical.links import encoded
from hcsync.markup.kinds import HEADINGS
from hcsync.markup.render.slugs import slugs
from hcsync.markup.tree import Node, text_of


def refer(root: Node, elements: list[Node]) -> None:
    """`elements` are all below `root`. What leads to no heading of the page stays."""
    inward = [node for node in elements if node.tag == "a" and node.attrs.get("href", "").startswith("#")]
    if not inward:
        return
    headings: list[Node] = []
    _gather(root, headings)
    anchors: dict[str, str] = {}
    for node, slug in zip(headings, slugs(map(_words, headings)), strict=True):
        if own := node.attrs.get("id"):
            anchors.setdefault(own, slug)
    for node in inward:
        anchor = anchors.get(node.attrs["href"][1:])
        if anchor is not None:
            node.attrs["href"] = encoded(f"#{anchor}")


def _gather(root: Node, found: list[Node]) -> None:
    for kid in root.kids:
        if isinstance(kid, Node) and kid.tag != "summary":
            if kid.tag in HEADINGS and _words(kid).strip("\u200b"):
                found.append(kid)
            _gather(kid, found)


def _words(node: Node) -> str:
    return unicodedata.normalize("NFC", " ".join(text_of(node).split()))
