"""Which elements are blocks and which run within a line; shared by everything that reshapes a tree."""

from hcsync.markup.tree import Kid, Node, walk

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

BLOCKS = HEADINGS | frozenset(
    "p ul ol li table tbody thead tfoot tr td th caption colgroup col div details summary hr pre iframe "
    "blockquote section article header footer figure figcaption dl dt dd form fieldset address aside main "
    "nav center".split()
)

# Blocks that hold lines rather than blocks, or nothing at all: their text is never wrapped into paragraphs.
_CLOSED = HEADINGS | frozenset("p pre table tbody thead tfoot tr hr iframe col colgroup caption".split())
_LINES = HEADINGS | {"p"}
FLOW = (BLOCKS - _CLOSED) | {""}

ALIGNMENTS = frozenset(("intercom-align-center", "intercom-align-right", "intercom-align-justify"))

BLANK = " \t\n\r\f"


def lines(root: Node) -> list[Node]:
    """What holds a line of text: paragraphs and headings."""
    return [node for node in walk(root) if node.tag in _LINES]


def is_inline(kid: Kid) -> bool:
    """Text, or an element that holds no block however deep; unknown elements are taken by what they hold."""
    if isinstance(kid, str):
        return True
    return kid.tag not in BLOCKS and all(is_inline(each) for each in kid.kids)


def is_blank(kid: Kid) -> bool:
    """White space between blocks, which readers never see."""
    return isinstance(kid, str) and not kid.strip(BLANK)


def is_picture(kid: Kid) -> bool:
    """An image, or a link around nothing but one."""
    if isinstance(kid, str):
        return False
    if kid.tag == "img":
        return True
    held = [each for each in kid.kids if not is_blank(each)]
    return kid.tag == "a" and len(held) == 1 and isinstance(held[0], Node) and held[0].tag == "img"


def is_hollow_link(node: Node) -> bool:
    """A link around no words and no picture: nobody sees it, but spaces and line breaks in it are seen."""
    if node.tag != "a":
        return False
    inside = walk(node)
    return not any(each.tag == "img" for each in inside) and all(
        is_blank(kid) or isinstance(kid, Node) for each in (node, *inside) for kid in each.kids
    )


def classes(node: Node) -> list[str]:
    return node.attrs.get("class", "").split()
