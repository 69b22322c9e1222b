"""Text in Unicode's composed form (NFC), so that an accent typed in two ways compares equal."""

import unicodedata

from hcsync.markup.tree import Node


def compose(node: Node) -> None:
    for at, kid in enumerate(node.kids):
        if isinstance(kid, str):
            if not kid.isascii():
                node.kids[at] = unicodedata.normalize("NFC", kid)
        else:
            if "alt" in kid.attrs:
                kid.attrs["alt"] = unicodedata.normalize("NFC", kid.attrs["alt"])
            if kid.kids:
                compose(kid)
