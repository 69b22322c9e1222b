"""The lease: one holder at a time; a dead one holds nothing, a late one notices, and nobody takes another's away."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest
from places import AZ, Place, place_of

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.lease import Lease
from hcsync.state import lease, whereabouts
from hcsync.state.backend import Backend, Slot
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.lease import HeldLease, acquire, unlock

NOW = 1_800_000_000
LATER = "2027-01-15 08:00:00 UTC, until 2027-01-15 08:02:00 UTC"


@pytest.fixture(params=["folder", "git", "s3", AZ])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return place_of(request.param, tmp_path)


@pytest.fixture
def backend(tmp_path: Path) -> Backend:
    return FolderBackend(tmp_path, "production")


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


def take(backend: Backend, patience: float = 0.0, life: float = 120.0, now: Clock | None = None) -> HeldLease:
    return asyncio.run(acquire(backend, "apply", patience, said.append, life, now or Clock()))


said: list[str] = []


@pytest.fixture(autouse=True)
def _silence() -> None:
    said.clear()


def leave(backend: Backend, **changes: object) -> Lease:
    """A lease as somebody elsewhere has taken it."""
    values = {"id": "abc123", "owner": "ada@laptop", "purpose": "rollback", "since": NOW, "expires": NOW + 120}
    made = Lease(**values | changes)  # type: ignore[arg-type]
    backend.write(Slot.LEASE, msgspec.json.encode(made), None)
    return made


def test_there_is_one_holder_at_a_time(place: Place) -> None:
    here, there = place.another(), place.another()
    held = take(here)
    with pytest.raises(RefusedError, match=r"is locked by .+ \(apply, since") as caught:
        take(there)
    assert (caught.value.code, caught.value.exit_code) == (Code.LOCKED, 5)
    assert f"hcsync unlock {held.lease.id}" in (caught.value.hint or "")
    held.release()
    assert there.read(Slot.LEASE) is None
    take(there).release()
    assert said == []


def test_who_holds_it_for_what_and_how_long_is_said(backend: Backend) -> None:
    leave(backend)
    with pytest.raises(RefusedError) as caught:
        take(backend)
    assert caught.value.message == f"{backend.place} is locked by ada@laptop (rollback, since {LATER})."


def test_an_expired_lease_is_taken_over_and_that_is_said(place: Place) -> None:
    leave(place.another(), expires=NOW - 1)
    held = take(place.another())
    assert said == [
        f"Took over the lock of ada@laptop (rollback, since {LATER}): it has expired.".replace("08:02:00", "07:59:59")
    ]
    held.release()


@pytest.mark.parametrize(
    ("machine", "dead"),
    [(whereabouts.machine(), True), ("another machine", False), ("", False)],
    ids=["this machine", "another", "nobody knows"],
)
def test_only_a_process_that_is_known_to_be_dead_holds_nothing(backend: Backend, machine: str, dead: bool) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    leave(backend, machine=machine, pid=ended.pid)
    if dead:
        take(backend).release()
        assert [words.rpartition(": ")[2] for words in said] == ["its process has ended."]
    else:
        with pytest.raises(RefusedError):
            take(backend)


def test_a_living_process_holds_and_another_of_its_number_does_not() -> None:
    me = os.getpid()
    assert not whereabouts.dead(me, whereabouts.born(me))
    assert not whereabouts.dead(me, "")
    assert whereabouts.dead(me, "1")


def test_a_zombie_has_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        born = whereabouts.born(child.pid)
        while Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            time.sleep(0.005)
        assert whereabouts.dead(child.pid, born)


HOLDER = """
import asyncio, sys
from pathlib import Path
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.lease import acquire
asyncio.run(acquire(FolderBackend(Path(sys.argv[1]), "production"), "apply", 0, print))
print("held", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_held_is_free_at_once(tmp_path: Path, backend: Backend) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RefusedError):
            asyncio.run(acquire(backend, "apply", 0, said.append))
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    asyncio.run(acquire(backend, "apply", 0, said.append)).release()
    assert len(said) == 1


def test_who_is_patient_gets_it_when_it_is_given_back(place: Place) -> None:
    held = take(place.another())
    threading.Timer(0.3, held.release).start()
    take(place.another(), patience=30).release()
    assert [words.partition(",")[0] for words in said] == ["Waiting for the lock"]


def test_patience_ends(backend: Backend) -> None:
    leave(backend)
    with pytest.raises(RefusedError):
        take(backend, patience=0.1)


def test_it_is_renewed_while_it_is_held(place: Place) -> None:
    backend = place.another()
    held = asyncio.run(acquire(backend, "apply", 0, said.append, life=1.2))
    first = held.lease
    while held.lease == first:
        time.sleep(0.01)
    held.check()
    stored = lease.read(backend)
    assert stored is not None
    assert stored[0] == held.lease
    assert held.lease.expires >= first.expires
    held.release()
    assert backend.read(Slot.LEASE) is None


def test_a_holder_that_could_not_renew_it_in_time_stops_before_another_takes_it(backend: Backend) -> None:
    clock = Clock()
    held = take(backend, now=clock)
    assert held.holds
    clock.now += 79
    assert held.holds
    clock.now += 1
    assert not held.holds
    assert held.lost == "it could not be renewed in time"
    with pytest.raises(RefusedError):
        take(FolderBackend(Path(backend.place).parent.absolute(), "production"), now=clock)
    held.release()
    assert backend.read(Slot.LEASE) is None


def test_who_slept_through_it_goes_on_where_nobody_has_held_it_meanwhile(backend: Backend) -> None:
    clock = Clock()
    held = take(backend, now=clock)
    clock.now += 3600
    held.check()
    assert held.holds
    held.release()


@pytest.mark.parametrize("taken", [True, False], ids=["taken over", "unlocked"])
def test_who_slept_through_it_is_refused_where_somebody_else_has(place: Place, taken: bool) -> None:
    backend, other, clock = place.another(), place.another(), Clock()
    held = take(backend, now=clock)
    clock.now += 3600
    if taken:
        new = take(other, now=clock)
    else:
        assert unlock(other, held.lease.id) == held.lease
    with pytest.raises(RefusedError) as caught:
        held.check()
    assert (caught.value.code, caught.value.exit_code) == (Code.LOCK_LOST, 5)
    assert ("it was taken over by" if taken else "somebody has removed it") in caught.value.message
    assert not held.holds
    held.release()
    if taken:
        stored = lease.read(other)
        assert stored is not None
        assert stored[0] == new.lease
        new.release()


def test_unlocking_takes_the_id(backend: Backend) -> None:
    assert unlock(backend, "abc123") is None
    left = leave(backend)
    with pytest.raises(RefusedError, match="and not under the id abc") as caught:
        unlock(backend, "abc")
    assert (caught.value.code, caught.value.exit_code) == (Code.LOCKED, 5)
    assert unlock(backend, "abc123") == left
    assert backend.read(Slot.LEASE) is None


def test_a_lease_of_another_kind_is_not_taken(backend: Backend) -> None:
    backend.write(Slot.LEASE, b'{"format": 9}', None)
    with pytest.raises(RefusedError) as caught:
        take(backend)
    assert caught.value.code == Code.STATE_UNREADABLE


@pytest.mark.parametrize(
    ("environ", "owner"),
    [
        (
            {"GITHUB_RUN_ID": "7", "GITHUB_REPOSITORY": "acme/help", "GITHUB_SERVER_URL": "https://github.com"},
            "https://github.com/acme/help/actions/runs/7",
        ),
        ({"CI_JOB_URL": "https://gitlab.com/acme/help/-/jobs/7"}, "https://gitlab.com/acme/help/-/jobs/7"),
    ],
)
def test_in_ci_the_owner_is_the_address_of_the_run(environ: dict[str, str], owner: str) -> None:
    assert whereabouts.owner(environ) == owner


def test_elsewhere_it_is_a_person_at_a_machine() -> None:
    user, _, host = whereabouts.owner({}).partition("@")
    assert user
    assert host
