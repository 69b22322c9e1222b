"""Headings. Levels are written as they are and settled at the end (`body`); in a list item, which cannot hold one,
a heading is a bold paragraph."""

from hcsync.markup.render.alignment import aligned, class_of
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines


def heading(item: Item, context: Context) -> str:
    side, item = aligned(item)
    if "list" in context.inside:
        with context.within("b"):
            return lines(item, context, '<p class="no-margin"><b>', "</b></p>", side)
    tag = item.token.tag
    opening = f'<{tag} class="{class_of(side)}">' if side else f"<{tag}>"
    return lines(item, context, opening, f"</{tag}>", side)
