"""Tables in one shape: rows in a single tbody, no columns' widths, no white space between cells."""

from hcsync.markup.kinds import is_blank
from hcsync.markup.tree import Kid, Node, walk

_SECTIONS = frozenset(("thead", "tbody", "tfoot"))


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
        for row in rows:
            if isinstance(row, Node) and row.tag == "tr":
                row.kids = [cell for cell in row.kids if not is_blank(cell)]
        table.kids = [*others, Node("tbody", {}, rows)] if rows else others
