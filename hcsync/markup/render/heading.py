"""Headings. Levels are written as they are and settled at the end (`body`); in a list item, which cannot hold one,
a heading is a bold paragraph."""

from hcsync.markup.render.alignment import aligned, class_of
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines
from hcsync.model.codes import Code


def heading(item: Item, context: Context) -> str:
    side, item = aligned(item)
    if "list" in context.inside:
        message = "Intercom has no headings within a list; this will be a bold line"
        context.complain(Code.UNSUPPORTED_HTML, message, ((item.token.map or [0])[0] + 1, 1), warning=True)
        with context.within("b"):
            return lines(item, context, '<p class="no-margin"><b>', "</b></p>", side)
    tag = item.token.tag
    opening = f'<{tag} class="{class_of(side)}">' if side else f"<{tag}>"
    return lines(item, context, opening, f"</{tag}>", side)
