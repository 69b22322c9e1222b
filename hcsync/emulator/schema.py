"""A SQLite connection goes in; the same with the help center's tables in it, at the version of this code, comes out.

Ids are AUTOINCREMENT: an id is never given twice, as in Intercom. Article and collection texts of all locales, the
default one included, lie side by side in the content tables.
"""

import sqlite3

from hcsync.errors import UsageError

VERSION = 1

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE admins (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, position INTEGER NOT NULL);

CREATE TABLE help_centers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, identifier TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);

CREATE TABLE collections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, parent_id INTEGER REFERENCES collections(id),
  help_center_id INTEGER NOT NULL REFERENCES help_centers(id), position INTEGER NOT NULL, icon TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE INDEX collections_parent ON collections(parent_id);

CREATE TABLE collection_content (
  collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE, locale TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT NOT NULL, PRIMARY KEY (collection_id, locale)
) WITHOUT ROWID;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, parent_id INTEGER REFERENCES collections(id), first_parent_id INTEGER,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE INDEX articles_recent ON articles(updated_at DESC, id DESC);
CREATE INDEX articles_parent ON articles(parent_id);

CREATE TABLE article_content (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, locale TEXT NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, body TEXT NOT NULL, author_id INTEGER NOT NULL,
  state TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, writes INTEGER NOT NULL,
  sought TEXT NOT NULL, PRIMARY KEY (article_id, locale)
);

CREATE TABLE pending_drafts (
  article_id INTEGER NOT NULL, locale TEXT NOT NULL, title TEXT, description TEXT, body TEXT,
  PRIMARY KEY (article_id, locale),
  FOREIGN KEY (article_id, locale) REFERENCES article_content(article_id, locale) ON DELETE CASCADE
);

CREATE TABLE images (
  path TEXT PRIMARY KEY, source TEXT NOT NULL, media_type TEXT, bytes BLOB, created_at INTEGER NOT NULL
);
CREATE INDEX images_source ON images(source);
"""

# Ids of a live workspace are large and of different sizes; tools that mix kinds up should stumble here too.
_FIRST_IDS = (("help_centers", 31_414), ("collections", 4_200_000), ("articles", 9_100_000))


def prepare(connection: sqlite3.Connection, where: str) -> None:
    """Create the tables in an empty database. Raises UsageError for a database of another program or of another
    version; `where` names it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have been quicker.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            connection.execute("COMMIT")
            return
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version or tables:
            raise UsageError(
                f"{where} is not a help center of this version of hcsync.",
                hint="Name another file, or delete it and let it be made anew.",
            )
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        for table, last in _FIRST_IDS:
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # A full disk has ended it by now.
            connection.execute("ROLLBACK")
        raise
