"""Lists, nested as written: each item's text in a paragraph of its own, whether the list is tight or loose. The box of
a task (`- [x] done`) is a character, since Intercom has no boxes to tick."""

from dataclasses import replace

from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code

BOXES = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}


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
            html = context.blocks(_ticked(entry.kids))
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


def _ticked(blocks: list[Item]) -> list[Item]:
    """The blocks of an item; where it is a task, with a box before its text."""
    line = blocks[0].kids[0] if blocks and blocks[0].type == "paragraph" else None
    first = line.kids[0] if line is not None and line.kids else None
    box, space = (line.token.content[:3], line.token.content[3:4]) if line is not None else ("", "")
    if line is None or first is None or first.type != "text" or box not in BOXES or space not in (" ", "\t"):
        return blocks
    token = first.token.copy(content=f"{BOXES[box]} {first.token.content[3:].lstrip()}")
    ticked = replace(line, kids=[replace(first, token=token), *line.kids[1:]])
    return [replace(blocks[0], kids=[ticked]), *blocks[1:]]
