"""What every place for a state must do: the same tests on a folder, a real git remote and real object stores."""

import threading
from pathlib import Path

import pytest
from places import AZ, Place, place_of

from hcsync.state.backend import Backend, Moved, Slot, Stored


@pytest.fixture(params=["folder", "git", "s3", AZ])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return place_of(request.param, tmp_path)


@pytest.fixture
def here(place: Place) -> Backend:
    return place.another()


@pytest.fixture
def there(place: Place) -> Backend:
    """The same place, seen from another machine."""
    return place.another()


def test_where_nothing_was_written_there_is_nothing(here: Backend) -> None:
    assert [here.read(slot) for slot in Slot] == [None, None, None]
    assert here.runs() == []
    with pytest.raises(KeyError):
        here.kept("20260101T000000")
    here.drop("20260101T000000")


def test_what_one_writes_the_other_reads(here: Backend, there: Backend) -> None:
    made = here.write(Slot.STATE, b"one\n\xff\0", None)
    assert here.read(Slot.STATE) == there.read(Slot.STATE) == Stored(b"one\n\xff\0", made)
    changed = there.write(Slot.STATE, b"two", made)
    assert changed != made
    assert here.read(Slot.STATE) == Stored(b"two", changed)
    assert here.read(Slot.LEASE) is None


def test_a_version_that_is_no_longer_there_is_not_replaced(here: Backend, there: Backend) -> None:
    first = here.write(Slot.STATE, b"first", None)
    second = there.write(Slot.STATE, b"second", first)
    for seen in (first, None):
        with pytest.raises(Moved):
            here.write(Slot.STATE, b"mine", seen)
    with pytest.raises(Moved):
        here.remove(Slot.STATE, first)
    assert here.read(Slot.STATE) == Stored(b"second", second)


def test_a_slot_that_was_emptied_can_be_written_anew(here: Backend, there: Backend) -> None:
    first = here.write(Slot.LEASE, b"first", None)
    there.remove(Slot.LEASE, first)
    assert here.read(Slot.LEASE) is None
    with pytest.raises(Moved):
        here.write(Slot.LEASE, b"mine", first)
    with pytest.raises(Moved):
        here.remove(Slot.LEASE, first)
    second = here.write(Slot.LEASE, b"second", None)
    with pytest.raises(Moved):
        there.write(Slot.LEASE, b"third", None)
    assert there.read(Slot.LEASE) == Stored(b"second", second)


def test_a_slot_is_not_held_up_by_another(here: Backend, there: Backend) -> None:
    state = here.write(Slot.STATE, b"state", None)
    lease = there.write(Slot.LEASE, b"lease", None)
    intents = here.write(Slot.INTENTS, b"intents", None)
    there.write(Slot.LEASE, b"again", lease)
    here.remove(Slot.INTENTS, intents)
    assert there.write(Slot.STATE, b"new", state) == here.read(Slot.STATE).version  # type: ignore[union-attr]


@pytest.mark.parametrize("seen", ["nothing", "something"])
def test_of_many_that_write_at_once_one_wins(place: Place, seen: str) -> None:
    backends = [place.another() for _ in range(4)]
    for round_ in range(3):
        stored = backends[0].read(Slot.LEASE)
        if seen == "nothing" and stored:
            backends[0].remove(Slot.LEASE, stored.version)
            stored = None
        elif seen == "something" and stored is None:
            version = backends[0].write(Slot.LEASE, b"before", None)
            stored = Stored(b"before", version)
        won = _race(backends, round_, stored.version if stored else None)
        assert len(won) == 1
        winner, version = won[0]
        assert backends[0].read(Slot.LEASE) == Stored(b"%d by %d" % (round_, winner), version)


def _race(backends: list[Backend], round_: int, seen: str | None) -> list[tuple[int, str]]:
    won: list[tuple[int, str]] = []
    start = threading.Barrier(len(backends))

    def one(number: int) -> None:
        start.wait()
        try:
            won.append((number, backends[number].write(Slot.LEASE, b"%d by %d" % (round_, number), seen)))
        except Moved:
            return

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(backends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def test_slots_written_at_once_do_not_disturb_each_other(place: Place) -> None:
    backends = {slot: place.another() for slot in Slot}
    failed: list[BaseException] = []

    def one(slot: Slot, backend: Backend) -> None:
        try:
            for number in range(4):
                version = backend.write(slot, b"%d" % number, None)
                version = backend.write(slot, b"%d again" % number, version)
                backend.remove(slot, version)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=pair) for pair in backends.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_what_a_run_keeps_can_be_had_back_elsewhere(here: Backend, there: Backend) -> None:
    body = bytes(range(256)) * 40
    here.keep("20260102T000000", {"run.json": b"{}", "articles/81/en.html": body, "articles/82/en.html": body})
    there.keep("20260101T000000-a", {"run.json": b"[]"})
    here.keep("20260102T000000", {"more": b"", "run.json": b"{1}"})

    assert there.runs() == here.runs() == ["20260101T000000-a", "20260102T000000"]
    kept = {"run.json": b"{1}", "articles/81/en.html": body, "articles/82/en.html": body, "more": b""}
    assert there.kept("20260102T000000") == kept
    assert there.kept("20260102T000000", ["run.json", "nothing"]) == {"run.json": b"{1}"}
    assert here.kept("20260101T000000-a") == {"run.json": b"[]"}


def test_what_is_dropped_is_gone_and_nothing_else(here: Backend, there: Backend) -> None:
    here.keep("1", {"a": b"shared", "b": b"alone"})
    here.keep("2", {"c": b"shared"})
    there.drop("1")
    there.drop("1")
    assert here.runs() == ["2"]
    assert here.kept("2") == {"c": b"shared"}
    with pytest.raises(KeyError):
        here.kept("1")
    here.keep("3", {"b": b"alone"})
    assert there.kept("3") == {"b": b"alone"}
