"""Settings go in; the open help center (its SQLite database and what is fixed about it) comes out.

Every write request is one transaction, so a kill at any moment leaves it done or not done. The database is in WAL
mode with synchronous=NORMAL: a commit survives the death of the process, which is what tests provoke; only a power
cut may lose the last ones, and then whole. Two processes may use one file: each write waits up to ten seconds for
the other's.

What the tables hold is read and written by `rows`; a transaction is `with store.transaction():`.
"""

import hashlib
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hcsync.emulator.refusal import Refusal
from hcsync.emulator.schema import prepare
from hcsync.emulator.settings import DEFAULT_NAME, Admin, Settings, generated_admins
from hcsync.emulator.slug import slug
from hcsync.errors import UsageError

Row = sqlite3.Row
_ANOTHER = "It must be an emulator's file that you may write; --db, or `emulator:` in hcsync.yml, names another."
PATIENCE = 10.0
"""Seconds a write waits for another process."""


class Store:
    """A held database. `workspace`, `name` and `identifier` are those of its creation."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.clock = clock
        self._lock = threading.RLock()
        self._connection = _connected(settings)
        try:
            prepare(self._connection, str(settings.db or "The database"))
            self._found()
            # Only now: the mode is written into the file, and a file of another program is left as it is.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._check()
            self._remember_locales()
            if settings.admins:
                with self.transaction():
                    self._replace_admins(settings.admins)
        except sqlite3.Error as error:
            self._connection.close()
            raise UsageError(f"{settings.db} cannot be opened as a database: {error}.", hint=_ANOTHER) from error
        except BaseException:
            self._connection.close()
            raise

    @property
    def now(self) -> int:
        """Unix seconds, whole."""
        return math.floor(self.clock())

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a query, at once."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._lock:
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The only value of a query that always has one."""
        with self._lock:
            return self._connection.execute(sql, values).fetchone()[0]

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement inside a transaction; returns the id of the row it inserted, if any."""
        return self._connection.execute(sql, values).lastrowid or 0

    def change_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one statement for each tuple of values, inside a transaction."""
        self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within happen, or none. Not reentrant; other threads wait. Raises Refusal (503) if another
        process keeps the database to itself."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise Refusal(503, "service_unavailable", f"The database is busy: {error}") from error
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # A full disk has ended it by now.
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _found(self) -> None:
        """Write what a new help center starts with, all at once: whoever made the tables may have died before this, or
        be about to do it."""
        settings, now = self.settings, self.now
        name = settings.name or DEFAULT_NAME
        facts = {
            "workspace": settings.workspace or hashlib.sha256(name.encode()).hexdigest()[:8],
            "name": name,
            "default_locale": settings.default_locale,
            "created_at": str(now),
        }
        with self.transaction():
            if self.value("SELECT count(*) FROM meta"):
                return
            self.change_many("INSERT INTO meta (key, value) VALUES (?, ?)", facts.items())
            self.change(
                "INSERT INTO help_centers (identifier, display_name, created_at, updated_at) VALUES (?, ?, ?, ?)",
                (slug(name) or "help", name, now, now),
            )
            self._replace_admins(settings.admins or generated_admins(1))

    def _check(self) -> None:
        facts = {row["key"]: row["value"] for row in self.rows("SELECT key, value FROM meta")}
        self.workspace, self.name, self.created_at = facts["workspace"], facts["name"], int(facts["created_at"])
        self.identifier: str = self.value("SELECT identifier FROM help_centers ORDER BY id LIMIT 1")
        for what, held, asked in (
            ("workspace", self.workspace, self.settings.workspace),
            ("default locale", facts["default_locale"], self.settings.default_locale),
        ):
            if asked is not None and asked != held:
                raise UsageError(
                    f"{self.settings.db} is a help center whose {what} is {held}, not {asked}.",
                    hint="Name another database, or leave that setting as it was.",
                )

    def _remember_locales(self) -> None:
        """So that the help center can be opened again without naming them."""
        with self.transaction():
            self.change("INSERT OR REPLACE INTO meta VALUES ('locales', ?)", (",".join(self.settings.locales),))

    def _replace_admins(self, admins: tuple[Admin, ...]) -> None:
        """Inside a transaction."""
        self.change("DELETE FROM admins")
        self.change_many(
            "INSERT INTO admins (id, name, email, position) VALUES (?, ?, ?, ?)",
            ((admin.id, admin.name, admin.email, place) for place, admin in enumerate(admins)),
        )


def remembered(db: Path) -> tuple[tuple[str, ...], str | None]:
    """The locales and the default locale a database was last opened with; none where it is new or cannot be read,
    which opening it will tell."""
    if not db.is_file():
        return (), None
    try:
        with closing(sqlite3.connect(db, timeout=PATIENCE)) as connection:
            facts = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('locales', 'default_locale')"))
    except sqlite3.Error:
        return (), None
    return tuple(facts.get("locales", "").split(",")) if facts.get("locales") else (), facts.get("default_locale")


def _connected(settings: Settings) -> sqlite3.Connection:
    where = ":memory:"
    try:
        if settings.db is not None:
            where = str(settings.db)
            settings.db.parent.mkdir(parents=True, exist_ok=True)
        # The lock of the store orders the threads; autocommit, because transactions are spelled out.
        connection = sqlite3.connect(where, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{where} cannot be opened: {error}.", hint=_ANOTHER) from error
    connection.row_factory = sqlite3.Row
    return connection
