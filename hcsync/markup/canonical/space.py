"""White space as a browser shows it: runs are one space, none at the ends of a line; line breaks at the ends of a
paragraph and zero-width spaces at the ends of a line (the editor leaves them — observed) are dropped."""

import re

from hcsync.markup.tree import Kid, Node

# All but a lone space, which is what a run becomes.
_RUN = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_EDGE = " \u200b"


def fold(line: Node) -> None:
    kids = line.kids
    if len(kids) == 1 and isinstance(kids[0], str):
        kids[0] = _folded(kids[0]).strip(_EDGE)
        return
    _fold(kids, [True, True])
    _trim(kids, range(len(kids)), breaks=True, at_end=False)
    _trim(kids, range(len(kids) - 1, -1, -1), breaks=True, at_end=True)


def _folded(text: str) -> str:
    """Most texts have nothing to fold, which is seen sooner than searched: line breaks and tabs cannot be printed."""
    return _RUN.sub(" ", text) if "  " in text or not text.isprintable() else text


def _fold(kids: list[Kid], state: list[bool]) -> None:
    """`state` is (a space has just been shown, the line has only begun), carried through nested elements."""
    for at, kid in enumerate(kids):
        if isinstance(kid, str):
            text = _folded(kid)
            if state[1]:
                text = text.lstrip(_EDGE)
            elif state[0]:
                text = text.lstrip(" ")
            kids[at] = text
            if text:
                state[0], state[1] = text[-1] == " ", False
        elif kid.tag == "br":
            _trim(kids, range(at - 1, -1, -1), breaks=False, at_end=True)
            state[0] = state[1] = True
        elif kid.tag == "img" or not kid.kids:
            state[0] = state[1] = False
        else:
            _fold(kid.kids, state)


def _trim(kids: list[Kid], order: range, *, breaks: bool, at_end: bool) -> bool:
    """Drop spaces (and, with `breaks`, line breaks) from one end of a line, the children taken in `order`.
    True if something that shows was met."""
    for at in order:
        kid = kids[at]
        if isinstance(kid, str):
            kids[at] = text = kid.rstrip(_EDGE) if at_end else kid.lstrip(_EDGE)
            if text:
                return True
        elif kid.tag == "br" and breaks:
            kids[at] = ""
        elif kid.tag in ("br", "img") or not kid.kids:
            return True
        else:
            inner = range(len(kid.kids) - 1, -1, -1) if at_end else range(len(kid.kids))
            if _trim(kid.kids, inner, breaks=breaks, at_end=at_end):
                return True
    return False
