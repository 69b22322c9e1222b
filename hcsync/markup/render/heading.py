"""Headings. Levels are written as they are and settled at the end (`document`); in a list item, which cannot hold one,
a heading is a bold paragraph."""

from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines


def heading(item: Item, context: Context) -> str:
    if "list" in context.inside:
        with context.within("b"):
            return lines(item, context, '<p class="no-margin"><b>', "</b></p>")
    tag = item.token.tag
    return lines(item, context, f"<{tag}>", f"</{tag}>")
