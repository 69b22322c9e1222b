"""`[text](target)`, `<https://…>` and bare addresses: links as Intercom stores them. `[text](target){.button}` is a
button, in a container of its own."""

import re
from dataclasses import replace

from hcsync.markup.render.alignment import SIDES
from hcsync.markup.render.attributes import classes, values
from hcsync.markup.render.context import Context, Figure, Item, Piece
from hcsync.markup.render.inline import wrapped
from hcsync.markup.render.urls import link_open
from hcsync.model.codes import Code

_TAGS = re.compile(r"<[^>]*>")


def link(item: Item, context: Context) -> list[Piece]:
    place = context.place_of(item.token)
    _warn_of_title(item, context, place)
    inner = context.pieces(item.kids)
    if not any(isinstance(piece, Figure) or piece.strip() for piece in inner):
        context.complain(
            Code.UNSUPPORTED_HTML,
            "a link without text cannot be seen",
            place,
            "write its text between the brackets",
            warning=True,
        )
        return inner
    marks = classes(item, context, place, ("button", "link", *SIDES))
    values(item, context, place, ())
    pictured = any(isinstance(piece, Figure) for piece in inner)
    button = "button" in marks and not pictured
    if "button" in marks and pictured:
        message = "a button of Intercom's holds words alone; this is a linked image"
        context.complain(Code.UNSUPPORTED_HTML, message, place, "take {.button} out", warning=True)
    opening = link_open(context, str(item.token.attrs.get("href", "")), place, button=button)
    if opening is None:
        return inner
    if button:
        return [Figure(f"{opening}{_caption(inner)}</a>", side=next((side for side in SIDES if side in marks), ""))]
    linked = [replace(piece, link=opening) if isinstance(piece, Figure) else piece for piece in inner]
    return wrapped(linked, opening, "</a>")


def _caption(inner: list[Piece]) -> str:
    """The words on a button: text alone (observed)."""
    return " ".join(_TAGS.sub("", "".join(piece for piece in inner if isinstance(piece, str))).split())


def _warn_of_title(item: Item, context: Context, place: tuple[int, int]) -> None:
    if item.token.attrs.get("title"):
        context.complain(
            Code.UNSUPPORTED_HTML, "Intercom does not keep the titles of links and images", place, warning=True
        )
