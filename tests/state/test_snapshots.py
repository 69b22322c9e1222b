"""What is kept of runs, on any backend: names, order, damage, and what need not be kept."""

from pathlib import Path

import pytest

from hcsync.errors import RefusedError, UsageError
from hcsync.model.address import Kind
from hcsync.model.plan import Action
from hcsync.model.snapshot import Ending, Item, KeptRun, Purpose, Run
from hcsync.state import snapshots
from hcsync.state.backends.folder import FolderBackend

NOON = 1795348800  # 2026-11-22 12:00 UTC
ITEM = Item(Kind.ARTICLE, "Install", "article.install", Action.UPDATE, "12", "objects/x.json")


def _run(purpose: Purpose = Purpose.APPLY, undoes: str = "") -> Run:
    return Run("production", "ws1", "l1", 7, "1.0", NOON, (ITEM,), purpose, undoes=undoes)


@pytest.fixture
def backend(tmp_path: Path) -> FolderBackend:
    return FolderBackend(tmp_path, "production")


def _begun(backend: FolderBackend, run: Run, now: float = NOON) -> str:
    run_id = snapshots.new_id(backend, now)
    snapshots.begin(backend, run_id, run)
    return run_id


def test_ids_sort_by_time_even_where_the_clock_stands_still_or_goes_back(backend: FolderBackend) -> None:
    made = [_begun(backend, _run(), now) for now in (NOON, NOON + 0.9, NOON + 60, NOON - 3600)]
    assert made[0].startswith("20261122T120000Z-")
    assert made == sorted(made) == backend.runs()


def test_a_run_comes_back_as_it_was_kept(backend: FolderBackend) -> None:
    run_id = _begun(backend, _run())
    assert snapshots.find(backend, run_id) == KeptRun(run_id, _run())
    snapshots.end(backend, run_id, Ending(True, {"article.new": "13"}))
    found = snapshots.find(backend, run_id)
    assert (found, found.finished) == (KeptRun(run_id, _run(), Ending(True, {"article.new": "13"})), True)
    assert snapshots.runs(backend) == [found]


def test_a_run_without_a_record_is_none(backend: FolderBackend) -> None:
    backend.keep("20200101T000000Z-dead", {"objects/x.json": b"{}"})
    assert (snapshots.runs(backend), snapshots.peek(backend, "20200101T000000Z-dead")) == ([], None)
    for name in ("20200101T000000Z-dead", "20200101T000000Z-none"):
        with pytest.raises(UsageError, match="nothing is kept of a run 2020"):
            snapshots.find(backend, name)


@pytest.mark.parametrize("data", [b"no JSON", b'{"format":99}', b'{"format":2,"items":{}}'])
def test_a_record_of_a_newer_hcsync_is_refused_and_never_thrown_away(backend: FolderBackend, data: bytes) -> None:
    backend.keep("20200101T000000Z-0000", {"run.json": data})
    _begun(backend, _run())
    _begun(backend, _run())
    with pytest.raises(RefusedError, match="20200101T000000Z-0000"):
        snapshots.find(backend, "20200101T000000Z-0000")
    assert "20200101T000000Z-0000" not in snapshots.surplus(backend, 1)


def test_objects_are_told_by_their_bytes(backend: FolderBackend) -> None:
    objects = {snapshots.object_name(data): data for data in (b"{}", b'{"a":1}')}
    backend.keep("r", objects)
    assert dict(snapshots.objects(backend, "r", objects)) == objects
    with pytest.raises(RefusedError, match="damaged: objects/missing"):
        dict(snapshots.objects(backend, "r", ["objects/missing.json"]))
    backend.keep("s", {next(iter(objects)): b"other bytes"})
    with pytest.raises(RefusedError, match="damaged"):
        dict(snapshots.objects(backend, "s", objects))


def test_what_need_not_be_kept(backend: FolderBackend) -> None:
    asked = _begun(backend, _run(Purpose.SNAPSHOT))
    undone, other, another = (_begun(backend, _run()) for _ in range(3))
    assert snapshots.surplus(backend, 4) == []
    assert snapshots.surplus(backend, 2) == [undone]
    assert snapshots.surplus(backend, 1) == [undone, other]
    _begun(backend, _run(Purpose.ROLLBACK, undone))
    # What the newest goes back on is needed should it have to be done again.
    assert snapshots.surplus(backend, 1) == [other, another]
    assert asked in backend.runs()
