"""The operations of the help-center API 2.10: Python arguments in, structs of `wire` out, trouble as `ApiError`."""

import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from hcsync.errors import ApiError, NotFound, UsageError
from hcsync.intercom import answer, wire
from hcsync.intercom.asked import Budget
from hcsync.intercom.paging import Listing, walk
from hcsync.intercom.pictures import Pictures
from hcsync.intercom.retry import persist
from hcsync.intercom.rings.identity import Identity, Secret
from hcsync.intercom.rings.log import Log
from hcsync.intercom.rings.network import ASGIApp, InProcess, Network
from hcsync.intercom.rings.read_only import ReadOnly
from hcsync.intercom.rings.throttle import Throttle
from hcsync.intercom.timing import REAL, Timing
from hcsync.intercom.trouble import Call, Trouble, of_transport
from hcsync.model.codes import Code

T = TypeVar("T")

LARGEST_PAGE = 250  # docs


def connect(
    host: str,
    token: str,
    *,
    read_only: bool,
    app: ASGIApp | None = None,
    connections: int = 8,
    timing: Timing = REAL,
) -> AbstractAsyncContextManager["Client"]:
    """A client of `host` ("https://api.eu.intercom.io", a path prefix allowed), to be entered with `async with`.

    `app` is an ASGI application to talk to in this process instead of the network. `connections` bounds the requests on
    their way at once. Raises UsageError for a host or token that cannot be sent.
    """
    secret = Secret(token)
    del token  # errors raised below must not show it among their frames' locals
    if not secret.usable:
        raise UsageError(
            "The access token is empty or holds characters that no token has.",
            hint="Copy it again from the Developer Hub, without quotes and line breaks.",
            code=Code.MISSING_TOKEN,
        )
    if not _is_http(host):
        raise UsageError(
            "The host is not the address of an API.", hint="Write it as https://HOST.", code=Code.CONFIG_INVALID
        )
    wires = InProcess(app) if app is not None else Network(host, connections)
    throttle = Throttle(Log(wires, timing, secret.hide), timing, connections)
    return Client(host, secret, throttle, read_only=read_only, timing=timing, app=app)


class Client(AbstractAsyncContextManager["Client"]):
    """A held resource: open connections, one rate budget for all who use it. Safe for many tasks of one event loop.

    Every method raises Unauthorized, NotFound, Rejected, Unavailable, or (those that write) AmbiguousWrite; a read-only
    client raises ReadOnlyViolation instead of writing. `ident` is an id as digits.
    """

    def __init__(
        self,
        host: str,
        secret: Secret,
        throttle: Throttle,
        *,
        read_only: bool,
        timing: Timing,
        app: ASGIApp | None = None,
    ) -> None:
        self.read_only = read_only
        self._app = app
        self._host = host.rstrip("/")
        self._hide: Callable[[str], str] = secret.hide
        self._timing = timing
        self._throttle = throttle
        inner = Identity(throttle, secret)
        self._rings: httpx.AsyncBaseTransport = ReadOnly(inner) if read_only else inner
        self._met = False  # whether the host has ever answered as Intercom does

    def __repr__(self) -> str:
        return f"<Client of {self._host}{', read-only' if self.read_only else ''}>"

    @property
    def requests(self) -> int:
        """How many HTTP requests were sent, further attempts included."""
        return self._throttle.sent

    @property
    def budget(self) -> Budget | None:
        """What the last answer told of the rate budget; None where none has."""
        return self._throttle.budget

    @property
    def skew(self) -> float | None:
        """Seconds that the host's clock is ahead of ours by its last answer, which is as exact as the time that took;
        None where it did not tell."""
        return self._throttle.skew

    def pictures(self) -> Pictures:
        """What gets the pictures that this help center hosts; to be entered with `async with`."""
        return Pictures(self._host, self._app)

    async def pause(self, seconds: float) -> None:
        """Wait, by the clock that everything else of this client waits by."""
        await self._timing.sleep(seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._rings.aclose()

    async def me(self) -> wire.Me:
        return await self._get("/me", wire.Me)

    async def admins(self) -> list[wire.Admin]:
        return (await self._get("/admins", wire.AdminList)).admins

    async def admin(self, ident: str) -> wire.Admin:
        return await self._get(_one("GET", "/admins", ident), wire.Admin)

    async def help_centers(self) -> list[wire.HelpCenter]:
        return (await self._get("/help_center/help_centers", wire.HelpCenterList)).data

    async def help_center(self, ident: str) -> wire.HelpCenter:
        return await self._get(_one("GET", "/help_center/help_centers", ident), wire.HelpCenter)

    def article_pages(self, per_page: int = LARGEST_PAGE) -> AsyncGenerator[list[wire.Article], None]:
        """All articles, each once, a page at a time. Read to the end before writing: edits move items between pages."""

        async def fetch(number: int, sent: Callable[[], None]) -> Listing[wire.Article]:
            page = await self._get("/articles", wire.ArticleList, {"page": number, "per_page": per_page}, sent)
            return page.data, page.pages, page.total_count

        return walk(fetch)

    async def article(self, ident: str) -> wire.Article:
        return await self._get(_one("GET", "/articles", ident), wire.Article)

    async def create_article(self, body: Mapping[str, Any]) -> wire.Article:
        return await self._put("POST", "/articles", wire.Article, body)

    async def update_article(self, ident: str, body: Mapping[str, Any]) -> wire.Article:
        return await self._put("PUT", _one("PUT", "/articles", ident), wire.Article, body)

    async def delete_article(self, ident: str) -> None:
        """An object that is gone after an earlier, unanswered try of our own counts as deleted."""
        await self._delete("/articles", ident)

    async def search_articles(
        self,
        phrase: str,
        *,
        state: str | None = None,
        help_center_id: int | str | None = None,
        highlight: bool | None = None,
        page: int | None = None,
        per_page: int | None = None,
    ) -> wire.SearchResult:
        """One page of the matches. `state` is "published", "draft" or "all". The index may lag behind (inferred)."""
        wanted = {
            "phrase": phrase,
            "state": state,
            "help_center_id": help_center_id,
            "highlight": None if highlight is None else str(highlight).lower(),
            "page": page,
            "per_page": per_page,
        }
        given = {name: value for name, value in wanted.items() if value is not None}
        return await self._get("/articles/search", wire.SearchResult, given)

    def collection_pages(self, per_page: int = LARGEST_PAGE) -> AsyncGenerator[list[wire.Collection], None]:
        """All collections, each once, a page at a time, in no certain order: a child may come before its parent."""

        async def fetch(number: int, sent: Callable[[], None]) -> Listing[wire.Collection]:
            where = "/help_center/collections"
            page = await self._get(where, wire.CollectionList, {"page": number, "per_page": per_page}, sent)
            return page.data, page.pages, page.total_count

        return walk(fetch)

    async def collection(self, ident: str) -> wire.Collection:
        return await self._get(_one("GET", "/help_center/collections", ident), wire.Collection)

    async def create_collection(self, body: Mapping[str, Any]) -> wire.Collection:
        return await self._put("POST", "/help_center/collections", wire.Collection, body)

    async def update_collection(self, ident: str, body: Mapping[str, Any]) -> wire.Collection:
        return await self._put("PUT", _one("PUT", "/help_center/collections", ident), wire.Collection, body)

    async def delete_collection(self, ident: str) -> None:
        """As `delete_article`. What becomes of its articles is not documented: empty it first."""
        await self._delete("/help_center/collections", ident)

    async def _get(
        self,
        path: str,
        shape: type[T],
        params: Mapping[str, object] | None = None,
        sent: Callable[[], None] | None = None,
    ) -> T:
        query = {name: str(value) for name, value in (params or {}).items()}
        return _certain(await self._send(Call("GET", path, query), shape, sent))

    async def _put(self, method: str, path: str, shape: type[T], body: Mapping[str, Any]) -> T:
        return _certain(await self._send(Call(method, path, {}, msgspec.json.encode(body)), shape))

    async def _delete(self, path: str, ident: str) -> None:
        await self._send(Call("DELETE", _one("DELETE", path, ident), {}), wire.Deleted)

    async def _send(self, call: Call, shape: type[T], sent: Callable[[], None] | None = None) -> T | None:
        async def attempt() -> T | Trouble | ApiError:
            return await self._attempt(call, shape, sent)

        def attempts(trouble: Trouble) -> int:
            stranger = not self._met and trouble.code in (Code.UNREACHABLE, Code.BAD_ANSWER)
            return self._timing.first_contact if stranger else self._timing.attempts

        return await persist(call, attempt, self._timing, attempts)

    async def _attempt(self, call: Call, shape: type[T], sent: Callable[[], None] | None) -> T | Trouble | ApiError:
        """Errors of the transport end here, as values: their frames hold the raw headers, the token among them."""
        request = httpx.Request(
            call.method,
            self._host + call.path,
            params=call.params or None,
            content=call.body,
            extensions=self._extensions(call, sent),
        )
        try:
            response = await self._rings.handle_async_request(request)
        except (httpx.HTTPError, OSError) as error:
            return of_transport(error, request.url.netloc.decode("ascii", "replace"), self._hide)
        result = answer.read(call, response, shape, self._timing, self._hide)
        self._met = self._met or not (isinstance(result, Trouble) and result.code is Code.BAD_ANSWER)
        return result

    def _extensions(self, call: Call, sent: Callable[[], None] | None) -> dict[str, Any]:
        """Timeouts, and word of the moment when the request has left (httpcore's trace extension)."""
        reading = self._timing.write_timeout if call.writes else self._timing.read_timeout
        timeout = httpx.Timeout(reading, connect=self._timing.connect_timeout, pool=None)
        if sent is None:
            return {"timeout": timeout.as_dict()}

        async def trace(event: str, _: Mapping[str, Any]) -> None:
            if event == "http11.send_request_body.complete":
                sent()

        return {"timeout": timeout.as_dict(), "trace": trace}


def _one(method: str, path: str, ident: str) -> str:
    """The path of one object. What is no number is no id, and must not lead elsewhere ("..", "")."""
    if not (ident.isascii() and ident.isdigit()):
        raise NotFound(f"{ident!r} is not an id of Intercom's.", operation=f"{method} {path}/…")
    return f"{path}/{ident}"


def _certain(result: T | None) -> T:
    assert result is not None  # only a DELETE may go without an answer
    return result


def _is_http(host: str) -> bool:
    """User names in it would take the place of the token (httpx), so they are refused."""
    try:
        url = httpx.URL(host)
    except httpx.InvalidURL:
        return False
    named = re.fullmatch(rb"[A-Za-z0-9._:-]+", url.raw_host) is not None
    return url.scheme in ("http", "https") and named and not (url.userinfo or url.query or url.fragment)
