"""A small GitHub and GitLab on a socket: what their APIs do as far as hcsync asks, pages and all."""

import io
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_token-of-the-job-1234567890"
BOT = "github-actions[bot]"
REPO = "acme/help"
# A page of a list is never longer, whatever is asked for.
PAGE = 50


@dataclass
class FakeForge:
    """`rule` is given method and path of each request and may say what goes wrong: a status, "lost" for a request
    that is done and whose answer does not arrive, or what is said with 403. `pulls` maps a
    commit to the pull requests it came in with."""

    url: str = ""
    me: str = BOT
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    checks: dict[int, dict[str, Any]] = field(default_factory=dict)
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)
    pulls: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    artifacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    archives: dict[int, bytes] = field(default_factory=dict)
    rule: Callable[[str, str], int | str | None] = lambda _method, _path: None
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    _last: int = 1000

    def fresh(self) -> int:
        self._last += 1
        return self._last

    def comment(self, on: int, author: str, body: str) -> int:
        number = self.fresh()
        url = f"https://github.example/{REPO}/pull/{on}#issuecomment-{number}"
        self.comments[number] = {"id": number, "on": on, "user": {"login": author}, "body": body, "html_url": url}
        return number

    def artifact(self, name: str, head: str, files: dict[str, bytes], *, fork: bool = False, when: str = "") -> int:
        number = self.fresh()
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
        self.archives[number] = data.getvalue()
        run = {"head_sha": head, "repository_id": 1, "head_repository_id": 2 if fork else 1}
        self.artifacts[number] = {
            "id": number,
            "name": name,
            "expired": False,
            "created_at": when or f"{number}",
            "workflow_run": run,
        }
        return number

    def bodies(self, on: int, author: str = BOT) -> list[str]:
        """Of all comments there by that author, the oldest first."""
        return [one["body"] for one in self.comments.values() if one["on"] == on and one["user"]["login"] == author]

    def written(self) -> list[str]:
        """Every write since this was last asked, as `POST /path`."""
        found = [f"{method} {path}" for method, path, _ in self.seen if method != "GET" and path != "/graphql"]
        self.seen.clear()
        return found

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        for verb, pattern, act in _ROUTES:
            found = re.fullmatch(pattern, path)
            if found and verb == method:
                return act(
                    self, [int(one) if one.isdigit() and len(one) < 40 else one for one in found.groups()], query, body
                )
        return 404, {"message": "Not Found"}


def _user(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 403, {"message": "Resource not accessible by integration"}


def _viewer(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 200, {"data": {"viewer": {"login": forge.me}}}


def _comments(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 200, [one for one in forge.comments.values() if one["on"] == given[0]]


def _comment(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 201, forge.comments[forge.comment(given[0], forge.me, body["body"])]


def _edit_comment(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    one = forge.comments.get(given[0])
    if one is None:
        return 404, {"message": "Not Found"}
    one["body"] = body["body"]
    return 200, one


def _remove_comment(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return (204, {}) if forge.comments.pop(given[0], None) else (404, {"message": "Not Found"})


def _issues(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 200, [one for one in forge.issues.values() if one["state"] == query["state"][0]]


def _open_issue(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    number = forge.fresh()
    url = f"https://github.example/{REPO}/issues/{number}"
    forge.issues[number] = {"number": number, "state": "open", "user": {"login": BOT}, "html_url": url, **body}
    return 201, forge.issues[number]


def _change_issue(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    forge.issues[given[0]] |= body
    return 200, forge.issues[given[0]]


def _checks(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    name = query["check_name"][0]
    found = [one for one in forge.checks.values() if one["name"] == name and one["head_sha"] == given[0]]
    return 200, {"total_count": len(found), "check_runs": found}


def _check(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    number = given[0] if given else forge.fresh()
    url = f"https://github.example/{REPO}/runs/{number}"
    forge.checks[number] = forge.checks.get(number, {"id": number, "html_url": url}) | body
    return 200 if given else 201, forge.checks[number]


def _open_pulls(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    head = query["head"][0].partition(":")[2]
    return 200, [one for one in forge.opened.values() if one["head"] == head and one["state"] == "open"]


def _open_pull(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    number = forge.fresh()
    url = f"https://github.example/{REPO}/pull/{number}"
    forge.opened[number] = {"number": number, "state": "open", "user": {"login": BOT}, "html_url": url, **body}
    return 201, forge.opened[number]


def _pulls_of(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 200, forge.pulls.get(str(given[0]), [])


def _artifacts(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    found = [one for one in forge.artifacts.values() if one["name"] == query["name"][0]]
    return 200, {"total_count": len(found), "artifacts": found}


def _gitlab_user(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
    return 200, {"username": BOT}


def _note(act: Any) -> Any:
    """A comment in GitLab's clothes."""

    def dressed(forge: FakeForge, given: list[Any], query: Any, body: Any) -> tuple[int, Any]:
        status, found = act(forge, given[-1:], query, body)
        clothed = [
            {"id": one["id"], "body": one["body"], "author": {"username": one["user"]["login"]}}
            for one in (found if isinstance(found, list) else [found])
        ]
        return status, clothed if isinstance(found, list) else clothed[0]

    return dressed


_R = f"/repos/{REPO}"
_NOTES = r"/api/v4/projects/77/merge_requests/(\d+)/notes"
_ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/user", _user),
    ("POST", "/graphql", _viewer),
    ("GET", _R + r"/issues/(\d+)/comments", _comments),
    ("POST", _R + r"/issues/(\d+)/comments", _comment),
    ("PATCH", _R + r"/issues/comments/(\d+)", _edit_comment),
    ("DELETE", _R + r"/issues/comments/(\d+)", _remove_comment),
    ("GET", _R + "/issues", _issues),
    ("POST", _R + "/issues", _open_issue),
    ("PATCH", _R + r"/issues/(\d+)", _change_issue),
    ("GET", _R + "/commits/([^/]+)/check-runs", _checks),
    ("POST", _R + "/check-runs", _check),
    ("PATCH", _R + r"/check-runs/(\d+)", _check),
    ("GET", _R + "/pulls", _open_pulls),
    ("POST", _R + "/pulls", _open_pull),
    ("GET", _R + "/commits/([^/]+)/pulls", _pulls_of),
    ("GET", _R + "/actions/artifacts", _artifacts),
    ("GET", "/api/v4/user", _gitlab_user),
    ("GET", _NOTES, _note(_comments)),
    ("POST", _NOTES, _note(_comment)),
    ("PUT", _NOTES + r"/(\d+)", _note(_edit_comment)),
    ("DELETE", _NOTES + r"/(\d+)", lambda forge, given, query, body: _remove_comment(forge, given[-1:], query, body)),
]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    forge: FakeForge

    def _serve(self) -> None:
        # A server of one's own has its API below a path, and GraphQL beside it.
        parts = urlsplit(re.sub(r"^/ghe/api(/v3)?(?=/)", "", self.path))
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.forge.seen.append((self.command, parts.path, {key.lower(): value for key, value in self.headers.items()}))
        if self._archive(parts.path):
            return
        token = self.headers.get("authorization", "").removeprefix("Bearer ") or self.headers.get("private-token")
        wrong = self.forge.rule(self.command, parts.path)
        if token != TOKEN:
            self._send(401, {"message": "Bad credentials"})
        elif isinstance(wrong, int):
            self._send(wrong, {"message": f"no luck with {token}"})
        elif isinstance(wrong, str) and wrong != "lost":
            self._send(403, {"message": wrong})
        else:
            query = parse_qs(parts.query)
            status, answer = self.forge.answer(self.command, parts.path, query, body)
            if wrong == "lost":
                self.close_connection = True
                return
            self._send(*self._paged(status, answer, query, parts.path))

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815

    def _archive(self, path: str) -> bool:
        """The archive of an artifact is sent on to another place, which the token must not reach."""
        found = re.fullmatch(f"{_R}/actions/artifacts/(\\d+)/zip", path)
        if found:
            self._send(302, {}, location=f"{self.forge.url}/storage/{found[1]}")
        elif path.startswith("/storage/"):
            self._send(200, self.forge.archives[int(path.rpartition("/")[2])])
        return bool(found) or path.startswith("/storage/")

    def _paged(self, status: int, answer: Any, query: dict[str, list[str]], path: str) -> tuple[int, Any, str]:
        key = next((one for one in ("artifacts", "check_runs") if isinstance(answer, dict) and one in answer), "")
        found = answer[key] if key else answer
        if not isinstance(found, list):
            return status, answer, ""
        number = int(query.get("page", ["1"])[0])
        size = min(PAGE, int(query.get("per_page", ["30"])[0]))
        page = found[(number - 1) * size : number * size]
        more = f'<{self.forge.url}{path}?page={number + 1}>; rel="next"' if len(found) > number * size else ""
        return status, answer | {key: page} if key else page, more

    def _send(self, status: int, answer: Any, link: str = "", location: str = "") -> None:
        data = b"" if status == 204 else answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        if status >= 500 or status == 429:
            self.send_header("retry-after", "0")  # a test has no patience
        for name, value in (("link", link), ("location", location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def forge_running() -> Iterator[FakeForge]:
    forge = FakeForge()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"forge": forge}))
    server.daemon_threads = True
    forge.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
