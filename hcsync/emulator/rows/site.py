"""A store and a locale go in; what the reader's site lists (articles without their texts) comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class Head:
    """A published article in one locale, without its text. `updated_at` is Unix seconds."""

    id: int
    parent_id: int | None
    title: str
    description: str
    author_id: int
    updated_at: int


def published(store: Store, locale: str) -> list[Head]:
    """All articles published in a locale, oldest first."""
    rows = store.rows(
        "SELECT a.id, a.parent_id, c.title, c.description, c.author_id, c.updated_at"
        " FROM articles a JOIN article_content c ON c.article_id = a.id"
        " WHERE c.locale = ? AND c.state = 'published' ORDER BY a.id",
        (locale,),
    )
    return [Head(*tuple(row)) for row in rows]


def locales_with_content(store: Store) -> list[str]:
    """Locales in which anything is published, by name."""
    rows = store.rows("SELECT DISTINCT locale FROM article_content WHERE state = 'published' ORDER BY 1")
    return [row["locale"] for row in rows]


def bodies(store: Store, locale: str, ids: Sequence[int]) -> dict[int, str]:
    """Id → normalised HTML, of at most 900 articles."""
    marks = ",".join("?" * len(ids))
    rows = store.rows(
        f"SELECT article_id, body FROM article_content WHERE locale = ? AND article_id IN ({marks})",  # noqa: S608
        (locale, *ids),
    )
    return {row["article_id"]: row["body"] for row in rows}


@dataclass(frozen=True, slots=True)
class Picture:
    """Where an uploaded image came from, and whether its bytes were kept."""

    source: str
    held: bool


def picture(store: Store, path: str) -> Picture | None:
    """By the path of its URL on the CDN."""
    row = store.row("SELECT source, bytes IS NOT NULL FROM images WHERE path = ?", (path,))
    return None if row is None else Picture(row[0], bool(row[1]))
