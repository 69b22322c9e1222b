"""A request in; the same with the API version, the token and hcsync's name on it, out."""

import httpx

from hcsync.version import __version__

API_VERSION = "2.10"


class Secret:
    """The access token. It shows itself to nobody who prints it."""

    __slots__ = ("_token",)

    def __init__(self, token: str) -> None:
        self._token = token.strip()

    def __repr__(self) -> str:
        return "<access token>"

    @property
    def usable(self) -> bool:
        """Whether it can stand in a header at all: something, in visible ASCII."""
        return bool(self._token) and all("!" <= character <= "~" for character in self._token)

    @property
    def authorization(self) -> str:
        return f"Bearer {self._token}"

    def hide(self, text: str) -> str:
        """The text without the token, should somebody echo it. A word as short as "local" is no secret, and would take
        letters out of honest sentences."""
        return text.replace(self._token, "<access token>") if len(self._token) > 5 else text


class Identity(httpx.AsyncBaseTransport):
    """Every request states the version: without it Intercom takes the app's own, or 1.0 (docs)."""

    def __init__(self, inner: httpx.AsyncBaseTransport, secret: Secret) -> None:
        self._inner = inner
        self._secret = secret

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Intercom-Version"] = API_VERSION
        request.headers["Accept"] = "application/json"
        request.headers["Accept-Encoding"] = "gzip, deflate"
        request.headers["Content-Type"] = "application/json"
        request.headers["User-Agent"] = f"hcsync/{__version__}"
        request.headers["Authorization"] = self._secret.authorization
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
