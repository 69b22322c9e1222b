"""The store: whatever moment an apply dies at, what is read next is what really happened, once."""

import asyncio
import time
from pathlib import Path

import msgspec
import pytest
from places import place_of, s3_place
from stated import entry, state

from hcsync.errors import ApplyIncomplete, RefusedError
from hcsync.model.address import article
from hcsync.model.codes import Code
from hcsync.model.plan import Action
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import Entry, State
from hcsync.state import lease
from hcsync.state.backend import Slot
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.document import dump, load
from hcsync.state.store import StateStore

A, B, C = article("a"), article("b"), article("c")


def intent(key: str) -> Intent:
    return Intent(f"article.{key}", Action.CREATE, None, key, "", {}, 1)


def opened(folder: Path, environment: str = "production") -> StateStore:
    return StateStore(FolderBackend(folder, environment), folder, environment)


def document_of(folder: Path, environment: str = "production") -> Path:
    return folder / f"{environment}.state.json"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def store_of(folder: Path, contents: dict[str, bytes]) -> StateStore:
    folder.mkdir()
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return opened(folder)


def entries(found: tuple[State, tuple[Intent, ...]]) -> tuple[dict[object, Entry], tuple[Intent, ...]]:
    return dict(found[0].entries), found[1]


def test_where_there_is_nothing_a_new_state_begins(tmp_path: Path) -> None:
    store = opened(tmp_path / "none")

    made, intents = store.read("ws1", 3)

    assert (made, intents) == (state(lineage=made.lineage, serial=0, canonical=3), ())
    assert len(made.lineage) == 32
    assert not store.unfinished
    assert not (tmp_path / "none").exists()


def test_lineage_stays_and_serial_grows(tmp_path: Path) -> None:
    store = opened(tmp_path)
    fresh, _ = store.read("ws1", 3)

    begun, journal = store.begin(fresh, [])
    journal.close()
    finished = store.finish(4)

    assert (begun.lineage, begun.serial, begun.canonical) == (fresh.lineage, 1, 3)
    assert (finished.lineage, finished.serial, finished.canonical) == (fresh.lineage, 2, 4)
    assert store.read("ws1", 4) == (finished, ())


def test_dead_at_any_step_what_is_read_is_what_happened(tmp_path: Path) -> None:
    """Every file as it was after each step of an apply, and what must be read from it."""
    folder = tmp_path / "live"
    store = opened(folder)
    old = {A: entry("1", "old"), B: entry("2")}
    folder.mkdir()
    document_of(folder).write_bytes(dump(state(old)))
    steps: list[tuple[str, dict[str, bytes], dict[object, Entry], tuple[Intent, ...]]] = []

    def step(name: str, expected: dict[object, Entry], open_intents: tuple[Intent, ...] = ()) -> None:
        steps.append((name, files(folder), dict(expected), open_intents))

    step("before", old)
    _, journal = store.begin(store.read("ws1", 1)[0], [])
    step("begun", old)
    journal.append(intent("c"))
    step("about to create c", old, (intent("c"),))
    made = old | {C: entry("3")}
    journal.append(Done("article.c", entry("3")))
    step("created c", made)
    changed = made | {A: entry("1", "new")}
    journal.append(Done("article.a", entry("1", "new")))
    step("updated a", changed)
    journal.append(Done("article.b", None))
    forgotten = {address: kept for address, kept in changed.items() if address != B}
    step("forgot b", forgotten)
    journal.append(intent("d"))
    journal.append(Dropped("article.d"))
    step("refused d", forgotten)
    journal.append(intent("e"))
    step("about to create e", forgotten, (intent("e"),))
    journal.close()
    store.finish(1)
    step("finished", forgotten, (intent("e"),))
    # The document is stored before the journal of its making is removed: a crash between the two leaves both.
    steps.append(("stored", steps[-1][1] | _journal_of(steps[-2][1]), forgotten, (intent("e"),)))

    for number, (name, contents, expected, open_intents) in enumerate(steps):
        left = store_of(tmp_path / f"{number}", contents)
        for _ in range(2):
            assert entries(left.read("ws1", 1)) == (expected, open_intents), name
            left.begin(left.read("ws1", 1)[0], left.read("ws1", 1)[1])[1].close()
            assert entries(left.read("ws1", 1)) == (expected, open_intents), f"{name}, begun again"
            left.finish(1)
        assert entries(left.read("ws1", 1)) == (expected, open_intents), f"{name}, taken up twice"
        assert left.unfinished == bool(open_intents)


def _journal_of(contents: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in contents.items() if name.endswith(".ndjson")}


def test_a_crash_between_the_new_document_and_its_journal_applies_nothing_twice(tmp_path: Path) -> None:
    """`begin` stores the folded document, then starts the journal anew: in between, the old one is still there."""
    store = opened(tmp_path / "live")
    _, journal = store.begin(store.read("ws1", 1)[0], [])
    journal.append(Done("article.a", entry("1", "first")))
    journal.append(intent("c"))
    journal.close()
    dead = files(tmp_path / "live")
    # The next run settled c, and a was edited by it before it died in the same place.
    folded = state({A: entry("1", "second"), C: entry("3")}, lineage=load(dead["production.state.json"], "x").lineage)
    left = store_of(tmp_path / "left", dead | {"production.state.json": dump(folded)})

    assert left.read("ws1", 1) == (folded, (intent("c"),))


def test_a_torn_last_record_did_not_happen(tmp_path: Path) -> None:
    store = opened(tmp_path)
    _, journal = store.begin(state(), [])
    journal.append(intent("a"))
    journal.append(Done("article.a", entry()))
    journal.close()
    path = tmp_path / "production.journal.ndjson"
    path.write_bytes(path.read_bytes()[:-9])

    assert entries(store.read("ws1", 1)) == ({}, (intent("a"),))


def test_a_foreign_workspace_is_refused(tmp_path: Path) -> None:
    store = opened(tmp_path)
    document_of(tmp_path).write_bytes(dump(state()))

    with pytest.raises(RefusedError, match="belongs to workspace ws1, but the token opens ws2") as caught:
        store.read("ws2", 1)

    assert (caught.value.code, caught.value.exit_code) == (Code.STATE_FOREIGN, 5)


def test_a_foreign_environment_is_refused(tmp_path: Path) -> None:
    store = opened(tmp_path, "staging")
    document_of(tmp_path, "staging").write_bytes(dump(state()))

    with pytest.raises(RefusedError, match="is the state of production, not of staging") as caught:
        store.read("ws1", 1)

    assert caught.value.code == Code.STATE_FOREIGN


@pytest.mark.parametrize("kind", ["folder", "git", "s3"])
def test_a_state_that_is_not_for_this_run_is_known_wherever_it_is_kept(tmp_path: Path, kind: str) -> None:
    place = place_of(kind, tmp_path)
    made = dump(state({A: entry("1")}, workspace="ws1"))
    version = None
    for data, code in (
        (dump(state(workspace="ws2")), Code.STATE_FOREIGN),
        (dump(state(environment="staging")), Code.STATE_FOREIGN),
        (made.replace(b'"format": 2', b'"format": 3'), Code.STATE_UNREADABLE),
        (b"<<<<<<<", Code.STATE_UNREADABLE),
    ):
        version = place.another().write(Slot.STATE, data, version)
        with pytest.raises(RefusedError) as caught:
            StateStore(place.another(), tmp_path, "production").read("ws1", 1)
        assert (caught.value.code, caught.value.exit_code) == (code, 5)
    place.another().write(Slot.STATE, made.replace(b'"format": 2', b'"format": 1'), version)
    older = StateStore(place.another(), tmp_path, "production")
    assert older.read("ws1", 1)[0] == state({A: entry("1")}, workspace="ws1")
    older.begin(older.read("ws1", 1)[0], [])[1].close()
    stored = place.another().read(Slot.STATE)
    assert stored is not None
    assert b'"format": 2' in stored.data


def test_a_state_that_was_written_in_between_is_never_overwritten(tmp_path: Path) -> None:
    mine, yours = opened(tmp_path), opened(tmp_path)
    state_of_mine, _ = mine.read("ws1", 1)
    state_of_yours, _ = yours.read("ws1", 1)
    begun, journal = yours.begin(state_of_yours, [])
    journal.close()

    with pytest.raises(RefusedError, match="has been written by somebody else since it was read") as caught:
        mine.begin(state_of_mine, [])
    with pytest.raises(RefusedError):
        mine.replace(state_of_mine, [])

    assert (caught.value.code, caught.value.exit_code) == (Code.STATE_MOVED, 5)
    assert opened(tmp_path).read("ws1", 1) == (begun, ())


def test_a_run_whose_state_moved_under_it_keeps_its_journal_and_says_so(tmp_path: Path) -> None:
    mine, yours = opened(tmp_path), opened(tmp_path / "clone")
    yours.backend = mine.backend
    _, journal = mine.begin(mine.read("ws1", 1)[0], [])
    journal.append(Done("article.a", entry("1")))
    journal.close()
    theirs = yours.replace(yours.read("ws1", 1)[0], [])

    with pytest.raises(ApplyIncomplete, match="was written by somebody else while this ran") as caught:
        mine.finish(1)

    assert (caught.value.code, caught.value.exit_code) == (Code.STATE_MOVED, 6)
    assert load(document_of(tmp_path).read_bytes(), "x") == theirs
    assert mine.unfinished


def test_another_state_can_be_put_in_its_place_with_what_is_still_to_be_settled(tmp_path: Path) -> None:
    store = opened(tmp_path)
    _, journal = store.begin(store.read("ws1", 1)[0], [])
    journal.append(intent("c"))
    journal.close()
    found, left = store.read("ws1", 1)

    stored = store.replace(msgspec.structs.replace(found, entries={A: entry("9")}), left)

    assert stored.serial == found.serial + 1
    assert opened(tmp_path).read("ws1", 1) == (stored, (intent("c"),))
    store.replace(stored, [])
    assert not store.unfinished


def test_what_a_run_is_about_to_write_is_seen_from_other_machines(tmp_path: Path) -> None:
    place = s3_place(tmp_path.name)
    here = StateStore(place.another(), tmp_path / "here", "production")
    there = StateStore(place.another(), tmp_path / "there", "production")
    _, journal = here.begin(here.read("ws1", 1)[0], [])
    here.announce([intent("a"), intent("b"), intent("c")])
    journal.append(intent("a"))
    journal.append(Done("article.a", entry("1")))
    journal.append(intent("b"))
    journal.close()

    # This machine knows how far it came; the other one must suppose that all of it was sent.
    assert entries(here.read("ws1", 1)) == ({A: entry("1")}, (intent("b"),))
    assert entries(there.read("ws1", 1)) == ({}, (intent("a"), intent("b"), intent("c")))
    assert there.unfinished

    # There it is settled and gone on with, and that run dies too.
    _, journal = there.begin(msgspec.structs.replace(there.read("ws1", 1)[0], entries={A: entry("1")}), [])
    there.announce([intent("b"), intent("d")])
    journal.close()
    assert entries(here.read("ws1", 1)) == ({A: entry("1")}, (intent("b"), intent("d")))

    here.begin(here.read("ws1", 1)[0], [])[1].close()
    here.announce([])
    here.finish(1)
    third = StateStore(place.another(), tmp_path / "third", "production")
    assert entries(third.read("ws1", 1)) == ({A: entry("1")}, ())
    assert not third.unfinished
    assert not here.unfinished


def _until_lost(store: StateStore) -> None:
    while store.holds:
        time.sleep(0.01)
    assert store.lost


def test_a_lock_that_somebody_ended_forbids_further_writes_as_soon_as_it_is_noticed(tmp_path: Path) -> None:
    store = StateStore(FolderBackend(tmp_path, "production"), tmp_path, "production", life=4.5)
    assert (store.holds, store.lost) == (True, "")

    async def run() -> None:
        async with store.lock("apply") as held:
            store.begin(store.read("ws1", 1)[0], [])[1].close()
            assert (store.holds, store.lost) == (True, "")
            lease.unlock(store.backend, held.lease.id)
            _until_lost(store)
            # What was done until then is stored all the same: nobody has begun anything upon the old state.
            assert store.finish(1).serial == 2

    asyncio.run(run())
    assert not store.unfinished
    assert store.backend.read(Slot.LEASE) is None
