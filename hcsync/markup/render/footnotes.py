"""Footnotes: numbers in brackets in the text, the notes below a line at the end. Intercom has no superscript."""

from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code

_PARAGRAPH = '<p class="no-margin">'


def notes(item: Item, context: Context) -> str:
    return "<hr>" + "".join(note(each, context) for each in item.kids)


def lost(item: Item, context: Context) -> str:
    mark = f"[^{item.token.meta['label']}]"
    message, hint = f"nothing refers to {mark}, so it is not shown", "refer to it, or take it out"
    if item.token.meta["twice"]:
        message, hint = f"{mark} is written twice; the first one counts", "give one of them another name"
    place = ((item.token.map or [0])[0] + 1, 1)
    context.complain(Code.UNSUPPORTED_HTML, message, place, hint, warning=True)
    return ""


def note(item: Item, context: Context) -> str:
    html = context.blocks(item.kids)
    number = f"[{item.token.meta['id'] + 1}]"
    if html.startswith(_PARAGRAPH):
        return f"{_PARAGRAPH}{number} {html.removeprefix(_PARAGRAPH)}"
    return f"{_PARAGRAPH}{number}</p>{html}"
