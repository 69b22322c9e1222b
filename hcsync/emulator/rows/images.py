"""A store and a CDN path go in; the uploaded image (where it came from, its bytes if they were fetched) comes out."""

from dataclasses import dataclass

from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class Image:
    """`path` is that of its URL on Intercom's CDN ("/i/o/…"); `source` the URL it was taken from; `media_type` and
    `data` are None where nothing was downloaded."""

    path: str
    source: str
    media_type: str | None = None
    data: bytes | None = None


def get(store: Store, path: str) -> Image | None:
    row = store.row("SELECT path, source, media_type, bytes FROM images WHERE path = ?", (path,))
    return None if row is None else Image(*tuple(row))


def path_of(store: Store, source: str) -> str | None:
    """Where this source was last uploaded to."""
    row = store.row("SELECT path FROM images WHERE source = ? ORDER BY rowid DESC LIMIT 1", (source,))
    return None if row is None else str(row["path"])


def count(store: Store) -> int:
    total: int = store.value("SELECT count(*) FROM images")
    return total


def insert(store: Store, image: Image, now: int) -> None:
    """Inside a transaction."""
    store.change(
        "INSERT INTO images (path, source, media_type, bytes, created_at) VALUES (?, ?, ?, ?, ?)",
        (image.path, image.source, image.media_type, image.data, now),
    )
