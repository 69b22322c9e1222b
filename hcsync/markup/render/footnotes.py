"""Footnotes: numbers in brackets in the text, the notes below a line at the end. Intercom has no superscript."""

from hcsync.markup.render.context import Context, Item

_PARAGRAPH = '<p class="no-margin">'


def notes(item: Item, context: Context) -> str:
    out = []
    for note in item.kids:
        html = context.blocks(note.kids)
        number = f"[{note.token.meta['id'] + 1}]"
        if html.startswith(_PARAGRAPH):
            out.append(f"{_PARAGRAPH}{number} {html.removeprefix(_PARAGRAPH)}")
        else:
            out.append(f"{_PARAGRAPH}{number}</p>{html}")
    return "<hr>" + "".join(out)
