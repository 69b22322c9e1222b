"""Image sources as written go in; URLs on Intercom's CDN, under which the images were taken in, come out.

Intercom downloads each image while the article is written and serves its own copy (docs, observed). Here a source is
taken as downloaded if it is an absolute http(s) URL, except under the reserved top-level domain `.invalid`; with the
quirk image-fetch it really is downloaded. URLs under https://hcsync.localhost/assets/ are read from a local folder
where one is given.
"""

import asyncio
import hashlib
import mimetypes
import re
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from hcsync.emulator.refusal import Refusal
from hcsync.emulator.rows import images
from hcsync.emulator.rows.images import Image
from hcsync.emulator.settings import CDN_HOSTS
from hcsync.emulator.store import Store

ASSETS = "https://hcsync.localhost/assets/"
_LARGEST = 40_000_000
_SECONDS = 20
_FIRST_NUMBER = 1_000_000_000
_SRC = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")

Download = tuple[str, bytes]
"""Media type and content."""


@dataclass(slots=True)
class Uploads:
    """The images of one write request. `downloads` holds what was fetched beforehand (quirk image-fetch)."""

    store: Store
    downloads: Mapping[str, Download] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)

    def place(self, source: str) -> str | None:
        """The CDN URL, unsigned, of an image; uploads it if need be. Inside a transaction. One out of reach is refused,
        left out (None) or stays where it is (quirk image-unreachable). Raises Refusal."""
        source = source.strip()
        kept = ours(source)
        if kept is not None:
            return kept
        if source not in self.placed:
            try:
                self.placed[source] = self._upload(source)
            except Refusal:
                instead = self.store.settings.quirks["image-unreachable"]
                if instead == "refuse":
                    raise
                return source if instead == "keep" else None
        return f"https://{self.store.settings.cdn_host}{self.placed[source]}"

    def _upload(self, source: str) -> str:
        media_type, data = self._content(source)
        if self.store.settings.quirks["image-reupload"] == "reuse":
            before = images.path_of(self.store, source)
            if before is not None:
                return before
        number = _FIRST_NUMBER + images.count(self.store) + 1
        digest = hashlib.sha256(f"{number}:{source}".encode()).hexdigest()[:28]
        path = f"/i/o/{self.store.workspace}/{number}/{digest}/{_file_name(source)}"
        images.insert(self.store, Image(path, source, media_type, data), self.store.now)
        return path

    def _content(self, source: str) -> tuple[str | None, bytes | None]:
        settings = self.store.settings
        if not _absolute(source) or _unreachable(source):
            raise self._refusal(source)
        if settings.assets is not None and source.startswith(ASSETS):
            file = asset_file(settings.assets, source)
            if file is None:
                raise self._refusal(source)
            return mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
        if settings.quirks["image-fetch"] == "off":
            return None, None
        if source not in self.downloads:
            raise self._refusal(source)
        return self.downloads[source]

    def _refusal(self, source: str) -> Refusal:
        """Code and message of an image out of reach are unknown (quirk bad-image)."""
        code = self.store.settings.quirks["bad-image"]
        return Refusal(400, code, f"Image could not be downloaded: {source[:200]}", "body")


async def fetch(store: Store, bodies: Iterable[str]) -> Uploads:
    """Download the images that bodies name, side by side and off the event loop, if the quirk image-fetch is on.
    Those that cannot be had are refused later, where they are used."""
    sources = _to_fetch(store, bodies)
    found = await asyncio.gather(*(asyncio.to_thread(_download, source) for source in sources))
    return Uploads(store, {source: got for source, got in zip(sources, found, strict=True) if got is not None})


def fetch_now(store: Store, bodies: Iterable[str]) -> Uploads:
    """The same, one after the other, where there is no event loop."""
    found = ((source, _download(source)) for source in _to_fetch(store, bodies))
    return Uploads(store, {source: got for source, got in found if got is not None})


def ours(source: str) -> str | None:
    """The URL without its query if it lies on Intercom's CDN already (accepted bare: observed), else None."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    if parts.scheme == "https" and parts.netloc in CDN_HOSTS.values() and parts.path.startswith("/i/o/"):
        return f"https://{parts.netloc}{parts.path}"
    return None


def asset_file(folder: Path, source: str) -> Path | None:
    """The file behind an asset URL; None if there is none, or if the path leads out of the folder."""
    root = folder.resolve()
    try:
        file = (root / unquote(urlsplit(source).path).removeprefix("/assets/")).resolve()
    except (ValueError, OSError):
        return None
    return file if file.is_relative_to(root) and file.is_file() else None


def _to_fetch(store: Store, bodies: Iterable[str]) -> list[str]:
    if store.settings.quirks["image-fetch"] == "off":
        return []
    sources = {
        source
        for body in bodies
        for source in map(_written, _SRC.finditer(body))
        if _absolute(source) and not _unreachable(source) and ours(source) is None
        if store.settings.assets is None or not source.startswith(ASSETS)
    }
    return sorted(sources)


def _written(hit: re.Match[str]) -> str:
    return (hit[1] or hit[2] or hit[3] or "").replace("&amp;", "&").strip()


def _absolute(source: str) -> bool:
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _unreachable(source: str) -> bool:
    host = (urlsplit(source).hostname or "").rstrip(".")
    return host == "invalid" or host.endswith(".invalid")


def _download(source: str) -> Download | None:
    request = urllib.request.Request(source, headers={"User-Agent": "hcsync-emulator"})  # noqa: S310 (http only)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 (checked to be http)
            media_type: str = answer.headers.get_content_type()
            data: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError):
        return None
    return (media_type, data) if media_type.startswith("image/") and len(data) <= _LARGEST else None


def _file_name(source: str) -> str:
    name = _UNSAFE.sub("-", unquote(urlsplit(source).path).rpartition("/")[2]).strip("-.")
    return quote(name) or "image"
