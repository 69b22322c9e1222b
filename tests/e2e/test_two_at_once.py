"""Two runs at the same time, wherever the state is kept: never two writers, the state never forked, nothing lost."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from places import AZ, Place, git, place_of
from running import Folder
from served import TOKEN, Site, serving

from hcsync.state.backend import Slot

ARTICLES = 4
PATIENT = ("--lock-timeout", "240")


@dataclass
class Two:
    """Two machines, a and b, whose files say different things of the same articles."""

    site: Site
    place: Place
    machines: dict[str, Folder]

    @property
    def variables(self) -> dict[str, str]:
        return {"HELP_TOKEN": TOKEN, **self.place.variables}

    def write(self, round_: int) -> None:
        """New texts on both sides; each round brings a new article, which links to one that is there."""
        for name, machine in self.machines.items():
            for number in range(ARTICLES + round_):
                head = f"---\ntitle: Page {number}\nauthor_id: 1\nstate: published\n---\n\n"
                text = f"Round {round_} by {name}, see [that](page-{max(number - 1, 0)}.md).\n"
                machine.write(f"content/en/page-{number}.md", head + text)

    def run_both(self, *options: str) -> dict[str, tuple[int, str]]:
        """Machine → exit code and what it said on stderr."""
        running = {
            name: machine.start("apply", "--auto-approve", "-q", *options, **self.variables)
            for name, machine in self.machines.items()
        }
        ended = {name: process.wait() for name, process in running.items()}
        return {name: (done.returncode, done.stderr) for name, done in ended.items()}

    def stored(self) -> tuple[str, int, dict[str, str]]:
        """Lineage and serial of the state, and the id it has for each address."""
        stored = self.place.another().read(Slot.STATE)
        assert stored is not None
        document = json.loads(stored.data)
        entries = {address: entry["id"] for address, entry in document["entries"].items() if entry}
        return document["lineage"], document["serial"], entries


@pytest.fixture(params=["folder", "git", "s3", AZ])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    place = place_of(request.param, tmp_path)
    with serving(tmp_path / "site") as site:
        machines = {name: Folder(place.clone(tmp_path / name)) for name in "ab"}
        for machine in machines.values():
            machine.write(
                "hcsync.yml",
                "locales: [en]\nenvironments:\n  production:\n    default: true\n"
                f"    base_url: {site.url}\n    token_env: HELP_TOKEN\n    state: {place.setting}\n",
            )
        if place.name == "folder":
            # Two processes at work in one folder, but for their files.
            (tmp_path / ".hcsync").mkdir()
            for machine in machines.values():
                (machine.root / ".hcsync").symlink_to(tmp_path / ".hcsync")
        yield Two(site, place, machines)


def _writers(two: Two, since: int) -> list[str]:
    """Who has written, in the order in which it reached Intercom; each stretch of one writer once."""
    found: list[str] = []
    for method, _, body in two.site.weather.seen[since:]:
        if method != "GET":
            written = re.search(rb"Round \d+ by (\w)", body)
            assert written, body
            name = written[1].decode()
            if found[-1:] != [name]:
                found.append(name)
    return found


def _round(two: Two, number: int) -> None:
    before = two.stored() if number else None
    since = len(two.site.weather.seen)
    two.write(number)
    ended = two.run_both(*(PATIENT if number % 2 else ()))

    done = [name for name, (code, _) in ended.items() if code == 0]
    for name in ended.keys() - set(done):
        code, said = ended[name]
        assert number % 2 == 0, said
        assert (code, "HC308" in said or "HC311" in said) == (5, True), said
    writers = _writers(two, since)
    assert sorted(writers) == sorted(done), "each writes once, from its first to its last"
    lineage, serial, ids = two.stored()
    if before:
        assert lineage == before[0]
        assert ids.items() >= before[2].items()
        assert serial == before[1] + 2 * len(done)
    live = two.site.call("GET", "/articles?per_page=250")["data"]
    assert sorted(ids.values()) == sorted(one["id"] for one in live)
    assert {f"Round {number} by {writers[-1]}" in one["body"] for one in live} == {True}
    assert sorted(one["title"] for one in live) == sorted(f"Page {page}" for page in range(ARTICLES + number))
    plan = two.machines[writers[-1]].run("plan", "--detailed-exitcode", **two.variables)
    assert plan.stdout.startswith("No changes.")
    assert [two.place.another().read(slot) for slot in (Slot.LEASE, Slot.INTENTS)] == [None, None]


def _no_fork(two: Two) -> None:
    """In git every state that ever was can be counted."""
    if two.place.name == "git":
        folder = two.machines["a"].root
        git(folder, "fetch", "--quiet", "origin", "refs/hcsync/production/state")
        assert git(folder, "rev-list", "--count", "FETCH_HEAD") == str(two.stored()[1])
        assert git(folder, "rev-list", "--merges", "--count", "FETCH_HEAD") == "0"


def test_of_two_at_once_one_writes_and_the_other_waits_or_is_refused(two: Two) -> None:
    for number in range(2):
        _round(two, number)
    _no_fork(two)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_fifty_times(two: Two) -> None:
    for number in range(50):
        _round(two, number)
    _no_fork(two)
