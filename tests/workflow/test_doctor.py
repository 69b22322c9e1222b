"""A checkup of all that can be broken: what is wrong, its code and the way out; and nothing is written."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from email.utils import formatdate
from pathlib import Path
from typing import Any

import msgspec
import pytest
from served import TOKEN, Site, serving

from hcsync.config import load
from hcsync.intercom.client import connect
from hcsync.model.checkup import Finding, Health
from hcsync.model.lease import Lease
from hcsync.state.backend import Slot
from hcsync.workflow import stores
from hcsync.workflow.checks import intercom
from hcsync.workflow.checks.known import Known
from hcsync.workflow.doctor import doctor

LIVE = ["token", "host", "access", "workspace", "region", "help center", "locales", "authors", "rate limit", "clock"]
KEPT = ["content", "images", "git", "state", "lock", "journal"]
WORKSPACE = "53f8b23b"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """All is well: a repository with history, applied in two locales."""
    with serving(tmp_path / "repo", locales=("en", "fr"), rate_limit=10_000) as site:
        _configure(site)
        site.article("a", "Text.")
        site.write("content/fr/a.md", "---\ntitle: A fr\n---\n\nTexte.\n")
        _git(site.root, "init", "-q")
        _git(site.root, "add", "content", "hcsync.yml")
        _git(site.root, "commit", "-qm", "first")
        site.apply()
        yield site


def _configure(site: Site, more: str = f"    workspace: {WORKSPACE}\n", locales: str = "en, fr") -> None:
    site.config(locales, more)


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def _checked(site: Site, wanted: str | None = None, **variables: str) -> dict[str, Finding]:
    environ = {"HELP_TOKEN": TOKEN} | variables
    checkup = asyncio.run(doctor(site.root, None, wanted, environ))
    assert TOKEN not in str(checkup)
    return {check.name: check.finding for check in checkup.checks}


def _troubles(found: dict[str, Finding]) -> dict[str, tuple[str, str]]:
    """What is not ok: its health and code."""
    return {name: (one.health.value, one.code) for name, one in found.items() if one.health is not Health.OK}


def _unchecked(*names: str) -> dict[str, tuple[str, str]]:
    return dict.fromkeys(names, ("not checked", ""))


def test_all_is_well_and_nothing_is_written(site: Site) -> None:
    def files() -> dict[str, bytes]:
        found = [path for path in site.root.rglob("*") if path.is_file() and "cache.db" not in path.name]
        return {str(path): path.read_bytes() for path in found}

    before, sent = files(), len(site.weather.seen)
    found = _checked(site)
    assert list(found) == ["configuration", "environment", *LIVE, *KEPT]
    assert _troubles(found) == {}
    assert files() == before
    assert {method for method, _, _ in site.weather.seen[sent:]} == {"GET"}
    said = {name: one.message for name, one in found.items()}
    assert said["workspace"] == f"{WORKSPACE} (Acme Help)"
    assert said["locales"] == "en, fr; en is the default"
    assert said["content"] == "no faults in 2 files"
    assert "/production.state.json: 1 article, 0 collections, serial 2, lineage " in said["state"]
    assert said["rate limit"].endswith(" of 1,666 requests left in this window")


def test_no_configuration(tmp_path: Path) -> None:
    found = _checked(Site(tmp_path, "", None))  # type: ignore[arg-type]
    assert list(found) == ["configuration", "environment", "emulator", *KEPT]
    assert _troubles(found) == {"configuration": ("warning", ""), "content": ("fault", "HC118"), "git": ("warning", "")}
    assert "hcsync init" in found["configuration"].hint


def test_a_broken_configuration(site: Site) -> None:
    site.write("hcsync.yml", "locales: [en]\nunknown: 1\n")
    found = _checked(site)
    assert _troubles(found) == {"configuration": ("fault", "")} | _unchecked("environment", *LIVE, *KEPT)
    assert "hcsync.yml:2:1: HC302" in found["configuration"].message


def test_an_environment_that_is_not_there(site: Site) -> None:
    found = _checked(site, "stage")
    rest = _unchecked(*LIVE, "content", "images", "state", "lock", "journal")
    assert _troubles(found) == {"environment": ("fault", "HC304")} | rest


@pytest.mark.parametrize("token", ["", "Bearer abc", "abc\ndef"])
def test_no_token_or_none_that_can_be_one(site: Site, token: str) -> None:
    found = _checked(site, HELP_TOKEN=token)
    assert _troubles(found) == {"token": ("fault", "HC305")} | _unchecked(*LIVE[1:])
    assert "HELP_TOKEN" in found["token"].message


def test_a_host_that_does_not_answer(site: Site) -> None:
    site.write("hcsync.yml", site.root.joinpath("hcsync.yml").read_text().replace(site.url, "http://127.0.0.1:9"))
    found = _checked(site)
    assert _troubles(found) == {"host": ("fault", "HC404")} | _unchecked(*LIVE[2:])


def test_a_host_that_is_not_intercom(site: Site) -> None:
    site.weather.rule = lambda *_request: (302, b"")
    assert _troubles(_checked(site))["host"] == ("fault", "HC405")


def test_a_token_that_is_not_accepted(site: Site) -> None:
    found = _checked(site, HELP_TOKEN="another-token-1234567890")
    # Refusals tell the time, but of no budget (docs).
    rest = _unchecked("workspace", "region", "help center", "locales", "authors", "rate limit")
    assert _troubles(found) == {"access": ("fault", "HC401")} | rest
    assert "another-token" not in str(found)
    assert "HELP_TOKEN" in found["access"].hint


def test_another_workspace(site: Site) -> None:
    _configure(site, "    workspace: ef56gh78\n")
    found = _checked(site)
    rest = _unchecked("region", "help center", "locales", "authors", "rate limit", "clock")
    assert _troubles(found) == {"workspace": ("fault", "HC403")} | rest


def test_another_region_and_no_workspace_named(site: Site) -> None:
    _configure(site, "    region: eu\n")
    found = _checked(site)
    assert _troubles(found) == {"workspace": ("warning", ""), "region": ("fault", "HC402")}
    assert found["workspace"].hint == f"Write `workspace: {WORKSPACE}` below the environment."


def test_a_help_center_that_is_not_there(site: Site) -> None:
    _configure(site, f"    workspace: {WORKSPACE}\n    help_center: 4711\n")
    found = _checked(site)
    assert _troubles(found) == {"help center": ("fault", "HC406")} | _unchecked("locales", "authors")


def test_another_default_locale(tmp_path: Path) -> None:
    with serving(tmp_path, locales=("fr", "en"), default_locale="fr") as site:
        _configure(site)
        site.article("a", "Text.")
        site.call("POST", "/articles", {"title": "A", "author_id": 1, "body": "<p>x</p>"})
        found = _checked(site)
    assert found["locales"].code == "HC412"
    assert found["locales"].hint == "Write `default_locale: fr` in hcsync.yml."


def test_one_language_where_several_are_wanted(tmp_path: Path) -> None:
    with serving(tmp_path, locales=("en",)) as site:
        _configure(site)
        site.article("a", "Text.")
        assert _checked(site)["locales"].health is Health.OK  # there is no article yet to tell by
        site.call("POST", "/articles", {"title": "A", "author_id": 1, "body": "<p>x</p>"})
        assert _checked(site)["locales"].code == "HC410"
        _configure(site, locales="en")
        assert _checked(site)["locales"].health is Health.OK


def test_a_locale_nobody_has_written_in_yet(site: Site) -> None:
    _configure(site, locales="en, fr, de")
    found = _checked(site)["locales"]
    assert (found.health, found.message) == (
        Health.WARNING,
        "en is the default; whether de is turned on Intercom does not tell: no article has it yet",
    )


def test_authors_nobody_knows(site: Site) -> None:
    site.write("content/en/b.md", "---\ntitle: B\nauthor: Nobody\n---\n\nx\n")
    found = _checked(site)["authors"]
    assert (found.health, found.code, found.message) == (
        Health.FAULT,
        "HC107",
        'nobody in the workspace is known as "nobody"',
    )
    site.write("content/en/b.md", "---\ntitle: B\nauthor_id: 99\n---\n\nx\n")
    found = _checked(site)["authors"]
    assert (found.health, found.message) == (
        Health.WARNING,
        "99 is not a teammate of this workspace (any longer)",
    )


def test_faults_of_the_content(site: Site) -> None:
    site.article("b", "[nowhere](nowhere.md)")
    assert _troubles(_checked(site)) == {"content": ("fault", "HC201")}
    site.article("b", "[a](a.md#nowhere)")
    found = _checked(site)["content"]
    assert (found.health, found.message) == (Health.WARNING, "1 warning in 3 files")


def test_git_cannot_give_back_what_was_applied(site: Site, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    site.write("x.txt", "x")
    _git(site.root, "add", "x.txt")
    _git(site.root, "commit", "-qm", "second")
    _git(tmp_path, "clone", "-q", "--depth", "1", site.root.as_uri(), str(shallow))
    found = _checked(Site(shallow, site.url, site.weather))
    assert _troubles(found) == {"git": ("warning", "")}
    assert "fetch-depth: 0" in found["git"].hint


def test_a_state_that_cannot_be_read(site: Site) -> None:
    site.write(".hcsync/production.state.json", "<<<<<<< HEAD")
    assert _troubles(_checked(site)) == {"state": ("fault", "HC306")} | _unchecked("lock", "journal")


def test_a_place_for_the_state_that_cannot_be_reached(site: Site) -> None:
    _configure(site, f"    workspace: {WORKSPACE}\n    state: git\n")
    found = _checked(site)
    assert _troubles(found) == {"state": ("fault", "HC312")} | _unchecked("lock", "journal")
    assert found["state"].hint


def test_a_state_of_another_workspace(site: Site) -> None:
    path = site.root / ".hcsync/production.state.json"
    path.write_text(path.read_text().replace(WORKSPACE, "ef56gh78"))
    assert _troubles(_checked(site)) == {"state": ("fault", "HC307")}


def _store(site: Site) -> Any:
    config = load(site.root, {})
    return stores.store_of(site.root, site.root / ".hcsync", config.environment())


def test_a_lock_that_is_held(site: Site) -> None:
    async def held() -> dict[str, Finding]:
        async with _store(site).lock("apply") as lease:
            checkup = await doctor(site.root, None, None, {"HELP_TOKEN": TOKEN})
            assert f"hcsync unlock {lease.lease.id}" in str(checkup)
        return {check.name: check.finding for check in checkup.checks}

    found = asyncio.run(held())
    assert _troubles(found) == {"lock": ("warning", "HC308")}
    assert "(apply, since " in found["lock"].message


def test_a_lock_and_a_journal_that_were_left_behind(site: Site) -> None:
    store = _store(site)
    state, _ = store.read(WORKSPACE, 1)
    store.begin(state, [])[1].close()
    lease = Lease("l1", "https://ci.example/run/1", "apply", int(time.time()) - 900, int(time.time()) - 700)
    store.backend.write(Slot.LEASE, msgspec.json.encode(lease), None)
    found = _checked(site)
    assert _troubles(found) == {"lock": ("warning", "HC308"), "journal": ("warning", "")}
    assert found["lock"].message.startswith("left behind by https://ci.example/run/1 (apply, since ")
    assert "hcsync apply" in found["journal"].hint


def test_the_embedded_help_center_is_looked_at_and_not_made(site: Site) -> None:
    path = site.root / ".hcsync/local.db"
    found = _checked(site, "local")
    assert found["emulator"].message == ".hcsync/local.db is not there yet; the first plan makes it"
    assert "host" not in found
    assert not path.exists()
    path.write_bytes(b"no database")
    assert _checked(site, "local")["emulator"].health is Health.FAULT


@pytest.mark.parametrize(
    ("ahead", "health"), [(0, Health.OK), (25, Health.OK), (-60, Health.WARNING), (700, Health.FAULT)]
)
def test_a_clock_that_is_off(ahead: int, health: Health, tmp_path: Path) -> None:
    found = _asked(tmp_path, intercom.clock, date=formatdate(time.time() + ahead, usegmt=True))
    assert found.health is health
    assert ("behind" in found.message) == (ahead > 30)


def test_a_host_that_tells_no_time_and_no_budget(tmp_path: Path) -> None:
    assert _asked(tmp_path, intercom.clock).message == "Intercom does not tell its time"
    assert _asked(tmp_path, intercom.budget).message == "Intercom tells of no limit"


@pytest.mark.parametrize(("left", "health"), [(900, Health.OK), (100, Health.WARNING)])
def test_a_budget_that_is_nearly_used_up(left: int, health: Health, tmp_path: Path) -> None:
    told = {"x-ratelimit-limit": "1666", "x-ratelimit-remaining": str(left), "x-ratelimit-reset": "1800000000"}
    assert _asked(tmp_path, intercom.budget, **told).health is health


def _asked(root: Path, check: Any, **headers: str) -> Finding:
    """One check after an answer with these headers."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        await send({"type": "http.response.body", "body": b'{"id": "1", "app": {"id_code": "ws"}}'})

    async def run() -> Finding:
        async with AsyncExitStack() as stack, connect("http://help", TOKEN, read_only=True, app=app) as client:
            known = Known(root, None, None, {}, stack, client=client, me=await client.me())
            found: Finding = await check(known)
            return found

    return asyncio.run(run())
