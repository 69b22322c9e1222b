"""Everything that is read as a line stands in a paragraph; containers that only lay out are opened.

Text beside blocks (in the page, in a list item, a cell, a callout) is wrapped as Intercom wraps it (observed); a div
without meaning gives up its children.
"""

from hcsync.markup.kinds import ALIGNMENTS, BLOCKS, FLOW, HEADINGS, classes, is_blank, is_inline
from hcsync.markup.tree import Kid, Node

# Wrappers that Intercom puts around what would be the same without them.
_WRAPPERS = frozenset(
    (
        "intercom-container",
        "intercom-h2b-video",
        "intercom-interblocks-table-container",
        "collapsible-section-content",
    )
)

_PASSING = frozenset("ul ol li table tbody tr td th".split())


def settle(node: Node) -> None:
    """From the inside out, so that a div has paragraphs by the time it is opened."""
    for kid in node.kids:
        if isinstance(kid, Node) and kid.kids and kid.tag != "pre":
            settle(kid)
    if node.tag in FLOW or not (node.tag in BLOCKS or is_inline(node)):
        node.kids = _settled(node.kids)


def _settled(kids: list[Kid]) -> list[Kid]:
    out: list[Kid] = []
    run: list[Kid] = []
    for kid in kids:
        if is_inline(kid):
            run.append(kid)
            continue
        _close(run, out)
        assert isinstance(kid, Node)
        if kid.tag == "div" and _opens(kid):
            out += _aligned(kid)
        else:
            out.append(kid)
    _close(run, out)
    return out


def _close(run: list[Kid], out: list[Kid]) -> None:
    if run and not all(is_blank(kid) for kid in run):
        out.append(Node("p", {}, list(run)))
    run.clear()


def _opens(div: Node) -> bool:
    return div.attrs.keys() <= {"class"} and not set(classes(div)) - _WRAPPERS - ALIGNMENTS


def _aligned(div: Node) -> list[Kid]:
    """The children of an opened div, aligned as it was."""
    alignment = next((name for name in classes(div) if name in ALIGNMENTS), None)
    if alignment:
        _align(div.kids, alignment)
    return div.kids


def _align(kids: list[Kid], alignment: str) -> None:
    """Lists and tables pass on to their lines what is said around them; boxes have an alignment of their own."""
    for kid in kids:
        if not isinstance(kid, Node):
            continue
        if kid.tag == "p" or kid.tag in HEADINGS:
            names = classes(kid)
            if not ALIGNMENTS.intersection(names):
                kid.attrs["class"] = " ".join(sorted([*names, alignment]))
        elif kid.tag in _PASSING:
            _align(kid.kids, alignment)
