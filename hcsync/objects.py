"""An address in an object store (s3://, gs://, az://) → the store, opened; its objects; its complaints in words.

Keys and regions come from the environment, under the names obstore documents (AWS_…, GOOGLE_…, AZURE_…).
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hcsync.errors import UsageError
from hcsync.model.codes import Code

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_LOOPBACK = re.compile(r"localhost|.*\.localhost|127(\.\d{1,3}){3}|::1")
# A store answers 404 for a bucket that is not there, as it does for an object.
_NO_BUCKET = re.compile(r"NoSuchBucket|ContainerNotFound|bucket does not exist", re.IGNORECASE)


def opened(address: str, told: str) -> "ObjectStore":
    """`address` is what hcsync.yml says, such as s3://bucket/key; `told` says what is kept there ("the state is kept at
    s3://bucket/key"). Nothing is asked of the store yet. Raises UsageError where the libraries for it are not
    installed; what the library says of an address or of variables it cannot use is for `complaints`."""
    try:
        from obstore import store
    except ImportError:
        raise UsageError(
            f"{told}, and the part of hcsync that speaks to object stores is missing.",
            hint="Install it: pip install 'hcsync[object-store]'",
            code=Code.MISSING_EXTRA,
        ) from None
    host = urlsplit(os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or "").hostname or ""
    return store.from_url(
        address,
        client_options={
            "connect_timeout": timedelta(seconds=10),
            "timeout": timedelta(seconds=60),
            # Where the variable AWS_ALLOW_HTTP says so, obstore allows it too.
            **({"allow_http": True} if _LOOPBACK.fullmatch(host) else {}),
        },
        retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
    )


@contextmanager
def complaints(failed: str, code: Code) -> Iterator[None]:
    """What the store or its library complains about becomes a UsageError: `failed`, and why."""
    try:
        from obstore.exceptions import BaseError
    except ImportError:  # `opened` has its own words for this
        yield
        return
    try:
        yield
    except (BaseError, FileNotFoundError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"{failed}: {words_of(str(error))}.",
            hint="Check the address in hcsync.yml and the variables that hold the key to the store (AWS_…, "
            "GOOGLE_… or AZURE_…).",
            code=code,
        ) from None


def is_missing_bucket(error: Exception) -> bool:
    return _NO_BUCKET.search(str(error)) is not None


class Objects:
    """One object a name. What the store complains about is raised as its library says it; see `complaints`."""

    def __init__(self, store: "ObjectStore") -> None:
        import obstore

        self._obstore = obstore
        self._store = store

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self._obstore.get(self._store, name).bytes())
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        """In bytes; None where there is no such object. A store that is asked so does not tell it from a bucket that
        is missing."""
        try:
            return self._obstore.head(self._store, name)["size"]
        except FileNotFoundError:
            return None

    def put(self, name: str, data: bytes) -> None:
        self._obstore.put(self._store, name, data)

    def put_new(self, name: str, data: bytes, attributes: Mapping[str, str] | None = None) -> None:
        """Where the name is taken, it holds these bytes. `attributes` are headers it is served with."""
        from obstore.exceptions import AlreadyExistsError

        try:
            self._obstore.put(
                self._store, name, data, mode="create", attributes=dict(attributes) if attributes else None
            )
        except AlreadyExistsError:
            return

    def discard(self, name: str) -> None:
        """Gone it is afterwards, also where it was gone before: S3 says nothing of that, Azure and Google do."""
        with suppress(FileNotFoundError):
            self._obstore.delete(self._store, name)

    def names(self, folder: str) -> list[str]:
        found = [one["path"] for some in self._obstore.list(self._store, folder) for one in some]
        return [path.removeprefix(folder) for path in found]


def words_of(said: str) -> str:
    """The first line, and the code that the store has answered with: what else it answers may repeat keys and
    signatures, and so may what follows a `?` in an address."""
    code = re.search(r"<Code>(\w+)</Code>", said)
    words = re.sub(r"\?\S+", "", said.partition("\n")[0].partition("<")[0]).strip(" .:")
    return words[:300] + (f": {code[1]}" if code else "")
