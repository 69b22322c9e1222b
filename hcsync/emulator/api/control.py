"""Calls that Intercom does not have go in: what a person does in the editor, for tests. Their answers come out.

They live under /_emulator, so no client of the real API can meet them by chance.
"""

from typing import Any

from hcsync.emulator.api import writing
from hcsync.emulator.api.call import Call
from hcsync.emulator.body.images import fetch
from hcsync.emulator.refusal import mismatch, not_found
from hcsync.emulator.rows import articles
from hcsync.emulator.rows.articles import Staged


async def pending_draft(call: Call) -> dict[str, Any]:
    """PUT /_emulator/articles/{id}/pending-draft {"pending": true|false}: an editor left a draft over every published
    text of the article (or gave it up), so a PUT without state changes nothing that readers see. {"publish": true}: the
    editor published it with all that has come into it since."""
    wanted, publish = call.body.get("pending", True), call.body.get("publish", False)
    if not isinstance(wanted, bool):
        raise mismatch("pending", "true or false")
    if publish is True:
        return await _publish(call)
    with call.store.transaction():
        article = articles.get(call.store, call.id)
        if article is None:
            raise not_found()
        articles.unstage(call.store, article.id)
        live = [locale for locale, content in article.contents.items() if content.state == "published"]
        for locale in live if wanted else ():
            articles.stage(call.store, article.id, locale, Staged())
    return {"id": str(article.id), "pending": wanted, "locales": live if wanted else []}


async def _publish(call: Call) -> dict[str, Any]:
    waiting = articles.staged(call.store, call.id)
    uploads = await fetch(call.store, [held.body or "" for held in waiting.values()])
    with call.store.transaction():
        article = articles.get(call.store, call.id)
        if article is None:
            raise not_found()
        locales = writing.publish_drafts(call.store, article, uploads)
    return {"id": str(article.id), "pending": False, "locales": locales}
