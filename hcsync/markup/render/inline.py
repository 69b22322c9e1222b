"""The tokens of a line in, pieces of HTML out: text, bold, italic, code, breaks. Images come out as figures."""

import itertools
import re

from hcsync.markup.render.attributes import complain_of_braces
from hcsync.markup.render.context import Context, Figure, Item, Piece
from hcsync.markup.tree import escape
from hcsync.model.codes import Code

_TAGS = re.compile(r"<[^>]*>")
# A no-break space is no end: a paragraph of nothing else is a spacer that Intercom keeps (observed).
_ENDS = re.compile(r"\A(?:[ \t\n]|<br>)+|(?:[ \t\n]|<br>)+\Z")
# Scripts written without spaces: a line break between two of these characters is none (Hangul does use spaces).
_DENSE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\uffe0-\uffef"
    "\U00020000-\U0003ffff]"
)


def text(item: Item, context: Context) -> list[Piece]:
    if "{" in item.token.content:
        complain_of_braces(item, context)
    return [escape(item.token.content)]


def code(item: Item, context: Context) -> list[Piece]:
    return [f"<code>{escape(item.token.content)}</code>"]


def soft_break(item: Item, context: Context) -> list[Piece]:
    """A line's end in the source, to be joined once its neighbours are known (`joined`)."""
    return ["\n"]


def hard_break(item: Item, context: Context) -> list[Piece]:
    return ["<br>"]


def strong(item: Item, context: Context) -> list[Piece]:
    return _marked("b", item, context)


def emphasis(item: Item, context: Context) -> list[Piece]:
    return _marked("i", item, context)


def struck(item: Item, context: Context) -> list[Piece]:
    """Intercom has no element for struck text and drops the ones HTML has. The words are kept, and the writer told:
    words meant as withdrawn would now read as if they held."""
    context.complain(
        Code.UNSUPPORTED_HTML,
        "Intercom cannot strike text through; it will show as plain text",
        context.place_of(item.token),
        "say in words what no longer holds",
        warning=True,
    )
    return context.pieces(item.kids)


def footnote(item: Item, context: Context) -> list[Piece]:
    return [f"[{item.token.meta['id'] + 1}]"]


def _marked(tag: str, item: Item, context: Context) -> list[Piece]:
    if tag in context.inside:
        return context.pieces(item.kids)
    with context.within(tag):
        inner = context.pieces(item.kids)
    return wrapped(inner, f"<{tag}>", f"</{tag}>")


def wrapped(inner: list[Piece], opening: str, closing: str) -> list[Piece]:
    """The text between figures wrapped, each stretch apart; figures as they are."""
    out: list[Piece] = []
    for piece in stretches(inner):
        if isinstance(piece, Figure) or not piece.strip():
            out.append(piece)
            continue
        held = piece.strip(" \n")
        before, _, after = piece.partition(held)
        out.append(f"{before}{opening}{held}{closing}{after}")
    return out


def stretches(inner: list[Piece]) -> list[Piece]:
    """Neighbouring texts joined into one."""
    out: list[Piece] = []
    for piece in inner:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif piece:
            out.append(piece)
    return out


def joined(html: str) -> str:
    """The lines of a paragraph in one: a space between them, but none between two characters of a dense script."""
    html = _ENDS.sub("", html)
    if "\n" not in html:
        return html
    if html.isascii():
        return html.replace("\n", " ")
    lines = html.split("\n")
    out = [lines[0]]
    for before, after in itertools.pairwise(lines):
        left, right = _TAGS.sub("", before).rstrip(), _TAGS.sub("", after).lstrip()
        dense = left and right and _DENSE.match(left[-1]) and _DENSE.match(right[0])
        out += ("" if dense else " ", after)
    return "".join(out)
