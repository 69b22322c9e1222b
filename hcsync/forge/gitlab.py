"""What hcsync asks of GitLab's REST API (v4), each operation a function: an open client in, plain values out."""

from typing import Any

from hcsync.forge.github import Post, shaped
from hcsync.forge.http import Forge
from hcsync.forge.surroundings import Surroundings
from hcsync.intercom.timing import REAL, Timing


def opened(place: Surroundings, timing: Timing = REAL) -> Forge:
    return Forge("GitLab", place.api, place.token, header="PRIVATE-TOKEN", scheme="", timing=timing)


async def myself(client: Forge) -> str:
    """The name of the user this token writes as; a token of a project has a user of its own (docs)."""
    return str((await client.get("/user")).get("username") or "")


async def notes(client: Forge, place: Surroundings) -> list[Post]:
    path = f"/projects/{place.repository}/merge_requests/{place.number}/notes"
    return [_note(one) async for one in client.items(path, {"sort": "asc"})]


async def note(client: Forge, place: Surroundings, body: str) -> Post:
    path = f"/projects/{place.repository}/merge_requests/{place.number}/notes"
    return _note(await client.write("POST", path, {"body": body}))


async def edit_note(client: Forge, place: Surroundings, ident: int, body: str) -> Post:
    path = f"/projects/{place.repository}/merge_requests/{place.number}/notes/{ident}"
    return _note(await client.write("PUT", path, {"body": body}))


async def remove_note(client: Forge, place: Surroundings, ident: int) -> None:
    await client.remove(f"/projects/{place.repository}/merge_requests/{place.number}/notes/{ident}")


def _note(one: Any) -> Post:
    return shaped(one, "id", "author", "username")
