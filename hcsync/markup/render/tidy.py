"""A page with raw HTML in it put into the shape Intercom stores: every line in a paragraph, every element closed.

Only pages with raw HTML come here; what Markdown itself makes has that shape already.
"""

from itertools import groupby

from hcsync.markup.canonical import blocks, code, inline, names, sides, space, tables
from hcsync.markup.kinds import ALIGNMENTS, BLOCKS, HEADINGS, classes, is_blank, is_inline, is_picture, lines
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of, walk

_PLAYER = dict.fromkeys(("webkitallowfullscreen", "mozallowfullscreen", "allowfullscreen"), "")


def tidied(html: str) -> str:
    root = parse(html)
    for node in walk(root):
        names.unify(node)
    _unnest(root, inside=False)
    _part_players(root)
    _align_cells(root)
    _open_headings(root)
    tables.flatten(root)
    blocks.settle(root)
    _gather_items(root)
    _push_links(root)
    _plain_code(root)
    found = lines(root)
    for rule in (inline.tidy, space.fold, inline.tidy):
        for line in found:
            rule(line)
    _head_cells(root)
    _drop_empty(root)
    return serialise(dressed(root.kids))


def _unnest(node: Node, *, inside: bool) -> None:
    """A table in a cell or list item gives up its cells: Intercom would refuse the whole body."""
    kids: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            _unnest(kid, inside=inside or kid.tag in ("td", "th", "li"))
            if inside and kid.tag == "table":
                kids += (Node("div", {}, cell.kids) for cell in walk(kid) if cell.tag in ("td", "th"))
                continue
        kids.append(kid)
    node.kids = kids


def _gather_items(node: Node) -> None:
    """Lists hold items alone: what stands beside these joins the one before. Items without a list are one, and a
    summary of nothing is what it holds."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _gather_items(kid)
    opened = [each for kid in node.kids for each in _opened_summary(kid, node)]
    kids: list[Kid] = []
    for items, group in groupby(opened, _is_item):
        run = list(group)
        if node.tag in ("ul", "ol"):
            kids += run if items else _joined(kids, run)
        elif items:
            kids.append(Node("ul", {}, run))
        else:
            kids += run
    node.kids = kids


def _is_item(kid: Kid) -> bool:
    return isinstance(kid, Node) and kid.tag == "li"


def _joined(items: list[Kid], strays: list[Kid]) -> list[Kid]:
    last = items[-1] if items else None
    if not isinstance(last, Node):
        return [Node("li", {}, strays)]
    last.kids += strays
    return []


def _opened_summary(kid: Kid, around: Node) -> list[Kid]:
    lone = isinstance(kid, Node) and kid.tag == "summary" and around.tag != "details"
    return kid.kids if lone and isinstance(kid, Node) else [kid]


def _part_players(node: Node) -> None:
    """A player ends the line it stands in, and another begins behind it."""
    kids: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node) and (kid.tag == "p" or kid.tag in HEADINGS) and _holds(kid, "iframe"):
            line: list[Kid] = []
            for each in [*_lifted(kid.kids, "iframe"), None]:
                if each is not None and not _is_player(each):
                    line.append(each)
                    continue
                if not all(is_blank(held) for held in line):
                    kids.append(Node(kid.tag, dict(kid.attrs), list(line)))
                line.clear()
                kids += [each] if each is not None else []
            continue
        if isinstance(kid, Node):
            _part_players(kid)
        kids.append(kid)
    node.kids = kids


def _holds(node: Node, tag: str) -> bool:
    return any(each.tag == tag for each in walk(node))


def _is_player(kid: Kid) -> bool:
    return isinstance(kid, Node) and kid.tag == "iframe"


def _open_headings(root: Node) -> None:
    """A heading that has come to hold blocks (its end was forgotten) is none."""
    for node in walk(root):
        if node.tag in HEADINGS and not all(is_inline(kid) for kid in node.kids):
            node.tag, node.attrs = "div", {}


def _plain_code(root: Node) -> None:
    """Code blocks hold text alone."""
    code.settle(root)
    for node in walk(root):
        if node.tag == "pre":
            node.attrs = {}
            node.kids = [Node("code", {}, [text_of(node)])]


def _push_links(node: Node) -> None:
    """A link around blocks becomes links around their lines: Intercom has links within lines alone."""
    kids: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node) and kid.tag not in BLOCKS and not is_inline(kid):
            if kid.tag == "a":
                for line in walk(kid):
                    # A link within a link ends the outer one, as browsers have it.
                    linked = any(each.tag == "a" for each in walk(line))
                    if (line.tag == "p" or line.tag in HEADINGS) and not linked:
                        line.kids = [Node("a", dict(kid.attrs), line.kids)]
            _push_links(kid)
            kids += kid.kids
            continue
        if isinstance(kid, Node):
            _push_links(kid)
        kids.append(kid)
    node.kids = kids


def _align_cells(root: Node) -> None:
    sides.push(root)
    for cell in walk(root):
        if cell.tag in ("td", "th"):
            cell.attrs.pop("class", None)


def _head_cells(root: Node) -> None:
    """Intercom has no head cells: they are cells in bold."""
    for cell in walk(root):
        if cell.tag == "th":
            cell.tag = "td"
            for line in walk(cell):
                if line.tag == "p" and not (len(line.kids) == 1 and isinstance(line.kids[0], Node)):
                    line.kids = [Node("b", {}, inline.tidied(line.kids, frozenset("b")))]


def _drop_empty(node: Node) -> None:
    for kid in node.kids:
        if isinstance(kid, Node):
            _drop_empty(kid)
    node.kids = [kid for kid in node.kids if not _shows_nothing(kid)]


def _shows_nothing(kid: Kid) -> bool:
    if isinstance(kid, str):
        return False
    if kid.tag == "li":
        return not text_of(kid).strip() and not any(each.tag in ("img", "iframe", "hr") for each in walk(kid))
    return kid.tag in ("ul", "ol", "p", "table", "tbody", "details", "div") and not kid.kids


def dressed(kids: list[Kid]) -> list[Kid]:
    """Blocks with the classes and containers that Intercom gives them (observed)."""
    out: list[Kid] = []
    for kid in kids:
        if isinstance(kid, str):
            out.append(kid)
        elif kid.tag == "p" or kid.tag in HEADINGS:
            out += _lines(kid)
        elif kid.tag == "table":
            kid.attrs = {"role": "presentation"}
            kid.kids = dressed(kid.kids)
            for cell in walk(kid):
                _spell_style(cell)
                if cell.tag == "td" and not cell.kids:
                    cell.kids = [Node("p", {"class": "no-margin"})]
            out.append(Node("div", {"class": "intercom-interblocks-table-container"}, [kid]))
        elif kid.tag == "iframe":
            kid.attrs = {"src": kid.attrs.get("src", ""), "frameborder": "0", **_PLAYER}
            out.append(Node("div", {"class": "intercom-h2b-video"}, [kid]))
        elif kid.tag == "pre":
            out.append(kid)
        elif kid.tag == "details":
            out.append(_collapsible(kid))
        else:
            _spell_style(kid)
            kid.kids = dressed(kid.kids)
            out.append(kid)
    return out


def _collapsible(details: Node) -> Node:
    """Its summary as a heading, the rest in a box of its own (observed)."""
    summaries = [kid for kid in details.kids if isinstance(kid, Node) and kid.tag == "summary"]
    title, below = _titled(Node("", {}, list(summaries)))
    rest = [*below, *(kid for kid in details.kids if kid not in summaries)]
    box = Node("div", {"class": "collapsible-section-content"}, dressed(rest))
    return Node("details", details.attrs, [Node("summary", {}, [title]), box])


def _titled(summary: Node) -> tuple[Node, list[Kid]]:
    """A summary is one line of text; and what else was in it, to stand below."""
    line: list[Kid] = []
    below: list[Kid] = []
    for node in walk(summary):
        if node.tag == "iframe":
            below.append(node)
        elif node.tag in ("p", "pre") or node.tag in HEADINGS:
            parts = _lifted(node.kids, "img")
            below += (Node("p", {}, [each]) for each in parts if is_picture(each))
            line += [" ", *(each for each in parts if not is_picture(each))]
    title = Node("h2", {}, line)
    space.fold(title)
    return title, below


def _spell_style(node: Node) -> None:
    """Styles spelled as in Intercom's own bodies, which it is known to accept (observed)."""
    if "style" in node.attrs:
        said = (part.partition(":") for part in node.attrs["style"].split(";") if part.strip())
        node.attrs["style"] = " ".join(f"{name.strip()}: {value.strip()};" for name, _, value in said)


def _lines(block: Node) -> list[Kid]:
    """A paragraph or heading as Intercom keeps it: its text, parted by containers for images and buttons."""
    side = [name for name in classes(block) if name in ALIGNMENTS]
    names = [*side, "no-margin"] if block.tag == "p" else side
    attrs = {"class": " ".join(names)} if names else {}
    out: list[Kid] = []
    line: list[Kid] = []
    kids = _lifted(block.kids, "img")
    for kid in [*kids, None]:
        if kid is not None and not _stands_alone(kid, kids):
            line.append(kid)
            continue
        if any(not (is_blank(each) or (isinstance(each, Node) and each.tag == "br")) for each in line):
            holder = Node("", {}, [Node(block.tag, dict(attrs), list(line))])
            for each in lines(holder):
                space.fold(each)
            out += holder.kids
        line.clear()
        if kid is not None:
            out.append(Node("div", {"class": " ".join(["intercom-container", *side])}, [kid]))
    return out


def _stands_alone(kid: Kid, kids: list[Kid]) -> bool:
    return is_picture(kid) or (isinstance(kid, Node) and _is_button(kid) and len(kids) == 1)


def _lifted(kids: list[Kid], tag: str) -> list[Kid]:
    """Images (or players) out of bold, italic or a link's text, which close before and open again after them."""
    stands = is_picture if tag == "img" else _is_player
    out: list[Kid] = []
    for kid in kids:
        if isinstance(kid, str) or stands(kid) or not _holds(kid, tag):
            out.append(kid)
            continue
        part: list[Kid] = []
        for each in [*_lifted(kid.kids, tag), None]:
            if each is not None and not stands(each):
                part.append(each)
                continue
            if any(not is_blank(held) for held in part):
                out.append(Node(kid.tag, dict(kid.attrs), list(part)))
            part.clear()
            if each is not None:
                out.append(Node("a", dict(kid.attrs), [each]) if kid.tag == "a" and tag == "img" else each)
    return out


def _is_button(kid: Node) -> bool:
    return kid.tag == "a" and "intercom-h2b-button" in classes(kid)
