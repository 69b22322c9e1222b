"""An embedded help center behind a recorder that holds all that passes to the official API document."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from corpus import DATA
from openapi import WRONG, Contract, Recorder

from hcsync.emulator.app import create_app
from hcsync.emulator.settings import Admin, Settings
from hcsync.intercom.client import Client, connect

HOST = "http://hcsync.localhost"
TOKEN = "t0ken-of-a-workspace"
DOCUMENT = DATA / "openapi" / "help-center-2.10.patched.json"


class Stage:
    """One help center with an empty database, its clock, and what was recorded of it."""

    def __init__(self, contract: Contract, **settings: Any) -> None:
        given = {"token": TOKEN, "locales": ("en", "fr", "de"), "admins": (Admin(1, "Ann", "ann@example.com"),)}
        self.now = 1_790_000_000.0
        self.app = create_app(Settings(**{**given, "rate_limit": None, **settings}), clock=lambda: self.now)
        self.recorder = Recorder(self.app, contract)
        self._loop = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self.recorder), base_url=HOST)

    def close(self) -> None:
        self._loop.run(self._client.aclose())
        self._loop.close()
        self.app.state.store.close()

    def client(self) -> AbstractAsyncContextManager[Client]:
        return connect(HOST, TOKEN, read_only=False, app=self.recorder)

    def ask(
        self, method: str, path: str, body: object = None, *, wrong: bool = False, raw: bytes = b"", **headers: str
    ) -> httpx.Response:
        """One plain request, with what a good one carries unless `headers` say otherwise; `body` is sent as JSON.
        `wrong`: it is against the document, and on purpose."""
        content = raw or (b"" if body is None else json.dumps(body).encode())
        sent = {"Authorization": f"Bearer {TOKEN}", "Intercom-Version": "2.10"}
        if content:
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if wrong:
            sent[WRONG] = "yes"
        return self._loop.run(self._client.request(method, path, content=content, headers=sent))

    def made(self, path: str, body: object) -> Any:
        answer = self.ask("POST", path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def contract() -> Contract:
    if not DOCUMENT.is_file():
        pytest.skip(f"the official API document is not at {DOCUMENT}; HCSYNC_TEST_DATA names the folder it is in")
    return Contract(json.loads(DOCUMENT.read_text(encoding="utf-8")))


@pytest.fixture
def stage(contract: Contract) -> Iterator[Callable[..., Stage]]:
    """Opens help centers, and closes them all in the end."""
    opened: list[Stage] = []

    def open_one(**settings: Any) -> Stage:
        opened.append(Stage(contract, **settings))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def secret() -> SimpleNamespace:
    return SimpleNamespace(host=HOST, token=TOKEN)
