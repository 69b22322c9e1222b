"""Markdown in; out, for each construct of its top level, the lines it stands on and the canonical blocks it becomes.

A page is rendered as a whole, since what one construct becomes may hang on others (headings, references, raw HTML that
is closed further down); marks between the constructs tell whose block is whose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import closed, opened, unnumbered
from hcsync.markup.render.context import Context, Item
from hcsync.markup.render.footnotes import note
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of

_MARK = re.compile(r"\ue000(\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `start` to before `end`, from 0, without blank ones at the end; -1 to -1 for what stands nowhere (the line
    above footnotes). `kind` is the construct's ("paragraph"), "" for several that cannot be told apart."""

    start: int
    end: int
    kind: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str
    html: str


def parts(markdown: str) -> list[Part]:
    """In the order of the page; what shows nothing (a comment) is no part. Their blocks in a row are the canonical form
    of the page, with relative targets as `hcsync:<raw>`."""
    context, items = opened(markdown)
    pieces = list(_pieces(items, context))
    whole = canonical(unnumbered(closed(context, "".join(piece.html for piece in pieces))))
    marked = "".join(f"{piece.html}<p>\ue000{number}\ue001</p>" for number, piece in enumerate(pieces))
    root = parse(canonical(unnumbered(closed(context, marked))))
    found = _told(root.kids, pieces, context.lines)
    kept = [part for part in found if part.blocks]
    if "".join(block for part in kept for block in part.blocks) == whole and _apart(kept):
        return kept
    blocks = tuple(serialise([kid]) for kid in parse(whole).kids)
    last = len(context.lines)
    return [Part(0, _end(context.lines, 0, last), "", blocks)] if blocks else []


def _pieces(items: list[Item], context: Context) -> Iterator[_Piece]:
    for item in items:
        if item.type == "footnote_block":
            yield _Piece(-1, -1, "hr", "<hr>")
            for each in item.kids:
                lines = [line for kid in each.kids for line in kid.token.map or ()]
                yield _Piece(min(lines, default=-1), max(lines, default=-1), item.type, note(each, context))
        else:
            start, end = item.token.map or (-1, -1)
            yield _Piece(start, end, item.type, context.blocks([item]))


def _told(kids: list[Kid], pieces: list[_Piece], lines: list[str]) -> list[Part]:
    """A mark on the top level ends what belongs to the pieces since the last such mark."""
    out: list[Part] = []
    blocks: list[Kid] = []
    first = 0
    for kid in kids:
        number = _mark(kid)
        if number is None:
            if isinstance(kid, Node):
                _unmark(kid)
            blocks.append(kid)
            continue
        out.append(_part(pieces[first : number + 1], lines, blocks))
        first, blocks = number + 1, []
    if first < len(pieces):
        out.append(_part(pieces[first:], lines, blocks))
    return out


def _part(pieces: list[_Piece], lines: list[str], blocks: list[Kid]) -> Part:
    placed = [piece for piece in pieces if piece.start >= 0]
    start = min((piece.start for piece in placed), default=-1)
    end = max((piece.end for piece in placed), default=-1)
    kind = pieces[0].kind if len(pieces) == 1 else ""
    return Part(start, _end(lines, start, end), kind, tuple(serialise([kid]) for kid in blocks))


def _end(lines: list[str], start: int, end: int) -> int:
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _mark(kid: Kid) -> int | None:
    found = _MARK.fullmatch(text_of(kid)) if isinstance(kid, Node) and kid.tag == "p" else None
    return int(found[1]) if found else None


def _unmark(node: Node) -> None:
    node.kids = [kid for kid in node.kids if _mark(kid) is None]
    for kid in node.kids:
        if isinstance(kid, Node):
            _unmark(kid)


def _apart(found: list[Part]) -> bool:
    """Whether no two of them share a line."""
    placed = sorted((part.start, part.end) for part in found if part.start >= 0)
    return all(before[1] <= after[0] for before, after in pairwise(placed))
