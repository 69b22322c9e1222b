"""Tables of plain cells. A first row in bold is the head; without one the head is left empty, which shows no row."""

from hcsync.markup.canonical.tables import width_of
from hcsync.markup.kinds import classes
from hcsync.markup.revert.context import Context
from hcsync.markup.revert.lines import line
from hcsync.markup.tree import Node

_RULES = {"": "---", "intercom-align-center": ":-:", "intercom-align-right": "--:"}


def table(node: Node, context: Context) -> list[str] | None:
    body = node.kids[0] if len(node.kids) == 1 else None
    if node.attrs or not isinstance(body, Node) or body.tag != "tbody":
        return None
    rows = [row for row in body.kids if isinstance(row, Node)]
    cells = [[cell for cell in row.kids if isinstance(cell, Node)] for row in rows]
    width = len(cells[0]) if cells else 0
    if not width or any(len(row) != width or any(not _is_plain(cell) for cell in row) for row in cells):
        return None
    if any(cell.attrs for row in cells[1:] for cell in row):
        return None
    head = all(_bold(cell) is not None for cell in cells[0])
    written = [[_cell(cell, context, head=head and row is cells[0]) for cell in row] for row in cells]
    rules = [_alignment([row[at] for row in cells]) for at in range(width)]
    if None in rules or any(cell is None for row in written for cell in row):
        return None
    shown = [[cell or "" for cell in row] for row in written]
    if not head:
        shown.insert(0, [""] * width)
    shown.insert(1, [rule or "" for rule in rules])
    widths = [width_of(cell).removesuffix("px") or "auto" for cell in cells[0]]
    above = [f'{{widths="{" ".join(widths)}"}}', ""] if any(cell.attrs for cell in cells[0]) else []
    return above + ["| " + " | ".join(row) + " |" for row in shown]


def _is_plain(cell: Node) -> bool:
    measured = not cell.attrs or (cell.attrs.keys() == {"style"} and cell.attrs["style"] == f"width:{width_of(cell)}")
    if cell.tag != "td" or not measured or len(cell.kids) > 1:
        return False
    return all(isinstance(kid, Node) and kid.tag == "p" for kid in cell.kids)


def _paragraph(cell: Node) -> Node | None:
    only = cell.kids[0] if cell.kids else None
    return only if isinstance(only, Node) else None


def _bold(cell: Node) -> Node | None:
    paragraph = _paragraph(cell)
    only = paragraph.kids[0] if paragraph is not None and len(paragraph.kids) == 1 else None
    return only if isinstance(only, Node) and only.tag == "b" else None


def _cell(cell: Node, context: Context, *, head: bool) -> str | None:
    holder = _bold(cell) if head else _paragraph(cell)
    written = "" if holder is None else line(holder.kids, context.style("<br>"))
    return None if written is None else written.replace("|", "\\|")


def _alignment(column: list[Node]) -> str | None:
    """The rule below the head; None if the cells of the column are not aligned alike."""
    sides = set()
    for cell in column:
        paragraph = _paragraph(cell)
        if paragraph is not None:
            if paragraph.attrs.keys() - {"class"} or len(classes(paragraph)) > 1:
                return None
            sides.add(paragraph.attrs.get("class", ""))
    return _RULES.get(sides.pop() if len(sides) == 1 else "") if len(sides) < 2 else None
