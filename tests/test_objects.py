"""Objects by name: what stores answer differently comes out the same."""

from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore

from hcsync.objects import Objects


@pytest.mark.parametrize("lenient", [True, False])
def test_an_object_that_is_gone_can_be_discarded_once_more(tmp_path: Path, lenient: bool) -> None:
    """A store in memory says nothing of it, as S3; folders complain, as Azure and Google do."""
    store: ObjectStore = MemoryStore() if lenient else LocalStore(tmp_path)
    objects = Objects(store)
    objects.put("a/b", b"1")
    for _ in range(2):
        objects.discard("a/b")
        assert (objects.get("a/b"), objects.size("a/b"), objects.names("a/")) == (None, None, [])
