"""A fence marked ```` ```html intercom ````: HTML in Intercom's own shape, passed through as it stands.

Only what could not be sent at all is changed: scripts go, relative targets become references, and white space between
blocks is dropped, which Intercom would take for empty paragraphs.
"""

import re

from hcsync.markup.kinds import BLANK, FLOW, is_blank
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.urls import Way, image_source, link_target, way
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of, walk
from hcsync.model.codes import Code

_SCRIPT = re.compile(r"<(script|style|template)\b", re.IGNORECASE)


def fence(item: Item, context: Context) -> str | None:
    if item.token.info.split() != ["html", "intercom"]:
        return None
    context.line, context.text = (item.token.map or [0])[0] + 2, item.token.content
    for script in _SCRIPT.finditer(context.text):
        message = f"Intercom does not take <{script[1].lower()}>"
        context.complain(Code.UNSUPPORTED_HTML, message, context.place_in(script.start()), "remove it")
    root = parse(context.text)
    _close_up(root)
    for node in walk(root):
        href, source = node.attrs.get("href"), node.attrs.get("src", "")
        if node.tag == "a" and href is not None:
            node.attrs["href"] = link_target(context, href, _place(context, href)) or ""
        elif node.tag == "img" and way(source) is not Way.ABSOLUTE:
            node.attrs["src"] = image_source(context, source, _place(context, source)) or ""
    context.kept.append(serialise(root.kids))
    return f'<hr data-kept="{len(context.kept) - 1}">'


def _place(context: Context, target: str) -> tuple[int, int]:
    """Where a target is written; the parser does not tell, so the first place of that spelling."""
    return context.place_in(max(0, context.text.find(target)))


def _is_hollow_link(kid: Kid) -> bool:
    if isinstance(kid, str) or kid.tag != "a":
        return False
    return not text_of(kid).strip(BLANK) and not any(each.tag == "img" for each in walk(kid))


def _close_up(node: Node) -> None:
    if node.tag in FLOW or node.tag in ("table", "tbody", "thead", "tfoot", "tr"):
        node.kids = [kid for kid in node.kids if not is_blank(kid)]
    node.kids = [kid for kid in node.kids if not _is_hollow_link(kid)]
    for kid in node.kids:
        if isinstance(kid, Node):
            _close_up(kid)
