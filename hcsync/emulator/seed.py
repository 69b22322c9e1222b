"""A seed file goes in; the help center it describes, stored through the same code as requests, comes out.

JSON: {"collections": [{"key": "billing", "parent": "start", "name": …}, …], "articles": [{"collection": "billing",
"title": …, "author_id": …}, …]}. Each entry is a create request as the API takes it; `key` names a collection for the
entries after it, `parent` and `collection` refer to such a key. An article without author_id gets the first teammate.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from hcsync.emulator.api import articles, groups, texts
from hcsync.emulator.body.images import fetch_now
from hcsync.emulator.refusal import Refusal
from hcsync.emulator.rows import people
from hcsync.emulator.store import Store
from hcsync.errors import UsageError


class _Seed(msgspec.Struct, forbid_unknown_fields=True):
    collections: list[dict[str, Any]] = []
    articles: list[dict[str, Any]] = []


def load_seed(store: Store, path: Path) -> None:
    """All of the file, or nothing; nothing too if the help center was seeded or written to before. Raises UsageError
    naming the entry at fault."""
    if store.value("SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'seeded') OR EXISTS (SELECT 1 FROM articles)"):
        return
    try:
        seed = msgspec.json.decode(path.read_bytes(), type=_Seed)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The seed {path} cannot be read: {error}.", hint='It is JSON: {"collections": […], "articles": […]}.'
        ) from error
    keys: dict[str, int] = {}
    first = people.admins(store)[0].id
    with store.transaction():
        store.change("INSERT INTO meta (key, value) VALUES ('seeded', ?)", (str(path),))
        for place, entry in enumerate(seed.collections, start=1):
            body = dict(entry)
            key = body.pop("key", None)
            with _blaming(path, "collection", place):
                _refer(body, "parent", keys)
                made = groups.add(store, body)
            if isinstance(key, str):
                keys[key] = made
        for place, entry in enumerate(seed.articles, start=1):
            body = {"author_id": first, **entry}
            with _blaming(path, "article", place):
                _refer(body, "collection", keys)
                sent = texts.for_create(store, texts.read(store, body))
                articles.add(store, sent, fetch_now(store, [text.body or "" for text in sent.written]))


@contextmanager
def _blaming(path: Path, kind: str, place: int) -> Iterator[None]:
    """Turn the API's no into one about the file."""
    try:
        yield
    except Refusal as refusal:
        raise UsageError(f"The seed {path}, {kind} {place}: {refusal.message}.") from refusal


def _refer(body: dict[str, Any], name: str, keys: dict[str, int]) -> None:
    """Replace the key of a collection by its id."""
    if name not in body:
        return
    key = body.pop(name)
    if key not in keys:
        raise Refusal(400, "parameter_invalid", f'"{key}" is the key of no collection above')
    body["parent_id"] = keys[key]
