"""A video is known by its player's address, however it was spelled: other hosts of YouTube, `?rel=0`, autoplay."""

from hcsync.markup.players import embedded
from hcsync.markup.tree import Node


def identify(node: Node) -> None:
    if node.tag == "iframe" and "src" in node.attrs:
        source = node.attrs["src"].strip()
        whole = f"https:{source}" if source.startswith("//") else source
        node.attrs["src"] = embedded(whole) or source
