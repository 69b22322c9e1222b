"""`<table>`: a node goes in; the table as Intercom stores it, in its container and without head cells, comes out.

A table in a list, a table in a table and a table without a cell are 400s (docs). Colours and widths survive only in
Intercom's own container (observed).
"""

from dataclasses import replace

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.style import styled
from hcsync.emulator.body.walk import BLANK, Place, Walk
from hcsync.emulator.refusal import unsupported_html

_TABLE_STYLE = frozenset({"border", "border-radius", "border-collapse", "border-spacing", "width"})
_CELL_STYLE = frozenset(
    {"background-color", "width", "padding", "border", "border-left", "border-top", "vertical-align"}
)


def table(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    if place.in_list:
        raise unsupported_html("Tables are not supported inside lists")
    if place.in_table:
        raise unsupported_html("Tables are not supported inside tables")
    boxed = place.boxed and walk.quirks["containers"] == "accept"
    inner = replace(place, in_table=True, gaps=False, boxed=False)
    rows = []
    for row in _rows(node):
        cells = [_cell(cell, inner, walk, boxed) for cell in row.iter() if cell.tag in ("td", "th")]
        if cells:
            rows.append(f"<tr>{''.join(cells)}</tr>")
    if not rows:
        raise unsupported_html("Table needs to contain at least one row with one cell")
    style = styled(node, _TABLE_STYLE) if boxed else ""
    whole = f'<table role="presentation"{style}><tbody>{"".join(rows)}</tbody></table>'
    return [f'<div class="intercom-interblocks-table-container">{whole}</div>']


def _rows(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    for child in node.iter():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend(_rows(child))
    return found


def _cell(node: LexborNode, place: Place, walk: Walk, boxed: bool) -> str:
    style = styled(node, _CELL_STYLE) if boxed else ""
    return f"<td{style}>{''.join(walk.blocks(node, place.within(node))) or BLANK}</td>"
