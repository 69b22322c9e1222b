"""A fence marked ```` ```html intercom ````: HTML in Intercom's own shape, passed through as it stands.

Only what could not be sent at all is changed: scripts go, relative targets become references, and white space between
blocks is dropped, which Intercom would take for empty paragraphs.
"""

import re
from collections import Counter

from hcsync.markup.kinds import BLANK, FLOW, is_blank, is_hollow_link
from hcsync.markup.players import is_player
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.urls import Way, image_source, link_target, way
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of, walk
from hcsync.model.codes import Code

_SHOWN = frozenset(("img", "iframe", "hr"))
_UNCLOSED = re.compile(r"<!--(?!.*?-->)", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style|template)\b", re.IGNORECASE)


def fence(item: Item, context: Context) -> str | None:
    if item.token.info.split() != ["html", "intercom"]:
        return None
    context.line, context.text = (item.token.map or [0])[0] + 2, item.token.content
    for script in _SCRIPT.finditer(context.text):
        message = f"Intercom does not take <{script[1].lower()}>"
        context.complain(Code.UNSUPPORTED_HTML, message, context.place_in(script.start()), "remove it")
    if comment := _UNCLOSED.search(context.text):
        message = "this comment is not closed; what follows it in the fence is not shown"
        context.complain(Code.UNSUPPORTED_HTML, message, context.place_in(comment.start()), "write --> where it ends")
    root = parse(context.text)
    _warn(root, context)
    _close_up(root)
    for node in walk(root):
        href, source = node.attrs.get("href"), node.attrs.get("src", "")
        if node.tag == "a" and href is not None:
            node.attrs["href"] = link_target(context, href, _place(context, href)) or ""
        elif node.tag == "img" and way(source) is not Way.ABSOLUTE:
            node.attrs["src"] = image_source(context, source, _place(context, source)) or ""
    if not root.kids:
        return ""
    context.kept.append(serialise(root.kids))
    return f'<hr data-kept="{len(context.kept) - 1}">'


def _warn(root: Node, context: Context) -> None:
    """Of what Intercom would refuse. It may stand in a body all the same, made in its editor and brought home from
    there, so it stops nobody; writing it will fail."""
    seen: Counter[str] = Counter()

    def visit(node: Node, around: frozenset[str]) -> None:
        for kid in node.kids:
            if not isinstance(kid, Node):
                continue
            seen[kid.tag] += 1
            if what := _refused(kid, around):
                place = _place_of(context, kid.tag, seen[kid.tag])
                context.complain(Code.UNSUPPORTED_HTML, f"Intercom refuses {what}", place, "take it out", warning=True)
            visit(kid, around | {kid.tag})

    visit(root, frozenset())


def _refused(node: Node, around: frozenset[str]) -> str:
    match node.tag:
        case "li" if not text_of(node).strip(BLANK) and not any(each.tag in _SHOWN for each in walk(node)):
            return "a list item without text"
        case "table" if around & {"table", "li"}:
            return f"a table inside {'another table' if 'table' in around else 'a list item'}"
        case "iframe" if not is_player(node.attrs.get("src", "")):
            return "an iframe from this host"
        case "dl" | "form":
            return f"<{node.tag}>"
        case _:
            return ""


def _place_of(context: Context, tag: str, number: int) -> tuple[int, int]:
    """Of the element that is the so-manieth of its name; the parser does not tell."""
    found = list(re.finditer(rf"<{tag}(?=[\s>/])", context.text, re.IGNORECASE))
    return context.place_in(found[min(number, len(found)) - 1].start() if found else 0)


def _place(context: Context, target: str) -> tuple[int, int]:
    """Where a target is written; the parser does not tell, so the first place of that spelling."""
    return context.place_in(max(0, context.text.find(target)))


def _opened(kid: Kid) -> list[Kid]:
    return kid.kids if isinstance(kid, Node) and is_hollow_link(kid) else [kid]


def _close_up(node: Node) -> None:
    if node.tag in FLOW or node.tag in ("table", "tbody", "thead", "tfoot", "tr"):
        node.kids = [kid for kid in node.kids if not is_blank(kid)]
    node.kids = [each for kid in node.kids for each in _opened(kid)]
    for kid in node.kids:
        if isinstance(kid, Node):
            _close_up(kid)
