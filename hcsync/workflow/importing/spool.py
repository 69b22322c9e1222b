"""What an import has got so far, on disk: articles as they came, files as they are to be, pictures. It outlives a run
that is killed, and no more than one article of it is in memory at a time."""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from hcsync.intercom import wire
from hcsync.model.address import Kind
from hcsync.model.diagnostic import Diagnostic

_TABLES = """
CREATE TABLE IF NOT EXISTS articles (place INTEGER PRIMARY KEY, id TEXT UNIQUE, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS keys (kind TEXT, id TEXT, key TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS made (kind TEXT, id TEXT, token TEXT NOT NULL, notes BLOB NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, kind TEXT, id TEXT, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS placed (path TEXT PRIMARY KEY, blob TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pictures (mark TEXT PRIMARY KEY, url TEXT NOT NULL, path TEXT NOT NULL);
"""


class Picture(msgspec.Struct, frozen=True):
    """`url` is its address in Intercom, unsigned; `path` that of the file relative to the content folder."""

    url: str
    path: str


class Spool:
    """A held resource: a folder below `.hcsync`. One process at a time."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self.folder = folder
        self.pictures = folder / "pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.begun = (folder / "spool.db").exists()
        self._database = sqlite3.connect(folder / "spool.db", timeout=10)
        # What a killed process has written stays, all the same; only a power cut may cost the last of it.
        self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
        self._database.executescript(_TABLES)

    def close(self) -> None:
        self._database.close()

    def clear(self) -> None:
        """All is where it belongs: nothing of it is needed any longer."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self) -> None:
        """Articles are listed anew with each run: what was made of those that have not changed stays."""
        with self._database:
            self._database.execute("DELETE FROM articles")

    def add(self, articles: Iterable[wire.Article]) -> None:
        rows = [(one.id, msgspec.json.encode(one)) for one in articles]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO articles (id, data) VALUES (?, ?)", rows)

    def article(self, remote_id: str) -> wire.Article:
        """One that was added."""
        (data,) = self._database.execute("SELECT data FROM articles WHERE id = ?", (remote_id,)).fetchone()
        return wire.decode(wire.Article, data)

    def keys(self) -> dict[tuple[Kind, str], str]:
        """(kind, remote id) → the key that a run before has chosen."""
        rows = self._database.execute("SELECT kind, id, key FROM keys")
        return {(Kind(kind), remote_id): key for kind, remote_id, key in rows}

    def choose(self, keys: Iterable[tuple[Kind, str, str]]) -> None:
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO keys VALUES (?, ?, ?)", keys)

    def is_made(self, kind: Kind, remote_id: str, token: str) -> bool:
        """Whether the files of an object are there already, made from the same."""
        row = self._database.execute("SELECT token FROM made WHERE (kind, id) = (?, ?)", (kind, remote_id)).fetchone()
        return row is not None and row[0] == token

    def make(
        self, kind: Kind, remote_id: str, token: str, files: dict[str, bytes], notes: Iterable[Diagnostic]
    ) -> None:
        """The files of one object (path relative to the project → bytes), all of them or none."""
        with self._database:
            self._database.execute("DELETE FROM files WHERE (kind, id) = (?, ?)", (kind, remote_id))
            rows = [(path, kind, remote_id, data) for path, data in files.items()]
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
            encoded = msgspec.json.encode(list(notes))
            self._database.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", (kind, remote_id, token, encoded))

    def notes(self) -> list[Diagnostic]:
        rows = self._database.execute("SELECT notes FROM made")
        return [note for (data,) in rows for note in msgspec.json.decode(data, type=list[Diagnostic])]

    def drop_others(self, wanted: set[tuple[Kind, str]]) -> None:
        """Forget what is not, or no longer, to be brought in."""
        known = self._database.execute("SELECT kind, id FROM made").fetchall()
        gone = [(kind, remote_id) for kind, remote_id in known if (Kind(kind), remote_id) not in wanted]
        with self._database:
            for table in ("made", "files", "keys"):
                self._database.executemany(f"DELETE FROM {table} WHERE (kind, id) = (?, ?)", gone)  # noqa: S608

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file, by path."""
        paths = [path for (path,) in self._database.execute("SELECT path FROM files ORDER BY path")]
        for path in paths:
            (data,) = self._database.execute("SELECT data FROM files WHERE path = ?", (path,)).fetchone()
            yield path, data

    def paths(self) -> set[str]:
        return {path for (path,) in self._database.execute("SELECT path FROM files")}

    def was_placed(self, path: str, blob: str) -> bool:
        """Whether an import has written this file with just these bytes: nobody has edited it since."""
        row = self._database.execute("SELECT blob FROM placed WHERE path = ?", (path,)).fetchone()
        return row is not None and row[0] == blob

    def place(self, blobs: Mapping[str, str]) -> None:
        """`blobs` by path. Call it before the files are written."""
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO placed VALUES (?, ?)", blobs.items())

    def picture(self, mark: str) -> Picture | None:
        row = self._database.execute("SELECT url, path FROM pictures WHERE mark = ?", (mark,)).fetchone()
        return None if row is None else Picture(*row)

    def keep_picture(self, mark: str, picture: Picture) -> None:
        row = (mark, picture.url, picture.path)
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?)", row)
