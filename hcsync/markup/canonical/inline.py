"""What runs within a line, without traces of editing: no empty or doubled bold, neighbours of one kind joined."""

from hcsync.markup.kinds import classes, is_hollow_link
from hcsync.markup.tree import Kid, Node

_MARKS = frozenset(("b", "i"))
_HOLLOW = frozenset(("b", "i", "code", "a", "span", "u", "s"))
_BARE = frozenset(("span", "a", "font"))


def open_bare(node: Node) -> None:
    """An element that says nothing without attributes gives up its children."""
    if any(isinstance(kid, Node) and kid.tag in _BARE and not kid.attrs for kid in node.kids):
        kids: list[Kid] = []
        for kid in node.kids:
            if isinstance(kid, Node) and kid.tag in _BARE and not kid.attrs:
                open_bare(kid)
                kids += kid.kids
            else:
                kids.append(kid)
        node.kids = kids
    for kid in node.kids:
        if isinstance(kid, Node) and kid.kids:
            open_bare(kid)


def tidy(line: Node) -> None:
    line.kids = tidied(line.kids)


def tidied(kids: list[Kid], within: frozenset[str] = frozenset()) -> list[Kid]:
    if len(kids) == 1 and kids[0].__class__ is str:
        return kids if kids[0] else []
    out: list[Kid] = []
    for kid in kids:
        if isinstance(kid, str):
            _add(out, kid)
            continue
        bare = not kid.attrs
        inner = tidied(kid.kids, within | {kid.tag}) if kid.kids else []
        if (bare and kid.tag in _MARKS and (kid.tag in within or _is_button(inner))) or is_hollow_link(kid):
            for each in inner:
                _add(out, each)
        elif inner or kid.tag not in _HOLLOW:
            kid.kids = inner
            _add(out, kid)
    return _hoisted(out)


def _is_button(kids: list[Kid]) -> bool:
    """Whether there is a button and nothing else: it stands alone in Intercom, and has a look of its own."""
    only = kids[0] if len(kids) == 1 else None
    return isinstance(only, Node) and only.tag == "a" and "intercom-h2b-button" in classes(only)


def _hoisted(kids: list[Kid]) -> list[Kid]:
    """Spaces at the ends of bold or italic stand outside of it: they show neither."""
    out: list[Kid] = []
    for kid in kids:
        if isinstance(kid, str) or kid.tag not in _MARKS:
            _join(out, kid)
            continue
        before, after = _taken(kid.kids, 0), _taken(kid.kids, -1)
        for each in (before, kid if kid.kids else "", after):
            _join(out, each)
    return out


def _taken(kids: list[Kid], at: int) -> str:
    """A space off one end, if there is one."""
    end = kids[at] if kids else ""
    if isinstance(end, Node):
        return ""
    held = end.rstrip(" ") if at else end.lstrip(" ")
    if held == end:
        return ""
    kids[at : at + 1 or None] = [held] if held else []
    return " "


def _join(out: list[Kid], kid: Kid) -> None:
    last = out[-1] if out else None
    if isinstance(kid, str) and isinstance(last, str):
        out[-1] = last + kid
    elif kid:
        out.append(kid)


def _add(out: list[Kid], kid: Kid) -> None:
    last = out[-1] if out else None
    if isinstance(kid, Node) and isinstance(last, Node) and _continues(last, kid):
        for each in kid.kids:
            _add(last.kids, each)
    else:
        _join(out, kid)


def _continues(last: Node, kid: Node) -> bool:
    return last.tag == kid.tag and kid.tag in _MARKS and last.attrs == kid.attrs
