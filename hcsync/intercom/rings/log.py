"""A request in; passed on, and one line about it in the log: what was asked, the answer's status and how long it took.

Nothing else of it: a header could hold the token, a body somebody's text.
"""

import logging
from collections.abc import Callable

import httpx

from hcsync.intercom.timing import Timing

NAME = "hcsync.intercom"
_log = logging.getLogger(NAME)


class Log(httpx.AsyncBaseTransport):
    """Every attempt is a line, a repeated one too: `GET /articles?page=2 200 143 ms 0a1b2c3d`. The last is Intercom's
    own id of the request, which its support asks for. `hide` takes the token out of a text."""

    def __init__(self, inner: httpx.AsyncBaseTransport, timing: Timing, hide: Callable[[str], str]) -> None:
        self._inner = inner
        self._timing = timing
        self._hide = hide

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        began = self._timing.monotonic()
        try:
            response = await self._inner.handle_async_request(request)
        except Exception as error:
            self._tell(request, type(error).__name__, began)
            raise
        self._tell(request, str(response.status_code), began, response.headers.get("x-request-id", ""))
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _tell(self, request: httpx.Request, end: str, began: float, request_id: str = "") -> None:
        spent = (self._timing.monotonic() - began) * 1000
        target = request.url.raw_path.decode("ascii", "replace")
        line = f"{request.method} {target} {end} {spent:.0f} ms {request_id[:100]}".rstrip()
        _log.info("%s", self._hide(line))
