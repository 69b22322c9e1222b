"""Quotes: Intercom has none, so a quote is a grey callout; within lists, cells and other quotes, its paragraphs."""

from hcsync.markup.render.context import Context, Item

_OPEN = '<div class="intercom-interblocks-callout" style="background-color: #e8e8e880; border-color: #73737633;">'


def quote(item: Item, context: Context) -> str:
    if "list" in context.inside or "callout" in context.inside:
        return context.blocks(item.kids)
    with context.within("callout"):
        html = context.blocks(item.kids)
    return f"{_OPEN}{html}</div>" if html else ""
