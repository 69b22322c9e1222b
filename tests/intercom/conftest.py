"""A scripted server on a real socket, and a clock that moves only when somebody sleeps."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from hcsync.intercom.timing import Timing

TOKEN = "dG9rOjEyMzQ1Njc4OTA="


@dataclass(frozen=True)
class Seen:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.target}"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """`body` is sent as it is; `promised` is the Content-Length told. `drop`: "before" cuts the line instead of
    answering, "after" in the middle of the body. `slow`: never answers."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: str = ""
    slow: bool = False


def as_json(value: Any, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def refused(status: int, code: str, message: str, request_id: str | None = "r-1", **headers: str) -> Answer:
    errors = [{"code": code, "message": message}]
    return as_json({"type": "error.list", "request_id": request_id, "errors": errors}, status, **headers)


@dataclass
class Script:
    """Gives the answers in turn, the last one again and again; or what `respond` says."""

    answers: Sequence[Answer] = ()
    respond: Callable[[Seen], Answer] | None = None
    seen: list[Seen] = field(default_factory=list)
    url: str = ""

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self.url
        finally:
            server.close()

    def _next(self, seen: Seen) -> Answer:
        if self.respond:
            return self.respond(seen)
        return self.answers[min(len(self.seen), len(self.answers)) - 1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                seen = await _request(reader)
                self.seen.append(seen)
                answer = self._next(seen)
                if answer.slow:
                    await reader.read()
                    break
                if answer.drop == "before":
                    writer.transport.abort()
                    return
                writer.write(_head(answer) + answer.body[: len(answer.body) // 2 if answer.drop else None])
                await writer.drain()
                if answer.drop:
                    break
        writer.close()


async def _request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return Seen(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def _head(answer: Answer) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} Said", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


class Clock:
    """`naps` are the sleeps, in order. Dice always show `dice`."""

    def __init__(self, start: float = 1_800_000_000.0, dice: float = 0.0) -> None:
        self.time = start
        self.naps: list[float] = []
        self.timing = Timing(
            now=lambda: self.time,
            monotonic=lambda: self.time - start + 100.0,
            sleep=self._sleep,
            random=lambda: dice,
        )

    async def _sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 3))
        self.time += seconds
        await asyncio.sleep(0)

    def impatient(self, **changes: Any) -> Timing:
        return replace(self.timing, **changes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def net() -> SimpleNamespace:
    """The parts above, for tests to build with."""
    return SimpleNamespace(Answer=Answer, Script=Script, Clock=Clock, as_json=as_json, refused=refused, token=TOKEN)
