"""Pictures that Intercom hosts → files named by their bytes, each fetched once; what cannot be had stays there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hcsync.content.pictures import unfit
from hcsync.intercom.pictures import NoPicture, Pictures
from hcsync.markup.hosted import bare
from hcsync.state.files import write_atomically
from hcsync.workflow.importing.spool import Picture, Spool

FOLDER = "images"
_AT_ONCE = 6
_ENDINGS = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"))


@dataclass(slots=True)
class Gallery:
    """A held resource. `missing` maps marks to why there is no such picture, as far as this run has tried."""

    client: Pictures
    spool: Spool
    missing: dict[str, str] = field(default_factory=dict)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def take(self, wanted: dict[str, str], again: Callable[[], Awaitable[dict[str, str]]]) -> dict[str, str]:
        """Mark → address in; mark → path relative to the content folder out, for those that could be had. Addresses are
        good for some minutes only: `again` gives new ones."""
        done = await asyncio.gather(*(self._one(mark, url, again) for mark, url in wanted.items()))
        return {mark: path for mark, path in zip(wanted, done, strict=True) if path}

    async def _one(self, mark: str, url: str, again: Callable[[], Awaitable[dict[str, str]]]) -> str:
        known = self.spool.picture(mark)
        if known is not None:
            return known.path
        if mark in self.missing:
            return ""
        async with self._places:
            try:
                data = await self._fetched(mark, url, again)
                path = self._kept(data)
            except NoPicture as why:
                self.missing[mark] = str(why)
                return ""
        self.spool.keep_picture(mark, Picture(bare(url), path))
        return path

    async def _fetched(self, mark: str, url: str, again: Callable[[], Awaitable[dict[str, str]]]) -> bytes:
        try:
            return await self.client.fetch(url)
        except NoPicture:
            later = (await again()).get(mark, url)
            if later == url:
                raise
            return await self.client.fetch(later)

    def _kept(self, data: bytes) -> str:
        """Raises NoPicture for what Intercom would not take back."""
        ending = next((ending for magic, ending in _ENDINGS if data.startswith(magic)), ".svg")
        path = self.spool.pictures / f"{sha256(data).hexdigest()[:16]}{ending}"
        if not path.exists():
            write_atomically(path, data)
        if wrong := _unfit(path):
            path.unlink()
            raise NoPicture(wrong)
        return f"{FOLDER}/{path.name}"


def _unfit(path: Path) -> str:
    found = unfit(path)
    return f"it {found[0]}" if found else ""
