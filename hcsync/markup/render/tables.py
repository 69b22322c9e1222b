"""Tables in Intercom's container: no head, so the cells of the first row are bold; rows without text are left out."""

from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines
from hcsync.model.codes import Code

_OPEN = '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>'
_CLOSE = "</tbody></table></div>"
_EMPTY = '<p class="no-margin"></p>'


def table(item: Item, context: Context) -> str:
    rows = [row for section in item.kids for row in section.kids]
    if "list" in context.inside:
        context.complain(
            Code.UNSUPPORTED_HTML,
            "Intercom refuses a table inside a list item",
            ((item.token.map or [0])[0] + 1, 1),
            "move it below the list",
        )
        return "".join(_cell(cell, context) for row in rows for cell in row.kids)
    with context.within("table"):
        written = [[_cell(cell, context) for cell in row.kids] for row in rows]
    shown = ["".join(f"<td>{cell or _EMPTY}</td>" for cell in row) for row in written if any(row)]
    return f"{_OPEN}{''.join(f'<tr>{row}</tr>' for row in shown)}{_CLOSE}" if shown else ""


def _cell(cell: Item, context: Context) -> str:
    style = str(cell.token.attrs.get("style", ""))
    side = style.removeprefix("text-align:")
    align = f"intercom-align-{side} " if side in ("center", "right") else ""
    opening = f'<p class="{align}no-margin">'
    if cell.token.tag == "th":
        with context.within("b"):
            return lines(cell, context, f"{opening}<b>", "</b></p>")
    return lines(cell, context, opening, "</p>")
