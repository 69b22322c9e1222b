"""An ASGI application and faults go in; the same application, now and then failing, comes out.

Only the API is struck, not the reader's site and not the control calls. How a connection breaks depends on what
carries the application: the server puts a function under the scope extension `DROP` that resets the socket; without
it (httpx's ASGITransport) a `ConnectionResetError` is raised, and a `TimeoutError` where no answer is to come; both
surface from the transport as they are.
"""

import asyncio
import time
from collections.abc import Callable

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hcsync.emulator.faults import Dice, Faults
from hcsync.emulator.refusal import Refusal
from hcsync.emulator.wire import errors

DROP = "hcsync.drop"
_PREFIXES = ("/me", "/admins", "/articles", "/help_center")
_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


class FaultLayer:
    """The middleware. `faults` None lets everything pass."""

    def __init__(self, app: ASGIApp, faults: Faults | None) -> None:
        self._app = app
        self._dice = Dice(faults) if faults is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = None
        if self._dice is not None and scope["type"] == "http" and _is_api(scope["path"]):
            fault = self._dice.draw()
        if fault is None or self._dice is None:
            await self._app(scope, receive, send)
        elif fault == "slow":
            await asyncio.sleep(self._dice.delay())
            await self._app(scope, receive, send)
        elif fault == "twice":
            await self._twice(scope, receive, send)
        elif fault in ("429", "500", "502", "503"):
            await _swallow(receive)
            await _instead(fault)(scope, receive, send)
        elif fault == "reset-before":
            await _swallow(receive)
            await _reset(scope, receive)
        elif fault == "timeout-before":
            await _swallow(receive)
            await _stay_silent(scope, receive)
        else:
            await self._after(fault, scope, receive, send)

    async def _twice(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _swallow(receive)
        for answer in (_nowhere, send):
            await self._app(scope, _replayed(body, receive), answer)

    async def _after(self, fault: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request happen, and spoil its answer."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
        if fault == "reset-after":
            await _reset(scope, receive)
        elif fault == "timeout-after-commit":
            await _stay_silent(scope, receive)
        elif fault == "truncated":
            start = messages[0]
            await _plain(start["status"], body[: len(body) // 2])(scope, receive, send)
        else:
            await _plain(200, b"")(scope, receive, send)


def _is_api(path: str) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in _PREFIXES)


def _instead(fault: str) -> Response:
    if fault == "429":
        reset = str(int(time.time()) // 10 * 10 + 10)
        headers = {"X-RateLimit-Limit": "1666", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
        return errors.answer(Refusal(429, "rate_limit_exceeded", "Exceeded rate limit of 1666 in 10_seconds"), headers)
    if fault == "500":
        return errors.answer(Refusal(500, "server_error", "Internal server error"))
    title = {"502": "502 Bad Gateway", "503": "503 Service Temporarily Unavailable"}[fault]
    return HTMLResponse(_PAGE.format(title), int(fault))


def _plain(status: int, body: bytes) -> Response:
    return Response(body, status, media_type=errors.JSON)


async def _swallow(receive: Receive) -> bytes:
    """Read the whole request, as an edge does before it fails. Gives its body."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The request once more, and what comes after it."""
    whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return whole.pop() if whole else await receive()

    return replay


async def _nowhere(_message: Message) -> None:
    return


def _drop(scope: Scope) -> Callable[[], None] | None:
    found: Callable[[], None] | None = (scope.get("extensions") or {}).get(DROP)
    return found


async def _reset(scope: Scope, receive: Receive) -> None:
    drop = _drop(scope)
    if drop is None:
        raise ConnectionResetError("the embedded help center broke the connection, as asked with a fault")
    drop()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stay_silent(scope: Scope, receive: Receive) -> None:
    """Until the client gives up."""
    if _drop(scope) is None:
        raise TimeoutError("no answer was given, as asked with a fault")
    while (await receive())["type"] != "http.disconnect":
        pass
