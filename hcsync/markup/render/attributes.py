"""`{…}` right after a link or image: what of it means something here, and a word about what does not."""

import re
from collections.abc import Collection

from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code

_ONE = r"""(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:"[^"{}]*"|[^\s"{}]+))"""
_WRITTEN = re.compile(rf"(?<![{{\\])\{{:? *{_ONE}(?: +{_ONE})* *\}}(?!\}})")
_OWN = ("href", "title", "src", "alt")
_HINT = "at the end of a paragraph it can be {.center}, {.right} or {.justify}, right after an image {width=300}"


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


def complain_of_braces(item: Item, context: Context) -> None:
    """What looks like attributes and stands in the text, where readers would see it."""
    for found in _WRITTEN.finditer(item.token.content):
        at = context.text.find(found[0])
        # The source and not the parsed text, in which an escaped `\{.center}` looks the same.
        if at < 0 or context.text[at - 1 : at] == "\\":
            continue
        hint = "links name a heading by its words: take it out" if found[0].startswith("{#") else _HINT
        message = f"{found[0]} means nothing here, so it will show as it is written"
        context.complain(Code.UNSUPPORTED_HTML, message, context.place_in(at), hint, warning=True)


def _complain(name: str, context: Context, place: tuple[int, int], known: Collection[str]) -> None:
    hint = f"here it can be {', '.join(sorted(known))}" if known else "take it out"
    context.complain(Code.UNSUPPORTED_HTML, f"{{{name}}} means nothing here", place, hint, warning=True)
