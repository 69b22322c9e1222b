"""An ASGI application and a file go in; the application that writes a line for each request comes out.

NDJSON: {"method", "path", "status", "ms"}; status is null where no answer was given. Lines are written at once, so
a kill loses none.
"""

import json
import time
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hcsync.errors import UsageError


class RequestLog:
    """The middleware. `path` None writes nothing."""

    def __init__(self, app: ASGIApp, path: Path | None) -> None:
        self._app = app
        self._path = path
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = path.open("a", encoding="utf-8", buffering=1)
            except OSError as error:
                raise UsageError(f"The request log {path} cannot be written: {error}.") from error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._path is None or scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status: int | None = None

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            line = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            }
            self._file.write(json.dumps(line) + "\n")
