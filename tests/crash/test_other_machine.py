"""A machine that dies in the middle of an apply, with all it knew: another one takes the work up, where the state is
kept where both can see it."""

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from machines import Machines, circle
from places import place_of
from running import Folder, emulator_running

from hcsync.state.backend import Slot

ARTICLES = 16
# What a whole apply writes to Intercom: each object once, and once more where a circle of links has to be closed.
WRITES = ARTICLES + 2


@pytest.fixture(params=["git", "s3"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machines]:
    place = place_of(request.param, tmp_path)
    with emulator_running(tmp_path / "emulator.db", "--locales", "en,fr") as emulator:
        yield Machines(tmp_path, place, emulator, circle(ARTICLES))


def _killed(machine: Folder, machines: Machines, writes: int, pause: float) -> None:
    """Start an apply and kill it some seconds (`pause`) after so many requests to write have reached Intercom."""
    before = _writes(machines)
    process = machine.start("apply", "--auto-approve", "-q", **machines.variables)
    while not process.ended() and _writes(machines) - before < writes:
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    process.wait()


def _writes(machines: Machines) -> int:
    log = machines.emulator.log
    said = log.read_text() if log.exists() else ""
    return said.count('"POST"') + said.count('"PUT"')


def _converges(machines: Machines) -> None:
    done = machines.fresh().run("apply", "--auto-approve", "-q", code=None, **machines.variables)
    assert done.returncode == 0, done.stderr
    titles = Counter(article["title"] for article in machines.emulator.articles())
    assert titles == {f"Page {number}": 1 for number in range(ARTICLES)}
    names = [one["name"] for one in machines.emulator.call("GET", "/help_center/collections?per_page=250")["data"]]
    assert sorted(names) == ["Deep en", "Guide en"]
    last = machines.fresh()
    assert last.run("plan", "--detailed-exitcode", **machines.variables).stdout.startswith("No changes.")
    assert machines.left() == {Slot.STATE: True, Slot.LEASE: False, Slot.INTENTS: False}


def _lives(machines: Machines, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 3)):
        machine = machines.fresh()
        _killed(machine, machines, chance.randrange(WRITES), chance.random() * 0.02)
        shutil.rmtree(machine.root)
    _converges(machines)
    # The same with texts that are there already.
    for name, text in machines.files.items():
        if name.endswith(".md"):
            machines.files[name] = f"{text}\nMore of seed {seed}.\n"
    machine = machines.fresh()
    _killed(machine, machines, chance.randrange(ARTICLES), chance.random() * 0.02)
    shutil.rmtree(machine.root)
    _converges(machines)


@pytest.mark.parametrize("seed", range(1))
def test_another_machine_finishes_what_a_dead_one_began(machines: Machines, seed: int) -> None:
    _lives(machines, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 25))
def test_another_machine_finishes_at_any_moment(machines: Machines, seed: int) -> None:
    _lives(machines, seed)
