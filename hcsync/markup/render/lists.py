"""Lists, nested as written: each item's text in a paragraph of its own, whether the list is tight or loose."""

from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code


def bullets(item: Item, context: Context) -> str:
    return _list("ul", item, context)


def numbers(item: Item, context: Context) -> str:
    start = item.token.attrs.get("start", 1)
    if start != 1:
        context.complain(
            Code.UNSUPPORTED_HTML,
            f"Intercom numbers every list from 1; this one begins with {start}",
            ((item.token.map or [0])[0] + 1, 1),
            "indent what stands between the items, so that they are one list",
            warning=True,
        )
    return _list("ol", item, context)


def _list(tag: str, item: Item, context: Context) -> str:
    out = []
    with context.within("list"):
        for entry in item.kids:
            html = context.blocks(entry.kids)
            if html:
                out.append(f"<li>{html}</li>")
            else:
                line = (entry.token.map or [0])[0] + 1
                context.complain(
                    Code.EMPTY_LIST_ITEM,
                    "Intercom refuses a list item without text",
                    (line, 1),
                    "write it or remove it",
                )
    return f"<{tag}>{''.join(out)}</{tag}>" if out else ""
