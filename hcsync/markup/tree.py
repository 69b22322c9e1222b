"""HTML text in, a small tree of plain nodes out, and back to text. Parsing follows the HTML standard (lexbor)."""

from typing import TypeAlias

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

Kid: TypeAlias = "Node | str"

# The <br> keeps the parser from obeying a <frameset>, and head elements from leaving the body; it is dropped again.
_BEFORE = "<!doctype html><body><br>"
# Deeper elements are flattened into the one at this depth: no real page is that deep, and recursion stays safe.
_MAX_DEPTH = 80

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW_TEXT = frozenset("script style xmp iframe noembed noframes plaintext template".split())
_RAW_KEPT = frozenset(("iframe",))


class Node:
    """An element: its tag in lower case, its attributes in source order, its children. Rules change it in place."""

    __slots__ = ("attrs", "kids", "tag")

    def __init__(self, tag: str, attrs: dict[str, str] | None = None, kids: list[Kid] | None = None) -> None:
        self.tag = tag
        self.attrs: dict[str, str] = {} if attrs is None else attrs
        self.kids: list[Kid] = [] if kids is None else kids

    def __repr__(self) -> str:
        return f"Node({serialise([self])!r})"


def parse(html: str) -> Node:
    """The body of `html` as a node with the tag "". Comments, scripts and other raw text are left out; never raises."""
    root = Node("")
    body = LexborHTMLParser(_BEFORE + html, options=LexborDocumentOptions.WO_EVENTS).body
    first = body.first_child if body is not None else None
    if first is not None:
        _grow(root, first.next, 0)
    return root


def _grow(into: Node, at: LexborNode | None, depth: int) -> None:
    kids = into.kids
    while at is not None:
        if at.is_text_node:
            text = at.text_content or ""
            if kids and isinstance(kids[-1], str):
                kids[-1] += text
            elif text:
                kids.append(text)
        elif at.is_element_node:
            tag = at.tag or ""
            if tag not in _RAW_TEXT or tag in _RAW_KEPT:
                if depth < _MAX_DEPTH:
                    node = Node(tag, {name: value or "" for name, value in at.attributes.items()})
                    kids.append(node)
                    if tag not in _RAW_KEPT:
                        _grow(node, at.first_child, depth + 1)
                else:
                    _flatten(into, at)
        at = at.next


def _flatten(into: Node, deep: LexborNode) -> None:
    text = deep.text(deep=True)
    if into.kids and isinstance(into.kids[-1], str):
        into.kids[-1] += text
    elif text:
        into.kids.append(text)


def serialise(kids: list[Kid]) -> str:
    out: list[str] = []
    _write(kids, out)
    return "".join(out)


def _write(kids: list[Kid], out: list[str]) -> None:
    for kid in kids:
        if isinstance(kid, str):
            out.append(escape(kid))
            continue
        tag = kid.tag
        if kid.attrs:
            shown = "".join(f' {name}="{escape_attribute(value)}"' for name, value in kid.attrs.items())
            out.append(f"<{tag}{shown}>")
        else:
            out.append(f"<{tag}>")
        if tag not in VOID:
            _write(kid.kids, out)
            out.append(f"</{tag}>")


def escape(text: str) -> str:
    """Text as it stands between tags. A carriage return is written as a reference, or the parser would change it."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def escape_attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def walk(node: Node) -> list[Node]:
    """Every element below `node`, in document order."""
    found: list[Node] = []
    _collect(node.kids, found)
    return found


def _collect(kids: list[Kid], found: list[Node]) -> None:
    for kid in kids:
        if isinstance(kid, Node):
            found.append(kid)
            if kid.kids:
                _collect(kid.kids, found)


def text_of(node: Node) -> str:
    """All text below `node`, joined."""
    return "".join(kid if isinstance(kid, str) else text_of(kid) for kid in node.kids)
