"""A request in; passed on if it is a GET, refused before anything is sent if it is not."""

import httpx

from hcsync.errors import HcsyncError


class ReadOnlyViolation(HcsyncError):
    """A read-only command tried to write: a bug in hcsync, stopped before anything was sent."""


class ReadOnly(httpx.AsyncBaseTransport):
    """The guard of read-only commands: the last word, whatever the code above it believes."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            raise ReadOnlyViolation(
                f"A read-only command was about to send {request.method} {request.url.path}. Nothing was sent.",
                hint="This is a bug in hcsync. Please report it.",
            )
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
