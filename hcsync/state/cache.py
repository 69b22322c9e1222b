"""Results that can always be made again, kept by key: parsed frontmatter, rendered digests, applied sources.

Losing the cache costs time, never correctness: a damaged file is begun anew, and where none can be kept (a read-only
folder, a full disk) memory has to do.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path


class Cache:
    """A held resource: a SQLite table of key → bytes. Several processes may use one file. Nothing here raises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = _opened(path)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values that are known; a missing key is no error."""
        wanted = list(keys)
        found: dict[str, bytes] = {}
        try:
            for start in range(0, len(wanted), 500):
                part = wanted[start : start + 500]
                marks = ",".join("?" * len(part))
                found.update(self._database.execute(f"SELECT key, value FROM kept WHERE key IN ({marks})", part))  # noqa: S608
        except sqlite3.DatabaseError as error:
            self._recover(error)
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep them all in one transaction, or none: a cache that cannot be written stays as it was."""
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", values.items())
        except sqlite3.DatabaseError as error:
            self._recover(error)

    def close(self) -> None:
        self._database.close()

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Damage shows when a page is first read, perhaps long after the file was opened."""
        if _damaged(error):
            self._database.close()
            self._database = _renewed(self._path)


def _opened(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connection(str(path))
    except (sqlite3.DatabaseError, OSError) as error:
        return _renewed(path) if _damaged(error) else _connection(":memory:")


def _renewed(path: Path) -> sqlite3.Connection:
    try:
        # The log goes too: SQLite would play an old one into the new file.
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return _connection(str(path))
    except (sqlite3.DatabaseError, OSError):
        return _connection(":memory:")


def _damaged(error: Exception) -> bool:
    """Whether the file itself is wrong, and not merely busy or out of reach: another process may be using it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _connection(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
