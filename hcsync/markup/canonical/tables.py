"""Tables in one shape: rows in a single tbody, columns' widths said by the first row, no white space between cells."""

import re

from hcsync.markup.kinds import is_blank
from hcsync.markup.tree import Kid, Node, walk

_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_WIDTH = re.compile(r"(?:\A|;)width: ?0*([1-9]\d{0,3})(?:\.\d+)?(px|%)(?=;|\Z)")
_AUTO = re.compile(r"(?:\A|;)width:(?:auto|0(?:px|%)?)(?=;|\Z)")
_ANY_WIDTH = re.compile(r"(\A|;)width:[^;]*")


def flatten(root: Node) -> None:
    for table in (node for node in walk(root) if node.tag == "table"):
        rows: list[Kid] = []
        others: list[Kid] = []
        for kid in table.kids:
            if is_blank(kid) or (isinstance(kid, Node) and kid.tag == "colgroup"):
                continue
            if isinstance(kid, Node) and kid.tag in _SECTIONS:
                rows += (each for each in kid.kids if not is_blank(each))
            elif isinstance(kid, Node) and kid.tag == "tr":
                rows.append(kid)
            else:
                others.append(kid)
        cells: list[list[Node]] = []
        for row in rows:
            if isinstance(row, Node) and row.tag == "tr":
                row.kids = [cell for cell in row.kids if not is_blank(cell)]
                cells.append([cell for cell in row.kids if isinstance(cell, Node)])
        _measure(cells)
        table.kids = [*others, Node("tbody", {}, rows)] if rows else others


def width_of(cell: Node) -> str:
    """ "120px", "50%", or "" where none is said."""
    found = _WIDTH.search(cell.attrs.get("style", ""))
    return f"{found[1]}{found[2]}" if found else ""


def _measure(rows: list[list[Node]]) -> None:
    """A column is as wide as the first of its cells says; that goes to its cell in the first row. Where cells are no
    columns, or a width is none that is known, all stays as it was said."""
    styles = [style for row in rows for cell in row if "width" in (style := cell.attrs.get("style", ""))]
    uneven = any(len(row) != len(rows[0]) or any("colspan" in cell.attrs for cell in row) for row in rows)
    if not styles or uneven or not all(_WIDTH.search(style) or _AUTO.search(style) for style in styles):
        return
    widths = [next(filter(None, (width_of(row[at]) for row in rows)), "") for at in range(len(rows[0]))]
    for row in rows:
        for at, cell in enumerate(row):
            style = _ANY_WIDTH.sub("", cell.attrs.get("style", "")).removeprefix(";")
            width = f"width:{widths[at]}" if row is rows[0] and widths[at] else ""
            if said := ";".join(filter(None, (style, width))):
                cell.attrs["style"] = said
            else:
                cell.attrs.pop("style", None)
