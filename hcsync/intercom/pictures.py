"""Addresses of pictures that Intercom hosts in, their bytes out. They are public: no token goes along."""

import re
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from hcsync.intercom.rings.network import ASGIApp

LARGEST = 20_000_000  # bytes; hcsync's own limit, as for pictures in the content folder
_SECONDS = 60.0
_REDIRECTS = 3
_INTERCOM = re.compile(r"https://api(\.[a-z]+)?\.intercom\.io\Z")


class NoPicture(Exception):
    """Why there is none, in a few words."""


class Pictures(AbstractAsyncContextManager["Pictures"]):
    """A held resource. What stands in for Intercom, at another host or in this process, has its pictures itself."""

    def __init__(self, host: str, app: ASGIApp | None = None) -> None:
        self._own = "" if _INTERCOM.match(host) else host.rstrip("/")
        away = urlsplit(host).hostname not in ("localhost", "127.0.0.1", "::1")
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app) if app is not None else None,
            trust_env=away and app is None,
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            timeout=_SECONDS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def fetch(self, url: str) -> bytes:
        """Raises NoPicture."""
        try:
            async with self._http.stream("GET", self._address(url)) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise NoPicture(f"its host answers {answer.status_code}")
                data = bytearray()
                async for part in answer.aiter_bytes():
                    data += part
                    if len(data) >= LARGEST:
                        raise NoPicture(f"it is larger than {LARGEST // 1_000_000} MB")
                return bytes(data)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise NoPicture(f"its host cannot be reached ({type(error).__name__})") from None

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if not self._own:
            return url
        return f"{self._own}{parts.path}{'?' if parts.query else ''}{parts.query}"
