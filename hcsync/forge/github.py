"""What hcsync asks of GitHub's REST API, each operation a function: an open client in, plain values out.

Facts are from GitHub's REST documentation, version 2022-11-28, unless another source is named.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from hcsync.errors import ForgeError
from hcsync.forge.http import Forge, Refused, stranger
from hcsync.forge.surroundings import Surroundings
from hcsync.intercom.timing import REAL, Timing
from hcsync.model.codes import Code

# Who a workflow's own token writes as. GET /user is refused to tokens of apps with 403 (observed).
ACTIONS = "github-actions[bot]"
_LARGEST_PLAN = 200_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """A comment, an issue, a note. `id` names it to the API, `url` shows it to people."""

    id: int
    author: str
    body: str
    url: str


def opened(place: Surroundings, timing: Timing = REAL) -> Forge:
    return Forge("GitHub", place.api, place.token, accept="application/vnd.github+json", timing=timing)


async def myself(client: Forge) -> str:
    """The login this token writes as. That of an app, as a workflow's own is one, learns it from GraphQL alone."""
    try:
        return str((await client.get("/user"))["login"])
    except (KeyError, TypeError):
        return ACTIONS
    except Refused as error:
        if error.status not in (403, 404):
            raise
    try:
        told = await client.write("POST", client.beside("graphql"), {"query": "{viewer{login}}"})
        # In what they write REST calls apps NAME[bot]; GraphQL leaves the end off in some places.
        return f"{str(told['data']['viewer']['login']).removesuffix('[bot]')}[bot]"
    except (Refused, KeyError, TypeError):
        return ACTIONS


async def comments(client: Forge, place: Surroundings) -> list[Post]:
    path = f"/repos/{place.repository}/issues/{place.number}/comments"
    return [_post(one) async for one in client.items(path)]


async def comment(client: Forge, place: Surroundings, number: int, body: str) -> Post:
    """A new one, on an issue or a pull request."""
    return _post(await client.write("POST", f"/repos/{place.repository}/issues/{number}/comments", {"body": body}))


async def edit_comment(client: Forge, place: Surroundings, ident: int, body: str) -> Post:
    return _post(await client.write("PATCH", f"/repos/{place.repository}/issues/comments/{ident}", {"body": body}))


async def remove_comment(client: Forge, place: Surroundings, ident: int) -> None:
    await client.remove(f"/repos/{place.repository}/issues/comments/{ident}")


async def open_issues(client: Forge, place: Surroundings) -> list[Post]:
    """Their `id` is the number people know. GitHub lists pull requests among them."""
    path = f"/repos/{place.repository}/issues"
    found = client.items(path, {"state": "open", "sort": "created", "direction": "asc"})
    return [_issue(one) async for one in found if "pull_request" not in one]


async def open_issue(client: Forge, place: Surroundings, title: str, body: str) -> Post:
    return _issue(await client.write("POST", f"/repos/{place.repository}/issues", {"title": title, "body": body}))


async def change_issue(client: Forge, place: Surroundings, number: int, **fields: str) -> Post:
    return _issue(await client.write("PATCH", f"/repos/{place.repository}/issues/{number}", fields))


async def checks(client: Forge, place: Surroundings, name: str) -> list[Post]:
    """The runs of this check on the pull request's last commit; `body` is our own key of them."""
    path = f"/repos/{place.repository}/commits/{place.head}/check-runs"
    found = client.items(path, {"check_name": name, "filter": "latest"}, "check_runs")
    return [_check(one) async for one in found]


async def check(client: Forge, place: Surroundings, ident: int, fields: dict[str, object]) -> Post:
    """A new one where `ident` is 0."""
    path = f"/repos/{place.repository}/check-runs"
    if ident:
        return _check(await client.write("PATCH", f"{path}/{ident}", fields))
    return _check(await client.write("POST", path, fields | {"head_sha": place.head}))


async def pull_requests_from(client: Forge, place: Surroundings, branch: str) -> list[Post]:
    """The open ones out of a branch of this very repository."""
    owner = place.repository.partition("/")[0]
    found = client.items(f"/repos/{place.repository}/pulls", {"state": "open", "head": f"{owner}:{branch}"})
    return [_issue(one) async for one in found]


async def open_pull_request(client: Forge, place: Surroundings, branch: str, into: str, title: str, body: str) -> Post:
    fields = {"title": title, "head": branch, "base": into, "body": body}
    return _issue(await client.write("POST", f"/repos/{place.repository}/pulls", fields))


async def merged_heads(client: Forge, place: Surroundings) -> list[tuple[int, str]]:
    """Number and last commit of the merged pull requests that this commit came in with."""
    path = f"/repos/{place.repository}/commits/{place.commit}/pulls"
    found = [one async for one in client.items(path) if one.get("merged_at")]
    # A commit may be part of others that are merged elsewhere: the one it ended goes first.
    found.sort(key=lambda one: one.get("merge_commit_sha") != place.commit)
    return [(int(one["number"]), str(one["head"]["sha"])) for one in found]


async def artifact(client: Forge, place: Surroundings, name: str, head: str) -> int | None:
    """The newest that this repository's own run kept for that commit. What a fork's run kept is nobody's word: there,
    whoever opens a pull request says what the workflow does."""
    found = []
    async for one in client.items(f"/repos/{place.repository}/actions/artifacts", {"name": name}, "artifacts"):
        run = one.get("workflow_run") or {}
        own = run.get("head_repository_id") == run.get("repository_id") and run.get("repository_id") is not None
        if own and run.get("head_sha") == head and not one.get("expired"):
            found.append((str(one.get("created_at") or ""), int(one["id"])))
    return max(found)[1] if found else None


async def file_of_artifact(client: Forge, place: Surroundings, ident: int) -> bytes:
    """The one file in it, whatever its name. Raises ForgeError where it is no such archive."""
    data = await client.download(f"/repos/{place.repository}/actions/artifacts/{ident}/zip")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            [kept] = archive.infolist()
            if kept.file_size <= _LARGEST_PLAN:
                return archive.read(kept)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError):
        pass
    raise ForgeError("the artifact is not an archive with one plan.", code=Code.FORGE_UNREACHABLE)


def _post(one: Any) -> Post:
    return shaped(one, "id", "user", "login")


def _issue(one: Any) -> Post:
    return shaped(one, "number", "user", "login")


def shaped(one: Any, key: str, by: str, name: str) -> Post:
    """A post whose id stands at `key`, and the name of who wrote it at `by` and `name`. Raises ForgeError for what has
    another shape."""
    try:
        author = str((one.get(by) or {}).get(name) or "")
        return Post(int(one[key]), author, str(one.get("body") or ""), str(one.get("html_url") or ""))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise stranger() from None


def _check(one: Any) -> Post:
    app = one.get("app") or {}
    return Post(int(one["id"]), str(app.get("slug") or ""), str(one.get("external_id") or ""), str(one.get("html_url")))
