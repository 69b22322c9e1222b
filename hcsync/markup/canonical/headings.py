"""Heading levels as Intercom keeps them: the shallowest of the body is h1, all others h2 (docs, observed)."""

from hcsync.markup.kinds import HEADINGS
from hcsync.markup.tree import Node, walk


def rebase(root: Node) -> None:
    headings = [node for node in walk(root) if node.tag in HEADINGS]
    top = min((node.tag for node in headings), default="")
    for node in headings:
        node.tag = "h1" if node.tag == top else "h2"
