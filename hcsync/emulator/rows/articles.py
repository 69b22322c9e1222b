"""A store and ids go in; articles with their texts in all locales come out, and the other way round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hcsync.emulator.store import Row, Store

MARKS = 900
"""SQLite takes at least 999 values in one statement."""


@dataclass(frozen=True, slots=True)
class Content:
    """An article in one locale. `state` is "draft" or "published"; times are Unix seconds; `writes` counts how often
    its text was written. `body` is normalised HTML, image URLs in it unsigned."""

    locale: str
    title: str
    description: str
    body: str
    author_id: int
    state: str
    created_at: int
    updated_at: int
    writes: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """`contents` by locale, the default one included. `parent_id` is the collection, None for unlisted;
    `first_parent_id` the first one it ever had. `updated_at` is that of the default locale's text."""

    id: int
    parent_id: int | None
    first_parent_id: int | None
    created_at: int
    updated_at: int
    contents: dict[str, Content] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staged:
    """What an editor left unpublished over a published text; None where nothing was staged."""

    title: str | None = None
    description: str | None = None
    body: str | None = None


def get(store: Store, article_id: int) -> Article | None:
    return next(iter(load(store, [article_id])), None)


def load(store: Store, ids: Sequence[int]) -> list[Article]:
    """The articles of these ids that exist, in the order of `ids`."""
    found: dict[int, Article] = {}
    for start in range(0, len(ids), MARKS):
        some = ids[start : start + MARKS]
        marks = ",".join("?" * len(some))
        for row in store.rows(f"SELECT * FROM articles WHERE id IN ({marks})", some):  # noqa: S608 (marks alone)
            found[row["id"]] = Article(
                row["id"], row["parent_id"], row["first_parent_id"], row["created_at"], row["updated_at"]
            )
        contents = store.rows(
            "SELECT article_id, locale, title, description, body, author_id, state, created_at, updated_at, writes"  # noqa: S608
            f" FROM article_content WHERE article_id IN ({marks}) ORDER BY article_id, locale",
            some,
        )
        for row in contents:
            found[row["article_id"]].contents[row["locale"]] = Content(*tuple(row)[1:])
    return [found[one] for one in ids if one in found]


def count(store: Store) -> int:
    total: int = store.value("SELECT count(*) FROM articles")
    return total


def recent(store: Store, offset: int, limit: int) -> list[Article]:
    """A stretch of all articles, the last updated first, the newer id first where times are equal."""
    sql = "SELECT id FROM articles ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?"
    return load(store, [row["id"] for row in store.rows(sql, (limit, offset))])


def in_collection(store: Store, collection_id: int | None) -> list[Article]:
    """The articles that lie in a collection itself (None: in none), oldest first."""
    sql = "SELECT id FROM articles WHERE parent_id IS ? ORDER BY id"
    return load(store, [row["id"] for row in store.rows(sql, (collection_id,))])


def insert(store: Store, parent_id: int | None, now: int) -> Article:
    """A new article without texts. Inside a transaction."""
    article_id = store.change(
        "INSERT INTO articles (parent_id, first_parent_id, created_at, updated_at) VALUES (?, ?, ?, ?)",
        (parent_id, parent_id, now, now),
    )
    return Article(article_id, parent_id, parent_id, now, now)


def update(store: Store, article: Article) -> None:
    """Write parent and times. Inside a transaction."""
    store.change(
        "UPDATE articles SET parent_id = ?, first_parent_id = ?, updated_at = ? WHERE id = ?",
        (article.parent_id, article.first_parent_id, article.updated_at, article.id),
    )


def put_content(store: Store, article_id: int, content: Content, sought: str) -> None:
    """Write one locale's text; `sought` is what search looks through. Inside a transaction."""
    store.change(
        "INSERT INTO article_content (article_id, locale, title, description, body, author_id, state, created_at,"
        " updated_at, writes, sought) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id, locale) DO UPDATE SET title = excluded.title, description = excluded.description,"
        " body = excluded.body, author_id = excluded.author_id, state = excluded.state,"
        " created_at = excluded.created_at, updated_at = excluded.updated_at, writes = excluded.writes,"
        " sought = excluded.sought",
        (article_id, content.locale, content.title, content.description, content.body, content.author_id,
         content.state, content.created_at, content.updated_at, content.writes, sought),
    )  # fmt: skip


def drop_content(store: Store, article_id: int, locale: str) -> None:
    store.change("DELETE FROM article_content WHERE article_id = ? AND locale = ?", (article_id, locale))


def delete(store: Store, ids: Iterable[int]) -> None:
    """Articles with all their texts. Inside a transaction."""
    store.change_many("DELETE FROM articles WHERE id = ?", ((one,) for one in ids))


def staged(store: Store, article_id: int) -> dict[str, Staged]:
    """Locale → what is staged there; a locale without a pending draft is absent."""
    rows = store.rows("SELECT * FROM pending_drafts WHERE article_id = ?", (article_id,))
    return {row["locale"]: Staged(row["title"], row["description"], row["body"]) for row in rows}


def stage(store: Store, article_id: int, locale: str, draft: Staged) -> None:
    store.change(
        "INSERT OR REPLACE INTO pending_drafts (article_id, locale, title, description, body) VALUES (?, ?, ?, ?, ?)",
        (article_id, locale, draft.title, draft.description, draft.body),
    )


def unstage(store: Store, article_id: int, locale: str | None = None) -> None:
    """Forget the pending draft of one locale, or of all."""
    store.change(
        "DELETE FROM pending_drafts WHERE article_id = ?1 AND (?2 IS NULL OR locale = ?2)", (article_id, locale)
    )


def seek(store: Store, locale: str, words: Sequence[str], filters: str, values: Sequence[object]) -> list[Row]:
    """Rows (id, parent_id, title) of articles whose text in `locale` holds all `words` (casefolded), the last
    updated first. `filters` is SQL on `a` (articles) and `c` (their content), with `values` for its marks."""
    clauses = ["c.locale = ?", *("instr(c.sought, ?)" for _ in words), *([filters] if filters else [])]
    return store.rows(
        "SELECT a.id, a.parent_id, c.title FROM articles a JOIN article_content c ON c.article_id = a.id"  # noqa: S608
        f" WHERE {' AND '.join(clauses)} ORDER BY a.updated_at DESC, a.id DESC",
        (locale, *words, *values),
    )
