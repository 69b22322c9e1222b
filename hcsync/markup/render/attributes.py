"""`{…}` right after a link or image: what of it means something here, and a word about what does not."""

from collections.abc import Collection

from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code

_OWN = ("href", "title", "src", "alt")


def classes(item: Item, context: Context, place: tuple[int, int], known: Collection[str]) -> set[str]:
    """The classes written after a link or image that are among `known`."""
    written = str(item.token.attrs.get("class", "")).split()
    for name in written:
        if name not in known:
            _complain(f".{name}", context, place, known)
    return {name for name in written if name in known}


def values(item: Item, context: Context, place: tuple[int, int], known: Collection[str]) -> dict[str, str]:
    """The `name=value` written there whose names are among `known`."""
    found: dict[str, str] = {}
    for name, value in item.token.attrs.items():
        if name in known:
            found[name] = str(value)
        elif name not in (*_OWN, "class"):
            _complain(name, context, place, known)
    return found


def _complain(name: str, context: Context, place: tuple[int, int], known: Collection[str]) -> None:
    hint = f"here it can be {', '.join(sorted(known))}" if known else "take it out"
    context.complain(Code.UNSUPPORTED_HTML, f"{{{name}}} means nothing here", place, hint, warning=True)
