"""Results that can always be made again, kept by key: parsed frontmatter, rendered digests, applied sources.

Losing the cache costs time, never correctness, so any trouble with its file means starting a new one.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path


class Cache:
    """A held resource: a SQLite table of key → bytes. Several processes may use one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._database = _open(path)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values that are known; a missing key is no error."""
        wanted = list(keys)
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            found.update(self._database.execute(f"SELECT key, value FROM kept WHERE key IN ({marks})", part))  # noqa: S608
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep them all in one transaction. A cache that cannot be written (disk full, read-only) stays as it was."""
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", values.items())
        except sqlite3.OperationalError:
            return

    def close(self) -> None:
        self._database.close()


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    return database
