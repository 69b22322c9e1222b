"""A request in; its whole answer out, from the network or from an application in this process."""

import ssl
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

from hcsync.errors import UsageError
from hcsync.model.codes import Code

Message = MutableMapping[str, Any]
ASGIApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

LANE = 8
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Network(httpx.AsyncBaseTransport):
    """Several httpx clients of few connections each: one client with many requests in flight spends its time in its own
    pool (encode/httpx#3215). Proxies of the environment are used as httpx does, but never for this machine itself.
    Redirects are not followed: the token would go along."""

    def __init__(self, host: str, connections: int) -> None:
        sizes = [min(LANE, connections - start) for start in range(0, connections, LANE)]
        url = httpx.URL(host)
        away = url.host not in _LOOPBACK
        context = _tls(needed=away or url.scheme == "https")
        self._free = sizes
        self._lanes = [
            opened(
                verify=context,
                trust_env=away,
                follow_redirects=False,
                limits=httpx.Limits(max_connections=size, max_keepalive_connections=size, keepalive_expiry=15),
            )
            for size in sizes
        ]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        lane = max(range(len(self._lanes)), key=self._free.__getitem__)
        self._free[lane] -= 1
        try:
            return await self._lanes[lane].send(request)
        finally:
            self._free[lane] += 1

    async def aclose(self) -> None:
        for lane in self._lanes:
            await lane.aclose()


def opened(**how: Any) -> httpx.AsyncClient:
    """A client of httpx. Raises UsageError where variables of the surroundings lead nowhere: httpx reads proxies and
    certificates from them, and their values, which may hold a password, are not repeated."""
    try:
        return httpx.AsyncClient(**how)
    except (ValueError, ImportError, OSError, httpx.InvalidURL):
        raise _unusable() from None


def _unusable() -> UsageError:
    return UsageError(
        "a proxy or the certificates that the environment names cannot be used.",
        hint="Look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY (http://HOST:PORT; SOCKS needs httpx[socks]), "
        "and at SSL_CERT_FILE and SSL_CERT_DIR.",
        code=Code.UNREACHABLE,
    )


def _tls(*, needed: bool) -> ssl.SSLContext:
    """Loading the certificate authorities takes 40 ms; where no TLS is spoken, a context that trusts nobody will do."""
    try:
        return httpx.create_ssl_context() if needed else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except OSError:
        raise _unusable() from None


class InProcess(httpx.AsyncBaseTransport):
    """An ASGI application instead of the network. What it breaks off looks as a broken connection would."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self._inner.handle_async_request(request)
        except AssertionError:  # httpx asserts that the answer was begun and ended
            raise httpx.RemoteProtocolError("The answer broke off.") from None
        await response.aread()
        return response
