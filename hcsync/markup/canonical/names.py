"""Elements that mean the same get one name: strong → b, em → i (Intercom does so on write — observed)."""

from hcsync.markup.tree import Node

_NAMES = {"strong": "b", "em": "i", "image": "img"}


def unify(node: Node) -> None:
    node.tag = _NAMES.get(node.tag, node.tag)
