"""Lists, nested, tight where each item is a line (and lists below it), loose otherwise."""

from dataclasses import replace

from hcsync.markup.revert.context import Context
from hcsync.markup.tree import Node

# Two lists in a row would be read as one if they had the same marker.
_OTHER = {"-": "*", "*": "-", "+": "-", ".": ")", ")": "."}


def listing(node: Node, context: Context) -> list[str] | None:
    if node.attrs or not node.kids:
        return None
    manner, inside = context.manner, replace(context, depth=context.depth + 1)
    tight = not manner.loose and all(isinstance(item, Node) and _is_tight(item) for item in node.kids)
    out: list[str] = []
    for number, item in enumerate(node.kids):
        if not isinstance(item, Node) or item.tag != "li" or item.attrs:
            return None
        inner = inside.blocks(item.kids, gap=not tight)
        if not inner:
            return None
        inner = [_boxed(inner[0]), *inner[1:]]
        marker = _marker(node, context, number)
        if out and not tight:
            out.append("")
        out.append(marker + inner[0])
        out += (" " * len(marker) + row if row else "" for row in inner[1:])
    return out


def _boxed(row: str) -> str:
    """A box before the text of an item is how a task shows."""
    for box, mark in (("☐ ", "[ ] "), ("☑ ", "[x] ")):
        if row.startswith(box) and row.removeprefix(box).strip():
            return mark + row.removeprefix(box)
    return row


def _marker(node: Node, context: Context, number: int) -> str:
    """With the space up to the text. The outermost list alone begins with another number than 1."""
    manner = context.manner
    mark = manner.stop if node.tag == "ol" else manner.bullet(context.depth)
    if context.after == node.tag:
        mark = mark.replace(mark[0], _OTHER[mark[0]])
    if node.tag != "ol":
        return mark
    count = (manner.first if not context.depth else 1) + number * manner.step
    return f"{count}{mark} ".ljust(manner.number_width)


def _is_tight(item: Node) -> bool:
    tags = [kid.tag for kid in item.kids if isinstance(kid, Node)]
    return tags[:1] == ["p"] and all(tag in ("ul", "ol") for tag in tags[1:]) and len(tags) < 3
