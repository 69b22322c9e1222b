"""What an image is, whatever its address says today."""

from hcsync.markup.canonical.links import encoded
from hcsync.markup.canonical.signatures import identity
from hcsync.markup.tree import Node


def identify(node: Node) -> None:
    if node.tag == "img" and "src" in node.attrs:
        node.attrs["src"] = encoded(identity(node.attrs["src"].strip()))
