"""A run whose lock is taken away while it writes: no further write is started, and what was done is not forgotten."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from served import TOKEN, Site, serving

from hcsync.config import load
from hcsync.model.codes import Code
from hcsync.model.outcome import Outcome, Status
from hcsync.planner.policy import Policy
from hcsync.state import lease
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.store import StateStore
from hcsync.workflow import apply, gather, writing
from hcsync.workflow import project as projects
from hcsync.workflow.connection import connected
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.request import Request
from hcsync.workflow.writing import Way

# Seconds; renewed after a third.
LIFE = 4.5


@pytest.fixture
def site(tmp_path):
    with serving(tmp_path) as running:
        running.config()
        yield running


async def _written(site: Site, cut: int) -> Outcome:
    """Apply, one write after the other, and end its lock when the n-th reaches Intercom."""
    config = load(site.root, {})
    environment = config.environment()
    with projects.opened(config, environment) as project:
        async with connected(project, {"HELP_TOKEN": TOKEN}, read_only=False) as connection:
            backend = FolderBackend(project.folder, environment.name)
            store = StateStore(backend, project.folder, environment.name, LIFE)

            async def rule(_number: int, method: str, _path: str, _body: bytes) -> None:
                if method != "GET" and sum(one != "GET" for one, _, _ in site.weather.seen) == cut:
                    held = lease.read(backend)
                    assert held is not None
                    lease.unlock(backend, held[0].id)
                    await asyncio.to_thread(_until_lost, store)

            site.weather.rule = rule
            async with store.lock("apply"):
                gathered = await gather.gather(project, connection, Request(), store)
                way = Way(apply.sources(project), writing.links(connection, gathered))
                return await writing.write(project, connection, gathered, way, Policy(), 1, Dialogue())


def _until_lost(store: StateStore) -> None:
    while store.holds:
        time.sleep(0.01)


def test_nothing_is_started_once_the_lock_is_lost(site: Site) -> None:
    for key in "abcd":
        site.article(key, "Text.")

    outcome = asyncio.run(_written(site, 2))

    assert {result.address.key: result.status.value for result in outcome.results} == {
        "a": "applied",
        "b": "applied",
        "c": "skipped",
        "d": "skipped",
    }
    assert not outcome.complete
    place = FolderBackend(site.root / ".hcsync", "production").place
    assert [str(one) for one in outcome.diagnostics if one.code.value == "HC310"] == [
        f"HC310 warning: the lock on {place} was lost while this ran: "
        "somebody has removed it (hcsync unlock). No further write was started (apply again to go on)"
    ]
    site.weather.rule = None
    assert sorted(site.articles()) == ["A", "B"]
    assert site.apply().complete
    assert sorted(site.articles()) == ["A", "B", "C", "D"]
    assert not site.plan().plan.pending


def test_where_the_state_cannot_be_stored_what_was_written_is_told(site: Site) -> None:
    for key in "ab":
        site.article(key, "Text.")
    kept, away = site.root / ".hcsync/production.state.json", site.root / ".hcsync/away.json"

    def rule(_number: int, method: str, _path: str, _body: bytes) -> None:
        if method != "GET" and not away.exists():
            kept.rename(away)
            kept.mkdir()

    site.weather.rule = rule
    outcome = site.apply(parallelism=1)
    site.weather.rule = None

    assert [result.status for result in outcome.results] == [Status.APPLIED, Status.APPLIED]
    assert not outcome.complete
    (told,) = [one for one in outcome.diagnostics if one.code == Code.STATE_UNREACHABLE]
    assert told.message.startswith("what was done is in the journal, and not in the state: the state cannot be kept at")
    kept.rmdir()
    away.rename(kept)
    assert site.apply().complete
    assert not site.plan().plan.pending
    assert len(site.articles()) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_what_cannot_be_noted_in_the_journal_is_not_begun(site: Site) -> None:
    for key in "abc":
        site.article(key, "Text.")

    def rule(_number: int, method: str, _path: str, _body: bytes) -> None:
        if method != "GET":
            for open_file in Path("/proc/self/fd").iterdir():
                if open_file.is_symlink() and open_file.readlink().name == "production.journal.ndjson":
                    full = os.open("/dev/full", os.O_WRONLY)
                    os.dup2(full, int(open_file.name))
                    os.close(full)

    site.weather.rule = rule
    outcome = site.apply(parallelism=1)
    site.weather.rule = None

    assert [result.status.value for result in outcome.results] == ["unknown", "skipped", "skipped"]
    assert (outcome.results[0].error or "").endswith(": the journal cannot be written: No space left on device")
    assert site.apply().complete
    assert not site.plan().plan.pending
    assert len(site.articles()) == 3
