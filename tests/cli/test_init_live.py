"""`hcsync init --from-live` and `hcsync import` as they are typed, and what stops them."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import CLEAN, Folder
from served import TOKEN, Site, serving

from hcsync.config import load
from hcsync.emulator.settings import Admin


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    admins = (Admin(7, "Ada", "Ada@example.com"), Admin(8, "Grace", "grace@example.com"))
    with serving(tmp_path / "live", locales=("de", "en", "pt-BR"), default_locale="de", admins=admins) as site:
        group = site.call("POST", "/help_center/collections", {"name": "Anfang"})["id"]
        for number in range(12):
            more = {"pt-BR": {"title": f"T{number}", "body": "<p>Oi.</p>", "author_id": 7, "state": "draft"}}
            where = {"parent_id": int(group), "parent_type": "collection"}
            body = {"title": f"Titel {number}", "body": "<p>Hallo.</p>", "author_id": 7, "state": "published"}
            site.call("POST", "/articles", {**body, **where, "translated_content": more})
        yield site


def test_a_token_and_an_empty_folder_are_enough(site: Site, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    done = folder.run("init", "here", "--from-live", "--ci", "none", "--base-url", site.url, INTERCOM_TOKEN=TOKEN)
    workspace = site.call("GET", "/me")["app"]["id_code"]
    lines = done.stdout.splitlines()
    assert lines[:2] == ["  + hcsync.yml", "  + .gitignore"]
    assert lines[3].startswith(f"Imported from production (workspace {workspace}, help center ")
    assert lines[3].endswith("12 articles and 1 collection in 2 locales, 25 files.")
    assert lines[-1] == "Next: cd here && hcsync plan"
    config = (tmp_path / "here/hcsync.yml").read_text()
    assert "default_locale: de\nlocales: [de, pt-BR]\n" in config
    assert f"base_url: {site.url}\n" in config
    assert load(tmp_path / "here", {}).environment("production").workspace == workspace
    assert config.endswith("authors:\n  ada@example.com: {production: 7}\n")
    assert (tmp_path / "here/content/de/anfang/titel-3.md").read_text() == (
        "---\ntitle: Titel 3\nauthor: ada@example.com\nstate: published\n---\n\nHallo.\n"
    )
    here = Folder(tmp_path / "here")
    plan = here.run("plan", "--detailed-exitcode", INTERCOM_TOKEN=TOKEN)
    assert plan.stdout == "No changes. The help center matches this repository (12 articles, 2 locales).\n"
    here.run("lint")


def test_what_stands_in_the_way_is_said(site: Site, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert "INTERCOM_TOKEN is not set" in folder.run("init", "--from-live", code=1).stderr
    assert not (tmp_path / "hcsync.yml").exists()
    assert "--region is for --from-live" in folder.run("init", "--region", "eu", code=1).stderr
    folder.write("hcsync.yml", "locales: [en]\n")
    told = folder.run("init", "--from-live", "--base-url", site.url, code=1, INTERCOM_TOKEN=TOKEN).stderr
    assert "is there already" in told
    assert "hcsync import" in told


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_killed_goes_on(site: Site, tmp_path: Path, blow: signal.Signals) -> None:
    folder = Folder(tmp_path)
    folder.write(
        "hcsync.yml",
        f"default_locale: de\nlocales: [de, pt-BR]\nassets: {{base_url: 'https://x.example.com'}}\nenvironments:\n"
        f"  production:\n    default: true\n    base_url: {site.url}\n",
    )
    for number in range(6):
        body = {"title": f"Bild {number}", "body": f'<img src="https://example.com/{number}.png">', "author_id": 7}
        site.call("POST", "/articles", {**body, "state": "published"})
    store = site.weather.app.state.store
    with store.transaction():
        store.change("UPDATE images SET media_type = 'image/png', bytes = ?", (b"\x89PNG\r\n\x1a\n" + b"\0" * 40,))
    asked: list[str] = []

    async def slow(_number: int, _method: str, path: str, _body: bytes) -> None:
        if path.startswith("/i/o/"):
            asked.append(path)
            if len(asked) == 6:
                os.kill(process.pid, blow)
                for _ in range(200):
                    if process.poll() is not None:
                        return
                    await asyncio.sleep(0.02)

    site.weather.rule = slow
    process = subprocess.Popen(
        folder.command("import"),
        cwd=tmp_path,
        env=CLEAN | {"INTERCOM_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _, told = process.communicate(timeout=60)
    if blow is signal.SIGINT:
        assert process.returncode == 130
        assert "hcsync import goes on from here" in told
    assert not (tmp_path / "content").exists()
    before = len(asked)
    done = folder.run("import", INTERCOM_TOKEN=TOKEN)
    assert "were there from an earlier run that did not end." in done.stdout
    assert len(asked) - before < 6
    plan = folder.run("plan", "--detailed-exitcode", INTERCOM_TOKEN=TOKEN)
    assert plan.stdout == "No changes. The help center matches this repository (18 articles, 2 locales).\n"
