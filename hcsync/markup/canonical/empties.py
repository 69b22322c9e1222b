"""Blocks that show nothing are dropped: Intercom both adds and strips empty paragraphs (observed)."""

from hcsync.markup.kinds import HEADINGS
from hcsync.markup.tree import Kid, Node

# Space, no-break space, zero-width space, byte order mark.
_NOTHING = " \u00a0\u200b\ufeff\t\n\r\f"
_THROUGH = frozenset(("b", "i", "span", "br", "u", "s"))


def drop(node: Node) -> None:
    for kid in node.kids:
        if isinstance(kid, Node) and kid.kids:
            drop(kid)
    node.kids = [kid for kid in node.kids if not _is_nothing(kid)]


def _is_nothing(kid: Kid) -> bool:
    if isinstance(kid, str):
        return False
    if kid.tag in ("ul", "ol"):
        return not kid.kids
    return (kid.tag == "p" or kid.tag in HEADINGS) and all(_is_hollow(each) for each in kid.kids)


def _is_hollow(kid: Kid) -> bool:
    if isinstance(kid, str):
        return not kid.strip(_NOTHING)
    return kid.tag in _THROUGH and all(_is_hollow(each) for each in kid.kids)
