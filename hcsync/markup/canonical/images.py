"""What an image is, whatever its address says today: Intercom signs addresses anew every 15 minutes (observed)."""

import re

from hcsync.markup.canonical.links import encoded
from hcsync.markup.tree import Node

_SIGNED = frozenset(("expires", "signature", "req"))
OWN_HOST = re.compile(
    r"(?:https?:)?//(?:[a-z0-9-]+\.)*(?:intercomcdn\.(?:com|eu)|intercom-attachments(?:-\d+)?\.(?:com|eu))/",
    re.IGNORECASE,
)


def identify(node: Node) -> None:
    if node.tag == "img" and "src" in node.attrs:
        node.attrs["src"] = encoded(identity(node.attrs["src"].strip()))


def identity(src: str) -> str:
    """The address without what signs it; on Intercom's own hosts, without any query."""
    address, mark, query = src.partition("?")
    if not mark:
        return src
    if OWN_HOST.match(src):
        return address
    if "expires=" not in query and "signature=" not in query:
        return src
    kept = [part for part in query.split("&") if part.partition("=")[0] not in _SIGNED]
    return f"{address}?{'&'.join(kept)}" if kept else address
