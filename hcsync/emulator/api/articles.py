"""Calls about articles go in; their answers come out."""

from typing import Any

from hcsync.emulator.api import fields, paging, texts, writing
from hcsync.emulator.api.call import Call
from hcsync.emulator.body.images import Uploads, fetch
from hcsync.emulator.refusal import invalid, not_found
from hcsync.emulator.rows import articles, groups
from hcsync.emulator.rows.articles import Article
from hcsync.emulator.store import Store
from hcsync.emulator.wire import articles as wire

PER_PAGE = 25


async def listing(call: Call) -> dict[str, Any]:
    """GET /articles: all of them, the last updated first."""
    stretch = paging.read(call.request, call.quirks, PER_PAGE)
    total = articles.count(call.store)
    found = articles.recent(call.store, stretch.offset, stretch.per_page)
    return {
        "type": "list",
        "pages": paging.pages(call.request, call.quirks, stretch, total),
        "total_count": total,
        "data": [wire.listed(call.store, article) for article in found],
    }


async def create(call: Call) -> dict[str, Any]:
    """POST /articles."""
    sent = texts.for_create(call.store, texts.read(call.store, call.body))
    uploads = await _uploads(call.store, sent)
    with call.store.transaction():
        article = add(call.store, sent, uploads)
    return wire.full(call.store, article)


async def read(call: Call) -> dict[str, Any]:
    """GET /articles/{id}."""
    return wire.full(call.store, _existing(call))


async def update(call: Call) -> dict[str, Any]:
    """PUT /articles/{id}."""
    _existing(call)
    sent = texts.read(call.store, call.body)
    if sent.parent_sent and sent.parent_id is None:
        if call.quirks["article-parent-null"] == "refuse":
            raise invalid("parent_id", "parent_id can't be blank")
        if call.quirks["article-parent-null"] == "ignore":
            sent = texts.Sent(sent.main, sent.others, False, None)
    uploads = await _uploads(call.store, sent)
    with call.store.transaction():
        article = _existing(call)
        _check_parent(call.store, sent)
        article = writing.update(call.store, article, sent, uploads)
        if call.quirks["draft-answer"] == "sent":
            article = writing.with_drafts(call.store, article, uploads)
    return wire.full(call.store, article)


async def delete(call: Call) -> dict[str, Any]:
    """DELETE /articles/{id}; for good."""
    with call.store.transaction():
        article = _existing(call)
        articles.delete(call.store, [article.id])
    return {"id": str(article.id), "object": "article", "deleted": True}


def add(store: Store, sent: texts.Sent, uploads: Uploads) -> Article:
    """Store a new article inside a transaction; 404 for a parent that does not exist."""
    _check_parent(store, sent)
    return writing.create(store, sent, uploads)


async def _uploads(store: Store, sent: texts.Sent) -> Uploads:
    """Images are taken in before the transaction begins: they may be slow."""
    return await fetch(store, [text.body or "" for text in sent.written])


def _existing(call: Call) -> Article:
    article = articles.get(call.store, call.id)
    if article is None:
        raise not_found()
    return article


def _check_parent(store: Store, sent: texts.Sent) -> None:
    if sent.parent_id is not None and not groups.exists(store, sent.parent_id):
        raise fields.unknown_parent("parent_id", store.settings.quirks)
