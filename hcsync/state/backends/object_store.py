"""An address in an object store (s3://, gs://, az://) → a Backend: one object a slot, replaced by conditional puts.

<key>/<environment>/state.json     and so on; a slot that was emptied is an object that says so, since a store
                                   removes objects without asking what they hold
<key>/<environment>/objects/…      what runs keep, see `by_content`
"""

import secrets
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import msgspec

from hcsync.model.codes import Code
from hcsync.objects import Objects, complaints, is_missing_bucket, opened
from hcsync.state.backend import Moved, Slot, Stored
from hcsync.state.backends.by_content import ByContent

if TYPE_CHECKING:
    from obstore import PutResult, UpdateVersion

# What a slot that was emptied holds; two who empty it at once must not take one another's note for their own.
_EMPTIED = b"\0emptied "


class ObjectStoreBackend:
    """A version is what the store calls this content of the object: its e-tag, and its generation where it has one."""

    shared = True

    def __init__(self, address: str, environment: str) -> None:
        """`address` is what hcsync.yml says, such as s3://bucket/key. Raises UsageError where the libraries for it are
        not installed, or the environment does not say enough to speak to it."""
        self.place = f"{address.rstrip('/')}/{environment}"
        with self._told():
            self._store = opened(self.place, f"the state is kept at {address}")
            import obstore

            self._obstore = obstore
        self._kept = ByContent(Objects(self._store), at_once=8)

    def read(self, slot: Slot) -> Stored | None:
        stored = self._found(slot)
        return None if stored is None or stored.data.startswith(_EMPTIED) else stored

    def write(self, slot: Slot, data: bytes, seen: str | None) -> str:
        if seen is None:
            emptied = self._found(slot)
            if emptied is not None and not emptied.data.startswith(_EMPTIED):
                raise Moved(slot)
            seen = None if emptied is None else emptied.version
        return self._put(slot, data, seen)

    def remove(self, slot: Slot, seen: str) -> None:
        self._put(slot, _EMPTIED + secrets.token_hex(8).encode(), seen)

    def keep(self, run: str, files: Mapping[str, bytes]) -> None:
        with self._told():
            self._kept.keep(run, files)

    def runs(self) -> list[str]:
        with self._told():
            return self._kept.runs()

    def kept(self, run: str, names: Collection[str] | None = None) -> dict[str, bytes]:
        with self._told():
            return self._kept.kept(run, names)

    def drop(self, run: str) -> None:
        with self._told():
            self._kept.drop(run)

    def _found(self, slot: Slot) -> Stored | None:
        """What is there, be it the note that nothing is."""
        with self._told():
            try:
                got = self._obstore.get(self._store, slot.value)
            except FileNotFoundError as error:
                if is_missing_bucket(error):
                    raise
                return None
            # Asked of one answer: the object may be another by the next.
            return Stored(bytes(got.bytes()), _version(got.meta.get("e_tag"), got.meta.get("version")))

    def _put(self, slot: Slot, data: bytes, seen: str | None) -> str:
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._told():
            try:
                put: PutResult = self._obstore.put(
                    self._store, slot.value, data, mode="create" if seen is None else _condition(seen)
                )
            except (AlreadyExistsError, PreconditionError):
                # A put that was sent twice, since its answer was lost, finds itself in its own way.
                there = self._found(slot)
                if there is None or there.data != data or there.version == seen:
                    raise Moved(slot) from None
                return there.version
            return _version(put.get("e_tag"), put.get("version"))

    def _told(self) -> AbstractContextManager[None]:
        """What the store or its library complains about, in words."""
        return complaints(f"the state cannot be kept at {self.place}", Code.STATE_UNREACHABLE)


def _version(e_tag: str | None, generation: str | None) -> str:
    return msgspec.json.encode([e_tag, generation]).decode()


def _condition(version: str) -> "UpdateVersion":
    """What a put is to be conditional upon; a store that tells no generation must not be asked for one."""
    e_tag, generation = msgspec.json.decode(version, type=tuple[str | None, str | None])
    condition: UpdateVersion = {}
    if e_tag is not None:
        condition["e_tag"] = e_tag
    if generation is not None:
        condition["version"] = generation
    return condition
