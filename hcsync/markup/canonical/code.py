"""Code blocks in one shape, `<pre><code>`, line breaks as newlines; their text is left exactly as it is."""

from hcsync.markup.tree import Kid, Node, walk


def settle(root: Node) -> None:
    for pre in (node for node in walk(root) if node.tag == "pre"):
        kids = pre.kids
        if len(kids) == 1 and isinstance(kids[0], Node) and kids[0].tag == "code":
            kids = kids[0].kids
        pre.kids = [Node("code", {}, _lines(kids))]


def _lines(kids: list[Kid]) -> list[Kid]:
    out: list[Kid] = []
    for kid in kids:
        line = "\n" if isinstance(kid, Node) and kid.tag == "br" else kid
        if isinstance(line, Node):
            line.kids = _lines(line.kids)
            out.append(line)
        elif out and isinstance(out[-1], str):
            out[-1] += line
        else:
            out.append(line)
    return out
