"""`![alt](source)`: an image in a container of its own, wherever in the text it stands; `{width=300}` and `{.center}`
after it say how wide it is shown and on which side."""

import re

from hcsync.markup.render.alignment import SIDES, class_of
from hcsync.markup.render.attributes import classes, values
from hcsync.markup.render.balance import warn_of_summary
from hcsync.markup.render.context import Context, Figure, Item, Piece
from hcsync.markup.render.urls import image_source
from hcsync.markup.tree import escape, escape_attribute
from hcsync.model.codes import Code

_PIXELS = re.compile(r"([1-9]\d{0,4})(?:px)?")


def image(item: Item, context: Context) -> list[Piece]:
    place = context.place_of(item.token)
    if item.token.attrs.get("title"):
        context.complain(
            Code.UNSUPPORTED_HTML, "Intercom does not keep the titles of links and images", place, warning=True
        )
    sides = classes(item, context, place, SIDES)
    sizes = _sizes(item, context, place)
    alt = _words(item.kids)
    source = image_source(context, str(item.token.attrs.get("src", "")), place)
    if source is None:
        return [escape(alt)]
    warn_of_summary("image", context, place)
    if not alt.strip():
        message = "this image says nothing to those who cannot see it"
        context.complain(Code.IMAGE_WITHOUT_WORDS, message, place, "write what it shows: ![…](…)", warning=True)
    shown = f'<img src="{escape_attribute(source)}"{described(alt)}{sizes}>'
    return [Figure(shown, side=next((side for side in SIDES if side in sides), ""))]


def described(alt: str) -> str:
    return f' alt="{escape_attribute(alt)}"' if alt else ""


def _sizes(item: Item, context: Context, place: tuple[int, int]) -> str:
    out = []
    for name, value in values(item, context, place, ("width", "height")).items():
        if found := _PIXELS.fullmatch(value):
            out.append(f' {name}="{found[1]}"')
        else:
            message = f"{name}={value} is not a number of pixels"
            context.complain(Code.UNSUPPORTED_HTML, message, place, f"write {{{name}=300}}", warning=True)
    return "".join(out)


def _words(items: list[Item]) -> str:
    """The text of an alternative without its formatting."""
    out = []
    for item in items:
        if item.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif item.type in ("text", "code_inline", "text_special"):
            out.append(item.token.content)
        else:
            out.append(_words(item.kids))
    return "".join(out)


def contained(figure: Figure, side: str = "") -> str:
    """The block Intercom keeps an image or button in; `side` is that of the text around it."""
    inner = figure.image if figure.link is None else f"{figure.link}{figure.image}</a>"
    names = " ".join(filter(None, ("intercom-container", class_of(figure.side or side))))
    return f'<div class="{names}">{inner}</div>'
