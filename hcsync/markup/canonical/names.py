"""Elements that mean the same get one name: strong → b, em → i (Intercom does so on write — observed)."""

from hcsync.markup.tree import Node, walk

_NAMES = {"strong": "b", "em": "i", "image": "img"}


def unify(root: Node) -> None:
    for node in walk(root):
        name = _NAMES.get(node.tag)
        if name:
            node.tag = name
