"""Heading levels as Intercom keeps them: the shallowest of the body is h1, all others h2 (docs, observed).

The summary of a collapsible part is a heading too, always h2 (observed); it does not count for the others.
"""

from hcsync.markup.kinds import HEADINGS
from hcsync.markup.tree import Node, walk


def rebase(root: Node) -> None:
    headings: list[Node] = []
    _gather(root, headings)
    top = min((node.tag for node in headings), default="")
    for node in headings:
        node.tag = "h1" if node.tag == top else "h2"


def _gather(node: Node, headings: list[Node]) -> None:
    for kid in node.kids:
        if isinstance(kid, Node):
            if kid.tag in HEADINGS:
                headings.append(kid)
            if kid.tag == "summary":
                head(kid)
            elif kid.kids:
                _gather(kid, headings)


def head(summary: Node) -> None:
    """Every line of a summary is its heading."""
    for node in walk(summary):
        if node.tag == "p" or node.tag in HEADINGS:
            node.tag = "h2"
