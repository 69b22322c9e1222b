"""A help center in memory and a plain client for it, over the ASGI transport."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from hcsync.emulator.app import create_app
from hcsync.emulator.quirks import Quirks
from hcsync.emulator.settings import Settings, generated_admins

START = 1_790_000_000.0


@dataclass
class Clock:
    """Time stands still until a test moves it."""

    now: float = START

    def __call__(self) -> float:
        return self.now


@dataclass
class Center:
    """A help center and its clock. Each call is one request with a good token, unless headers say otherwise."""

    settings: Settings
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.app = create_app(self.settings, self.clock)

    @property
    def store(self) -> Any:
        return self.app.state.store

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://api.intercom.io") as client:
                headers = {"Authorization": "Bearer t0ken", **more.pop("headers", {})}
                if body is not None:
                    more["json"] = body
                return await client.request(method, path, headers=headers, **more)

        return asyncio.run(send())

    def get(self, path: str, **more: Any) -> Any:
        return self._fine("GET", path, None, **more)

    def post(self, path: str, body: Any) -> Any:
        return self._fine("POST", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self._fine("PUT", path, body)

    def delete(self, path: str) -> Any:
        return self._fine("DELETE", path, None)

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, str, str]:
        """Status, code and message of an error answer."""
        answer = self.ask(method, path, body, **more)
        found = answer.json()
        assert found["type"] == "error.list" and found["request_id"] == answer.headers["x-request-id"]
        (error,) = found["errors"]
        return answer.status_code, error["code"], error["message"]

    def article(self, **fields: Any) -> Any:
        """A new article; title and author are given."""
        return self.post("/articles", {"title": "Title", "author_id": 1, **fields})

    def stored(self, body: str) -> str:
        """How a body comes back."""
        return self.article(body=body)["body"]

    def _fine(self, method: str, path: str, body: Any, **more: Any) -> Any:
        answer = self.ask(method, path, body, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def start() -> Iterator[Callable[..., Center]]:
    """start(quirk_name="value", settings={...}) → Center. Underscores in quirk names stand for hyphens."""
    made: list[Center] = []

    def make(settings: dict[str, Any] | None = None, **quirks: str) -> Center:
        chosen = Quirks({name.replace("_", "-"): value for name, value in quirks.items()})
        given: dict[str, Any] = {
            "locales": ("en", "fr", "de"), "admins": generated_admins(3), "quirks": chosen, **(settings or {})
        }  # fmt: skip
        center = Center(Settings(**given))
        made.append(center)
        return center

    yield make
    for center in made:
        center.store.close()


@pytest.fixture
def center(start: Callable[..., Center]) -> Center:
    """All defaults, in three locales, with three teammates."""
    return start()
