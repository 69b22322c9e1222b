"""`---`: a line across the page."""

from hcsync.markup.render.context import Context, Item


def line_across(item: Item, context: Context) -> str:
    return "<hr>"
