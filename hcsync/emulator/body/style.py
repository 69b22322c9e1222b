"""A node goes in; its style attribute, with the properties that survive, comes out."""

from collections.abc import Set as AbstractSet

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.walk import attribute


def styled(node: LexborNode, allowed: AbstractSet[str]) -> str:
    """` style="name: value; …"`, or "" if nothing is left. Order as written."""
    kept = []
    for declaration in (node.attributes.get("style") or "").split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and value and name in allowed and "(" not in value.replace("rgba(", "").replace("rgb(", ""):
            kept.append(f"{name}: {value};")
    return f' style="{attribute(" ".join(kept))}"' if kept else ""
