"""Pictures stand alone, one a paragraph, as Intercom keeps each in a container of its own (observed)."""

from hcsync.markup.kinds import is_blank, is_picture
from hcsync.markup.tree import Kid, Node


def part(node: Node) -> None:
    out: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node) and kid.tag == "p":
            out += alone(kid)
        else:
            out.append(kid)
            if isinstance(kid, Node) and kid.kids:
                part(kid)
    node.kids = out


def alone(paragraph: Node) -> list[Kid]:
    """A paragraph of nothing but pictures, as one paragraph for each; any other as it is."""
    pictures: list[Kid] = []
    for kid in paragraph.kids:
        if is_picture(kid):
            pictures.append(kid)
        elif not is_blank(kid) and not (isinstance(kid, Node) and kid.tag == "br"):
            return [paragraph]
    if len(pictures) < 2:
        return [paragraph]
    return [Node("p", dict(paragraph.attrs), [picture]) for picture in pictures]
