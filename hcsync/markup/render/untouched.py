"""A fence marked ```` ```html intercom ````: HTML in Intercom's own shape, passed through as it stands.

Only what could not be sent at all is changed: scripts go, relative targets become references, and white space between
blocks is dropped, which Intercom would take for empty paragraphs.
"""

from hcsync.markup.kinds import BLANK, FLOW, is_blank
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.urls import Way, image_source, link_target, way
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of, walk


def fence(item: Item, context: Context) -> str | None:
    if item.token.info.split() != ["html", "intercom"]:
        return None
    line = (item.token.map or [0])[0] + 1
    root = parse(item.token.content)
    _close_up(root)
    for node in walk(root):
        if node.tag == "a" and "href" in node.attrs:
            target = link_target(context, node.attrs["href"], (line, 1))
            node.attrs["href"] = "" if target is None else target
        elif node.tag == "img" and way(node.attrs.get("src", "")) is not Way.ABSOLUTE:
            node.attrs["src"] = image_source(context, node.attrs.get("src", ""), (line, 1)) or ""
    context.kept.append(serialise(root.kids))
    return f'<hr data-kept="{len(context.kept) - 1}">'


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
