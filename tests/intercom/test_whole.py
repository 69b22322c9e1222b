"""Objects as they came over the wire, kept as bytes and had back."""

from hcsync.intercom import convert, wire
from hcsync.intercom.whole import packed, unpacked_article, unpacked_collection

ARTICLE = b"""{"id": 12, "type": "article", "title": "One", "description": null, "body": "<p>one</p>", "author_id": 7,
"state": "published", "created_at": 1, "updated_at": "2", "parent_id": 3, "parent_ids": [3], "default_locale": "en",
"translated_content": {"type": "article_translated_content", "de": null, "fr": {"type": "article_content",
"title": "Un", "body": "<p>un</p>", "author_id": 8, "state": "draft", "url": null}}, "statistics": {"views": 9}}"""
COLLECTION = b"""{"id": "3", "name": "Start", "description": "First", "parent_id": null, "help_center_id": 5,
"translated_content": {"fr": {"name": "D\xc3\xa9but", "description": ""}}}"""


def test_an_article_comes_back_whole() -> None:
    article = wire.decode(wire.Article, ARTICLE)
    again = unpacked_article(packed(article, lambda body: body))
    assert again == article
    assert convert.contents(again, "en") == convert.contents(article, "en")


def test_bodies_are_tidied_in_every_language() -> None:
    again = unpacked_article(packed(wire.decode(wire.Article, ARTICLE), str.upper))
    assert {locale: text.body for locale, text in convert.contents(again, "en").items()} == {
        "en": "<P>ONE</P>",
        "fr": "<P>UN</P>",
    }


def test_the_same_object_gives_the_same_bytes() -> None:
    other = ARTICLE.replace(b'"views": 9', b'"views": 10')
    first, second = (packed(wire.decode(wire.Article, data), str) for data in (ARTICLE, other))
    assert first == second


def test_a_collection_comes_back_whole() -> None:
    collection = wire.decode(wire.Collection, COLLECTION)
    assert unpacked_collection(packed(collection, str)) == collection
