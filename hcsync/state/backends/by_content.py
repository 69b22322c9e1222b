"""What runs keep → objects named by their content and one list a run, on any shelf of named bytes.

objects/<sha256>    the bytes, once, however many runs keep them
runs/<run>.json     name → sha256
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Protocol, TypeVar

import msgspec

A = TypeVar("A")
B = TypeVar("B")

_RUNS, _OBJECTS, _ENDING = "runs/", "objects/", ".json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Shelf(Protocol):
    """Bytes by name; a name has one `/` in it."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, data: bytes) -> None:
        """Lasting when it returns; what the name held is replaced."""

    def put_new(self, name: str, data: bytes) -> None:
        """The same, where the name holds these bytes already if it holds any."""

    def discard(self, name: str) -> None: ...

    def names(self, folder: str) -> list[str]:
        """All names that begin with `folder` ("runs/"), as they stand after it."""


class ByContent:
    """`at_once`: how many objects are fetched or put side by side, where each is waited for."""

    def __init__(self, shelf: Shelf, at_once: int = 1) -> None:
        self._shelf = shelf
        self._at_once = at_once

    def keep(self, run: str, files: Mapping[str, bytes]) -> None:
        """The list is written last: what it names is there."""
        if not _NAME.fullmatch(run):
            raise ValueError(f"not the name of a run: {run!r}")
        digests = {name: sha256(data).hexdigest() for name, data in files.items()}
        objects = {digests[name]: data for name, data in files.items()}
        self._all(lambda digest: self._shelf.put_new(_OBJECTS + digest, objects[digest]), objects)
        listed = (self._list(run) or {}) | digests
        self._shelf.put(f"{_RUNS}{run}{_ENDING}", msgspec.json.encode(listed, order="sorted"))

    def runs(self) -> list[str]:
        return sorted(name.removesuffix(_ENDING) for name in self._shelf.names(_RUNS) if name.endswith(_ENDING))

    def kept(self, run: str, names: Collection[str] | None = None) -> dict[str, bytes]:
        listed = self._list(run)
        if listed is None:
            raise KeyError(run)
        wanted = [name for name in listed if names is None or name in names]
        found = self._all(lambda name: self._shelf.get(_OBJECTS + listed[name]), wanted)
        return {name: data for name, data in zip(wanted, found, strict=True) if data is not None}

    def drop(self, run: str) -> None:
        """The list goes first: what dies in between leaves objects that no list names, and the next drop removes."""
        self._shelf.discard(f"{_RUNS}{run}{_ENDING}")
        needed = {digest for other in self._all(self._list, self.runs()) for digest in (other or {}).values()}
        self._all(lambda digest: self._shelf.discard(_OBJECTS + digest), set(self._shelf.names(_OBJECTS)) - needed)

    def _list(self, run: str) -> dict[str, str] | None:
        data = self._shelf.get(f"{_RUNS}{run}{_ENDING}")
        return None if data is None else msgspec.json.decode(data, type=dict[str, str])

    def _all(self, work: Callable[[A], B], of: Iterable[A]) -> list[B]:
        if self._at_once == 1:
            return [work(one) for one in of]
        with ThreadPoolExecutor(self._at_once) as pool:
            return list(pool.map(work, of))
