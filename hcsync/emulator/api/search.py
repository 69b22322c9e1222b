"""A phrase goes in; the articles that hold all its words, the best first, and where they hold them, come out.

Searched is the default language's title, description and text, without regard to case. Articles whose title holds
the words come first, then the last updated.
"""

import re
from typing import Any

from hcsync.emulator.api import paging
from hcsync.emulator.api.call import Call
from hcsync.emulator.api.people import flag
from hcsync.emulator.body.plain import plain
from hcsync.emulator.refusal import invalid
from hcsync.emulator.rows import articles, groups
from hcsync.emulator.rows.articles import Article
from hcsync.emulator.wire import articles as wire

PER_PAGE = 10
LAG = 5
"""Seconds a write stays unseen under the quirk search-lag."""
_AROUND = 60
_SNIPPETS = 3


async def search(call: Call) -> dict[str, Any]:
    """GET /articles/search: phrase, state (published, draft, all), help_center_id, highlight."""
    query = call.request.query_params
    stretch = paging.read(call.request, call.quirks, PER_PAGE)
    highlight = flag(call, "highlight")
    phrase = query.get("phrase", "")
    words = phrase.casefold().split()
    found = _matching(call, words, query.get("state"), query.get("help_center_id"))
    part = articles.load(call.store, found[stretch.offset : stretch.offset + stretch.per_page])
    default = call.store.settings.default_locale
    return {
        "type": "list",
        "total_count": len(found),
        "data": {
            "articles": [wire.listed(call.store, article) for article in part],
            "highlights": [_highlights(article, default, [*words, *phrase.split()]) for article in part]
            if highlight
            else [],
        },
        "pages": paging.pages(call.request, call.quirks, stretch, len(found)),
    }


def _matching(call: Call, words: list[str], state: str | None, center: str | None) -> list[int]:
    """Ids of all articles that match."""
    store = call.store
    state = call.quirks["search-default-state"] if state is None else state
    if state not in ("published", "draft", "all"):
        raise invalid("state", "state must be one of: published, draft, all")
    clauses: list[str] = []
    values: list[object] = []
    if state != "all":
        clauses.append("c.state = ?")
        values.append(state)
    if call.quirks["search-lag"] == "on":
        clauses.append("c.updated_at <= ?")
        values.append(store.now - LAG)
    hits = articles.seek(store, store.settings.default_locale, words, " AND ".join(clauses), values)
    if center is not None:
        if not (center.isascii() and center.isdecimal()):
            raise invalid("help_center_id", "help_center_id must be an id")
        inside = {group.id for group in groups.tree(store).by_id.values() if group.help_center_id == int(center)}
        hits = [hit for hit in hits if hit["parent_id"] in inside]
    hits.sort(key=lambda hit: not all(word in hit["title"].casefold() for word in words))
    return [hit["id"] for hit in hits]


def _highlights(article: Article, locale: str, words: list[str]) -> dict[str, Any]:
    content = article.contents[locale]
    return {
        "article_id": str(article.id),
        "highlighted_title": _marked(content.title, words),
        "highlighted_summary": [_marked(snippet, words) for snippet in _snippets(plain(content.body), words)],
    }


def _marked(text: str, words: list[str]) -> list[dict[str, str]]:
    """The text in pieces, each "plain" or "highlight"."""
    pattern = _pattern(words)
    if pattern is None:
        return [{"type": "plain", "text": text}] if text else []
    pieces = pattern.split(text)
    return [
        {"type": "highlight" if place % 2 else "plain", "text": piece} for place, piece in enumerate(pieces) if piece
    ]


def _snippets(text: str, words: list[str]) -> list[str]:
    """Stretches of the text around the first hits that do not overlap."""
    pattern = _pattern(words)
    found: list[str] = []
    end = 0
    for hit in pattern.finditer(text) if pattern else ():
        if hit.start() < end:
            continue
        start, end = max(end, hit.start() - _AROUND), min(len(text), hit.end() + _AROUND)
        found.append(" ".join(text[start:end].split()))
        if len(found) == _SNIPPETS:
            break
    return found


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    unique = sorted(set(words), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, unique))})", re.IGNORECASE) if unique else None
