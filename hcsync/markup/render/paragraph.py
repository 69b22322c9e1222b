"""Paragraphs: `<p class="no-margin">` for each stretch of text, a container for each image and button between them."""

from hcsync.markup.render.alignment import aligned, class_of
from hcsync.markup.render.context import Context, Figure, Item
from hcsync.markup.render.images import contained
from hcsync.markup.render.inline import joined, stretches


def paragraph(item: Item, context: Context) -> str:
    side, item = aligned(item)
    classes = f"{class_of(side)} no-margin".strip()
    return lines(item, context, f'<p class="{classes}">', "</p>", side)


def lines(item: Item, context: Context, opening: str, closing: str, side: str = "") -> str:
    """The text of `item` wrapped; images and buttons in it follow or part it, on the given side."""
    out = []
    for kid in item.kids:
        context.line = (kid.token.map or item.token.map or [context.line - 1])[0] + 1
        context.text = kid.token.content
        for piece in stretches(context.pieces(kid.kids)):
            if isinstance(piece, Figure):
                out.append(contained(piece, side))
            elif text := joined(piece):
                out.append(f"{opening}{text}{closing}")
    return "".join(out)
