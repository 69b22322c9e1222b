"""An address in an object store (s3://, gs://, az://) → a Backend: one object a slot, replaced by conditional puts.

  <key>/<environment>/state.json     and so on; a slot that was emptied is an object that says so, since a store
                                     removes objects without asking what they hold
  <key>/<environment>/objects/…      what runs keep, see `by_content`

Keys and regions come from the environment, under the names obstore documents (AWS_…, GOOGLE_…, AZURE_…).
"""

import os
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.state.backend import Moved, Slot, Stored
from hcsync.state.backends.by_content import ByContent

if TYPE_CHECKING:
    from obstore import PutResult, UpdateVersion
    from obstore.store import ObjectStore

_LOOPBACK = re.compile(r"localhost|.*\.localhost|127(\.\d{1,3}){3}|::1")
# A store answers 404 for a bucket that is not there, as it does for an object.
_NO_BUCKET = re.compile(r"NoSuchBucket|ContainerNotFound|bucket does not exist", re.IGNORECASE)
# What a slot that was emptied holds; two who empty it at once must not take one another's note for their own.
_EMPTIED = b"\0emptied "


class ObjectStoreBackend:
    """A version is what the store calls this content of the object: its e-tag, and its generation where it has one."""

    shared = True

    def __init__(self, address: str, environment: str) -> None:
        """`address` is what hcsync.yml says, such as s3://bucket/key. Raises UsageError where the libraries for it are
        not installed, or the environment does not say enough to speak to it."""
        self.place = f"{address.rstrip('/')}/{environment}"
        try:
            import obstore
            from obstore import store
        except ImportError:
            raise UsageError(
                f"the state is kept at {address}, and the part of hcsync that speaks to object stores is missing.",
                hint="Install it: pip install 'hcsync[object-store]'",
                code=Code.MISSING_EXTRA,
            ) from None
        self._obstore = obstore
        host = urlsplit(os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or "").hostname or ""
        with self._told():
            self._store: ObjectStore = store.from_url(
                self.place,
                client_options={
                    "connect_timeout": timedelta(seconds=10),
                    "timeout": timedelta(seconds=60),
                    # Where the variable AWS_ALLOW_HTTP says so, obstore allows it too.
                    **({"allow_http": True} if _LOOPBACK.fullmatch(host) else {}),
                },
                retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
            )
        self._kept = ByContent(_Objects(self._store), at_once=8)

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
                if _NO_BUCKET.search(str(error)):
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

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the store or its library complains about, in words."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError, ValueError, TimeoutError) as error:
            raise UsageError(
                f"the state cannot be kept at {self.place}: {_words(str(error))}.",
                hint="Check the address in hcsync.yml and the variables that hold the key to the store (AWS_…, "
                "GOOGLE_… or AZURE_…).",
                code=Code.STATE_UNREACHABLE,
            ) from None


class _Objects:
    """A shelf: one object a name."""

    def __init__(self, store: "ObjectStore") -> None:
        import obstore

        self._obstore = obstore
        self._store = store

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self._obstore.get(self._store, name).bytes())
        except FileNotFoundError:
            return None

    def put(self, name: str, data: bytes) -> None:
        self._obstore.put(self._store, name, data)

    def put_new(self, name: str, data: bytes) -> None:
        from obstore.exceptions import AlreadyExistsError

        try:
            self._obstore.put(self._store, name, data, mode="create")
        except AlreadyExistsError:
            return

    def discard(self, name: str) -> None:
        self._obstore.delete(self._store, name)

    def names(self, folder: str) -> list[str]:
        found = [one["path"] for some in self._obstore.list(self._store, folder) for one in some]
        return [path.removeprefix(folder) for path in found]


def _words(said: str) -> str:
    """The first line, and the code that the store has answered with: what else it answers may repeat keys and
    signatures, and so may what follows a `?` in an address."""
    code = re.search(r"<Code>(\w+)</Code>", said)
    words = re.sub(r"\?\S+", "", said.partition("\n")[0].partition("<")[0]).strip(" .:")
    return words[:300] + (f": {code[1]}" if code else "")


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
