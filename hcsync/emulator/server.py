"""Settings, host and port go in; a running HTTP server of the embedded help center comes out, until it is told to stop.

Plain HTTP, meant for loopback. SIGTERM and SIGINT end it in good order.
"""

import asyncio
import contextlib
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from hcsync.emulator.app import create_app
from hcsync.emulator.faultlayer import DROP
from hcsync.emulator.settings import Settings
from hcsync.errors import UsageError

_Peer = tuple[str, int]
_Transports = dict[_Peer, asyncio.Transport]


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 takes any that is free. Once requests are answered, prints one line,
    "Listening on http://HOST:PORT", and a second one to people. Raises UsageError if the address cannot be had or the
    settings do not fit."""
    listener = _bind(host, port)
    app = create_app(settings)
    try:
        transports: _Transports = {}
        config = uvicorn.Config(
            _droppable(app, transports),
            http=_protocol(transports),
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=2,
        )
        url = f"http://{_spelled(host)}:{listener.getsockname()[1]}"
        asyncio.run(_Server(config, url).serve([listener]))
    finally:
        listener.close()
        app.state.store.close()


class _Server(uvicorn.Server):
    """Says where it listens, and treats a signal as a wish instead of raising it again at the end."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"Listening on {self._url}", flush=True)
        if sys.stdout.isatty():
            print(f"Readers see the help center at {self._url}/help. Ctrl+C stops it.", flush=True)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        wishes = (signal.SIGINT, signal.SIGTERM)
        before = {wish: signal.signal(wish, self.handle_exit) for wish in wishes}
        try:
            yield
        finally:
            for wish, handler in before.items():
                signal.signal(wish, handler)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY by the protocol
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"{host}:{port} cannot be listened on: {error.strerror or error}.",
            hint="Another program may have the port; --port 0 takes any that is free.",
        ) from error
    listener.setblocking(False)
    return listener


def _spelled(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _protocol(transports: _Transports) -> type[H11Protocol]:
    """uvicorn's protocol, which also notes the transport of each open connection by the client's address."""

    class Noted(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if self.client is not None:
                transports[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                transports.pop(self.client, None)
            super().connection_lost(exc)

    return Noted


def _droppable(app: ASGIApp, transports: _Transports) -> ASGIApp:
    """The application, whose scope says how to reset the connection (see `faultlayer`)."""

    async def carry(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "extensions": {**(scope.get("extensions") or {}), DROP: _dropping(scope, transports)}}
        await app(scope, receive, send)

    return carry


def _dropping(scope: Scope, transports: _Transports) -> Callable[[], None]:
    def drop() -> None:
        transport = transports.get(tuple(scope["client"] or ()))
        if transport is None:
            return
        # Lingering for no time turns the close into a reset.
        raw: Any = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    return drop
