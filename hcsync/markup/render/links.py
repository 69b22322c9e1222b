"""`[text](target)`, `<https://…>` and bare addresses: links as Intercom stores them."""

from hcsync.markup.render.context import Context, Figure, Item, Piece
from hcsync.markup.render.inline import wrapped
from hcsync.markup.render.urls import link_open
from hcsync.model.codes import Code


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
    opening = link_open(context, str(item.token.attrs.get("href", "")), place)
    if opening is None:
        return inner
    linked = [Figure(piece.image, opening) if isinstance(piece, Figure) else piece for piece in inner]
    return wrapped(linked, opening, "</a>")


def _warn_of_title(item: Item, context: Context, place: tuple[int, int]) -> None:
    if item.token.attrs.get("title"):
        context.complain(
            Code.UNSUPPORTED_HTML, "Intercom does not keep the titles of links and images", place, warning=True
        )
