"""Tables in Intercom's container: no head, so the cells of the first row are bold; rows without text are left out.

`{widths="120 50% auto"}` above a table says how wide its columns are, in pixels or of the whole.
"""

import re

from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.paragraph import lines
from hcsync.model.codes import Code

_OPEN = '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>'
_CLOSE = "</tbody></table></div>"
_WIDTH = re.compile(r"([1-9]\d{0,3})(px|%)?|auto")
_EMPTY = '<p class="no-margin"></p>'


def table(item: Item, context: Context) -> str:
    rows = [row for section in item.kids for row in section.kids]
    for line in item.token.meta["beyond"]:
        message = "this row has more cells than the head of the table, and those beyond are not shown"
        hint = 'give the head more cells, or write \\| for a "|" that is text'
        context.complain(Code.UNSUPPORTED_HTML, message, (line + 1, 1), hint, warning=True)
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
    filled = [row for row in written if any(row)]
    widths = _widths(item, context, len(filled[0]) if filled else 0)
    shown = ["".join(f"<td>{cell or _EMPTY}</td>" for cell in row) for row in filled]
    if widths and shown:
        cells = zip(widths, filled[0], strict=True)
        shown[0] = "".join(f"<td{width}>{cell or _EMPTY}</td>" for width, cell in cells)
    return f"{_OPEN}{''.join(f'<tr>{row}</tr>' for row in shown)}{_CLOSE}" if shown else ""


def _widths(item: Item, context: Context, columns: int) -> list[str]:
    """The style of each cell of the first row, with a blank before it; nothing where nothing is said, or not so that it
    could be understood."""
    said = str(item.token.attrs.get("widths", "")).split()
    if not said:
        return []
    found = [_WIDTH.fullmatch(width) for width in said]
    if len(said) > columns or None in found:
        context.complain(
            Code.UNSUPPORTED_HTML,
            f'{{widths="{" ".join(said)}"}} does not fit the table below',
            ((item.token.map or [0])[0] + 1, 1),
            "write one width a column, such as 120, 50% or auto",
        )
        return []
    styles = [f' style="width: {one[1]}{one[2] or "px"};"' if one and one[1] else "" for one in found]
    return styles + [""] * (columns - len(said))


def _cell(cell: Item, context: Context) -> str:
    style = str(cell.token.attrs.get("style", ""))
    side = style.removeprefix("text-align:")
    align = f"intercom-align-{side} " if side in ("center", "right") else ""
    opening = f'<p class="{align}no-margin">'
    if cell.token.tag == "th":
        with context.within("b"):
            return lines(cell, context, f"{opening}<b>", "</b></p>")
    return lines(cell, context, opening, "</p>")
