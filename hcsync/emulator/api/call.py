"""A Starlette request goes in; the answer of one operation, with all that is common to them, comes out.

In order: token, rate window, version, content type, JSON, the operation. An operation takes a `Call` and returns what
is to be sent as JSON, or raises `Refusal`.
"""

import math
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from hcsync.emulator.api import access
from hcsync.emulator.api.rate import Windows, exceeded
from hcsync.emulator.quirks import Quirks
from hcsync.emulator.refusal import Refusal, invalid, not_found
from hcsync.emulator.store import Store
from hcsync.emulator.wire import errors

BODY_LIMIT = 25_000_000
_ID_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one operation. `body` is the JSON object sent, empty for GET and DELETE."""

    store: Store
    request: Request
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def quirks(self) -> Quirks:
        return self.store.settings.quirks

    @property
    def id(self) -> int:
        """The id in the path; 404 if it is no number."""
        return path_id(self.request.path_params["id"])


Operation = Callable[[Call], Awaitable[Any]]
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(store: Store, windows: Windows, operation: Operation) -> Endpoint:
    """The Starlette endpoint of an operation."""

    async def serve(request: Request) -> Response:
        headers: dict[str, str] = {}
        try:
            access.check_token(request.headers, store.settings.token)
            now = store.clock()
            headers = windows.take(now)
            if windows.over:
                if store.settings.quirks["retry-after"] == "on":
                    headers["Retry-After"] = str(max(1, math.ceil(int(headers["X-RateLimit-Reset"]) - now)))
                raise exceeded(windows.limit)
            access.check_version(request.headers)
            result = await operation(Call(store, request, await _body(request)))
        except Refusal as refusal:
            return errors.answer(refusal, headers)
        headers["X-Request-Id"] = str(uuid.uuid4())
        return Response(msgspec.json.encode(result), headers=headers, media_type=errors.JSON)

    return serve


def path_id(word: str) -> int:
    """Digits → an id; anything else cannot exist (404)."""
    if not (word.isascii() and word.isdecimal()) or len(word) > 19 or int(word) >= _ID_LIMIT:
        raise not_found()
    return int(word)


async def _body(request: Request) -> dict[str, Any]:
    if request.method not in ("POST", "PUT"):
        return {}
    access.check_content_type(request.headers)
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > BODY_LIMIT:
            raise Refusal(413, "client_error", f"The request is larger than {BODY_LIMIT} bytes")
    try:
        # A 400 with parameter_invalid is what the docs say of a body that is not valid JSON.
        found = msgspec.json.decode(bytes(data))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise invalid("body", f"The request body is not valid JSON: {error}") from error
    if not isinstance(found, dict):
        raise invalid("body", "The request body must be a JSON object")
    return found
