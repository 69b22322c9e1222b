"""Footnotes: numbers in brackets in the text, the notes below a line at the end. Intercom has no superscript."""

from hcsync.markup.render.context import Context, Item

_PARAGRAPH = '<p class="no-margin">'


def notes(item: Item, context: Context) -> str:
    return "<hr>" + "".join(note(each, context) for each in item.kids)


def note(item: Item, context: Context) -> str:
    html = context.blocks(item.kids)
    number = f"[{item.token.meta['id'] + 1}]"
    if html.startswith(_PARAGRAPH):
        return f"{_PARAGRAPH}{number} {html.removeprefix(_PARAGRAPH)}"
    return f"{_PARAGRAPH}{number}</p>{html}"
