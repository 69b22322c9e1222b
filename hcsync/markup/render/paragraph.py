"""Paragraphs: `<p class="no-margin">` for each stretch of text, a container for each image between them."""

from hcsync.markup.render.context import Context, Figure, Item
from hcsync.markup.render.images import contained
from hcsync.markup.render.inline import joined, stretches


def paragraph(item: Item, context: Context) -> str:
    return lines(item, context, '<p class="no-margin">', "</p>")


def lines(item: Item, context: Context, opening: str, closing: str) -> str:
    """The text of `item` wrapped; images in it follow or part it."""
    out = []
    for kid in item.kids:
        context.line = (kid.token.map or item.token.map or [context.line - 1])[0] + 1
        context.text = kid.token.content
        for piece in stretches(context.pieces(kid.kids)):
            if isinstance(piece, Figure):
                out.append(contained(piece))
            elif text := joined(piece):
                out.append(f"{opening}{text}{closing}")
    return "".join(out)
