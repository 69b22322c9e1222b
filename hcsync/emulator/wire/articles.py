"""An article goes in; its JSON as API 2.10 answers it comes out (required properties: the patched description)."""

from typing import Any

from hcsync.emulator.rows.articles import Article, Content
from hcsync.emulator.store import Store
from hcsync.emulator.wire import urls
from hcsync.emulator.wire.signing import sign
from hcsync.emulator.wire.words import shown

STATISTICS = {
    "type": "article_statistics",
    "views": 0,
    "conversations": 0,
    "reactions": 0,
    "happy_reaction_percentage": 0,
    "neutral_reaction_percentage": 0,
    "sad_reaction_percentage": 0,
}


def full(store: Store, article: Article) -> dict[str, Any]:
    """As one article is answered: with statistics."""
    item = listed(store, article)
    return {**item, "statistics": dict(STATISTICS)}


def listed(store: Store, article: Article) -> dict[str, Any]:
    """As a list or a search holds it: never with statistics (docs)."""
    settings = store.settings
    main = article.contents[settings.default_locale]
    parent = article.first_parent_id if settings.quirks["stale-parent"] == "on" else article.parent_id
    parents = [] if article.parent_id is None or settings.quirks["parent-ids"] == "empty" else [article.parent_id]
    item: dict[str, Any] = {
        "id": str(article.id),
        "type": "article",
        "workspace_id": store.workspace,
        "parent_id": parent,
        "parent_type": None if parent is None else "collection",
        "parent_ids": parents,
        **_text(store, article.id, main),
    }
    if settings.multilingual:
        item["default_locale"] = settings.default_locale
        item["translated_content"] = _translations(store, article, main)
    return item


def _translations(store: Store, article: Article, main: Content) -> dict[str, Any]:
    settings = store.settings
    shown_locales: dict[str, Any] = {"type": "article_translated_content"}
    missing = settings.quirks["missing-locales"]
    locales = dict.fromkeys((*settings.locales, *article.contents))
    for locale in locales:
        if locale == settings.default_locale and settings.quirks["echo-default-locale"] == "off":
            continue
        content = article.contents.get(locale)
        if content is not None:
            shown_locales[locale] = {"type": "article_content", **_text(store, article.id, content)}
        elif missing == "null":
            shown_locales[locale] = None
        elif missing == "empty":
            blank = Content(locale, "", "", "", main.author_id, "draft", article.created_at, article.created_at)
            shown_locales[locale] = {"type": "article_content", **_text(store, article.id, blank)}
    return shown_locales


def _text(store: Store, article_id: int, content: Content) -> dict[str, Any]:
    live = content.state == "published"
    return {
        "title": shown(store, content.title),
        "description": content.description,
        "body": sign(store, content.body),
        "author_id": content.author_id,
        "state": content.state,
        "created_at": content.created_at,
        "updated_at": content.updated_at,
        "url": urls.article(store, article_id, content.locale, content.title) if live else None,
    }
