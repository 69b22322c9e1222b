"""The embedded help center on a socket of this process; plans and applies against it, without a process each."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from impatient import hurry

from hcsync.config import load
from hcsync.emulator.app import create_app
from hcsync.emulator.settings import Settings
from hcsync.model.outcome import Outcome
from hcsync.model.pulled import Pull
from hcsync.planner.policy import Policy
from hcsync.report.view import PlanView
from hcsync.workflow.apply import apply
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.plan import plan
from hcsync.workflow.pull import pull
from hcsync.workflow.request import Request
from hcsync.workflow.rollback import Wish, rollback

TOKEN = "secret-token-1234567890"
HEAD = "---\ntitle: {title}\nauthor_id: 1\nstate: {state}\n---\n\n"


@dataclass
class Weather:
    """Between the client and the help center: what is to go wrong. `rule` is given each request's number (writes and
    reads counted apart, from 1), method, path and body; what it returns (status, body) is the answer; `after` says to
    let the request through first and to lose its answer then."""

    app: Any
    rule: Any = None
    after: bool = False
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        method, path = scope["method"], scope["path"]
        self.seen.append((method, path, body))
        number = sum((one == "GET") == (method == "GET") for one, _, _ in self.seen)
        verdict = self.rule(number, method, path, body) if self.rule else None
        if asyncio.iscoroutine(verdict):
            verdict = await verdict
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def again() -> Any:
            return next(given, {"type": "http.disconnect"})

        if verdict is None:
            await self.app(scope, again, send)
            return
        if self.after:
            await self.app(scope, again, _nowhere)
        status, text = verdict
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode())]
        headers.append((b"retry-after", b"0"))  # a test has no patience
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text})


async def _nowhere(_message: Any) -> None:
    return


@dataclass
class Site:
    """A repository and the live help center it is applied to."""

    root: Path
    url: str
    weather: Weather

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def article(self, key: str, text: str, title: str = "", locale: str = "en", state: str = "published") -> None:
        head = HEAD.format(title=title or key.rpartition("/")[2].title(), state=state)
        self.write(f"content/{locale}/{key}.md", f"{head}{text}\n")

    def config(self, locales: str = "en", more: str = "") -> None:
        self.write(
            "hcsync.yml",
            f"locales: [{locales}]\nenvironments:\n  production:\n    default: true\n"
            f"    base_url: {self.url}\n    token_env: HELP_TOKEN\n{more}",
        )

    def plan(self, *targets: str, policy: Policy | None = None, excluded: tuple[str, ...] = ()) -> PlanView:
        config = load(self.root, {})
        request = Request(policy or Policy(), targets, excluded)
        return asyncio.run(plan(config, config.environment(), {"HELP_TOKEN": TOKEN}, request))

    def apply(
        self,
        *targets: str,
        policy: Policy | None = None,
        excluded: tuple[str, ...] = (),
        show: Any = None,
        confirm: Any = None,
        parallelism: int = 8,
    ) -> Outcome:
        """What was done; an empty outcome where nothing was. `show` and `confirm` are given the plan."""
        config = load(self.root, {})
        outcome = asyncio.run(
            apply(
                config,
                config.environment(),
                {"HELP_TOKEN": TOKEN},
                Request(policy or Policy(), targets, excluded),
                parallelism,
                Dialogue(**{name: one for name, one in {"show": show, "confirm": confirm}.items() if one}),
                timing=hurry(),
            )
        )
        return outcome or Outcome((), ())

    def rollback(self, run: str = "", *, show: Any = None, confirm: Any = None, **wish: Any) -> Outcome:
        """What was done; an empty outcome where nothing was."""
        config = load(self.root, {})
        dialogue = Dialogue(**{name: one for name, one in {"show": show, "confirm": confirm}.items() if one})
        asked = Wish(run, **wish)
        work = rollback(config, config.environment(), {"HELP_TOKEN": TOKEN}, asked, 8, dialogue, hurry())
        return asyncio.run(work) or Outcome((), ())

    def pull(self, *targets: str, branch: str | None = None) -> Pull:
        config = load(self.root, {})
        return asyncio.run(pull(config, config.environment(), {"HELP_TOKEN": TOKEN}, targets, branch))

    def call(self, method: str, path: str, body: object = None) -> Any:
        answer = _client().request(method, self.url + path, json=body)
        answer.raise_for_status()
        return answer.json()

    def asks(self, method: str, path: str, body: object = None) -> bool:
        """Whether the help center did it."""
        return _client().request(method, self.url + path, json=body).is_success

    @contextmanager
    def dying(self, cut: int, arrived: bool) -> Iterator[Callable[[], bool]]:
        """A process that is at work within dies with its n-th write on the way, before Intercom has it or after: what
        it had on the disk at that moment is what there is afterwards. Gives a function: whether it came to that."""
        disk, kept = self.root / ".hcsync", self.root / "kept"
        sent = sum(method != "GET" for method, _, _ in self.weather.seen)

        def rule(number: int, method: str, _path: str, _body: bytes) -> tuple[int, bytes] | None:
            if method == "GET":
                return (401, b"{}") if kept.exists() else None
            if number < sent + cut:
                return None
            self.weather.after = arrived and number == sent + cut
            if not kept.exists():
                shutil.copytree(disk, kept)
            return (401, b"{}")

        self.weather.rule = rule
        yield kept.exists
        self.weather.rule = None
        if kept.exists():
            shutil.rmtree(disk)
            kept.rename(disk)
            # The process that held it is this one, and lives.
            (disk / "production.lock.json").unlink()

    def articles(self) -> dict[str, dict[str, Any]]:
        """By title; a title that stands twice is an error."""
        found = self.call("GET", "/articles?per_page=250")["data"]
        by_title = {one["title"]: one for one in found}
        assert len(by_title) == len(found), sorted(one["title"] for one in found)
        return by_title

    def collections(self) -> dict[str, dict[str, Any]]:
        found = self.call("GET", "/help_center/collections?per_page=250")["data"]
        by_name = {one["name"]: one for one in found}
        assert len(by_name) == len(found), sorted(one["name"] for one in found)
        return by_name


class _Server:
    """One for the whole test process: starting and ending takes longer than most tests."""

    def __init__(self) -> None:
        self.weather: Weather | None = None
        config = uvicorn.Config(
            self._answer, interface="asgi3", port=0, ws="none", lifespan="off", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            threading.Event().wait(0.005)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.weather is not None
        await self.weather(scope, receive, send)


_server = cache(_Server)


@cache
def _client() -> httpx.Client:
    """One for the whole test process: making one takes longer than most requests."""
    return httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, verify=False)


@contextmanager
def serving(root: Path, **settings: Any) -> Iterator[Site]:
    """A help center on a socket, until the block ends; its repository is `root`."""
    app = create_app(Settings(**{"token": TOKEN, "rate_limit": None, "db": None} | settings))
    server = _server()
    server.weather = Weather(app)
    root.mkdir(parents=True, exist_ok=True)
    try:
        yield Site(root, server.url, server.weather)
    finally:
        server.weather = None
        app.state.store.close()
