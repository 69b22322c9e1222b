"""`![alt](source)`: an image in a container of its own, wherever in the text it stands."""

from hcsync.markup.render.context import Context, Figure, Item, Piece
from hcsync.markup.render.urls import image_source
from hcsync.markup.tree import escape, escape_attribute
from hcsync.model.codes import Code


def image(item: Item, context: Context) -> list[Piece]:
    place = context.place_of(item.token)
    if item.token.attrs.get("title"):
        context.complain(
            Code.UNSUPPORTED_HTML, "Intercom does not keep the titles of links and images", place, warning=True
        )
    alt = _words(item.kids)
    source = image_source(context, str(item.token.attrs.get("src", "")), place)
    if source is None:
        return [escape(alt)]
    return [Figure(f'<img src="{escape_attribute(source)}"{described(alt)}>')]


def described(alt: str) -> str:
    return f' alt="{escape_attribute(alt)}"' if alt else ""


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


def contained(figure: Figure) -> str:
    """The block Intercom keeps an image in."""
    inner = figure.image if figure.link is None else f"{figure.link}{figure.image}</a>"
    return f'<div class="intercom-container">{inner}</div>'
