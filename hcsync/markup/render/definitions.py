"""Terms and what they mean (`Term`, then `: meaning`): Intercom refuses `<dl>`, so the term is a bold paragraph."""

from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines


def definitions(item: Item, context: Context) -> str:
    out = []
    for part in item.kids:
        if part.type == "dt":
            with context.within("b"):
                out.append(lines(part, context, '<p class="no-margin"><b>', "</b></p>"))
        else:
            out.append(context.blocks(part.kids))
    return "".join(out)
