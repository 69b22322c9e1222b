"""What a reader looks for and a catalogue go in; the articles that hold all the words, marked, come out."""

import re
from dataclasses import dataclass

from hcsync.emulator.body.plain import plain
from hcsync.emulator.rows import articles, site
from hcsync.emulator.rows.site import Head
from hcsync.emulator.site.catalogue import Catalogue
from hcsync.emulator.store import Store

MOST = 50
"""Articles on the page of results."""
_AROUND = 110
_LONGEST = 200
"""Characters of a query that count."""

Pieces = tuple[tuple[bool, str], ...]
"""A text in stretches: whether it is a hit, and the stretch."""


@dataclass(frozen=True, slots=True)
class Hit:
    head: Head
    title: Pieces
    summary: Pieces


@dataclass(frozen=True, slots=True)
class Results:
    """`total` may be more than there are `hits`."""

    hits: tuple[Hit, ...]
    total: int


def search(store: Store, shown: Catalogue, query: str) -> Results:
    """Articles with more of the words in their title come first, then the last updated. No words: nothing."""
    words = query[:_LONGEST].casefold().split()
    if not words:
        return Results((), 0)
    rows = articles.seek(store, shown.locale, words, "c.state = 'published'", ())
    found = [shown.heads[row["id"]] for row in rows if row["id"] in shown.heads]
    found.sort(key=lambda head: -sum(word in head.title.casefold() for word in words))
    part = found[:MOST]
    texts = site.bodies(store, shown.locale, [head.id for head in part]) if part else {}
    pattern = re.compile(f"({'|'.join(map(re.escape, sorted(set(words), key=len, reverse=True)))})", re.IGNORECASE)
    hits = tuple(
        Hit(head, _marked(head.title, pattern), _marked(_summary(head, plain(texts[head.id]), pattern), pattern))
        for head in part
    )
    return Results(hits, len(found))


def _summary(head: Head, text: str, pattern: re.Pattern[str]) -> str:
    """The stretch of text around the first hit; the description, or the text's beginning, where there is none."""
    text = " ".join(text.split())
    hit = pattern.search(text)
    if hit is None:
        return head.description or _cut(text, 0, 2 * _AROUND)
    return _cut(text, hit.start() - _AROUND // 2, hit.end() + 2 * _AROUND - _AROUND // 2)


def _cut(text: str, start: int, end: int) -> str:
    """A stretch that begins and ends between words if a space is near, with marks where something was left out."""
    before, after = "", ""
    if start > 0:
        space = text.find(" ", start, start + 20)
        start, before = (space + 1 if space >= 0 else start), "…"
    start = max(start, 0)
    if end < len(text):
        space = text.rfind(" ", end - 20, end)
        end, after = (space if space > start else end), "…"
    return f"{before}{text[start:end]}{after}"


def _marked(text: str, pattern: re.Pattern[str]) -> Pieces:
    return tuple((place % 2 == 1, piece) for place, piece in enumerate(pattern.split(text)) if piece)
