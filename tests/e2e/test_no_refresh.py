"""`plan --no-refresh`: no token, no request, the last applied texts where they are kept; and said so."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Site, serving
from typed import Shell

ASKED = "Compared with the last applied state only; Intercom was not asked."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, locales=("en", "fr")) as running:
        running.config("en, fr")
        yield running


@pytest.fixture
def hcsync(site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    """Two articles in two locales, applied, by an author whom only Intercom can name."""
    shell = Shell(site, monkeypatch, capfd)
    for locale in ("en", "fr"):
        site.write(f"content/{locale}/start/_collection.yml", "name: Start\n")
    email = site.call("GET", "/admins")["admins"][0]["email"]
    for key in ("start/install", "faq"):
        name = key.rpartition("/")[2].title()
        site.write(
            f"content/en/{key}.md", f"---\ntitle: {name}\nauthor: {email}\nstate: published\n---\n\nOld {key}.\n"
        )
        site.write(f"content/fr/{key}.md", f"---\ntitle: {name} fr\n---\n\nVieux {key}.\n")
    shell("apply", "--auto-approve", "-q")
    site.weather.seen.clear()
    return shell


def test_nothing_to_do_is_one_line(hcsync: Shell) -> None:
    said = hcsync("plan", "--no-refresh", "--detailed-exitcode", token=None)

    assert said.out == f"No changes. This repository is as it was last applied (2 articles, 2 locales). {ASKED}\n"
    assert hcsync.site.weather.seen == []


def test_what_moved_here_is_shown_with_what_was_applied(hcsync: Shell) -> None:
    site = hcsync.site
    path = site.root / "content/en/faq.md"
    path.write_text(path.read_text().replace("title: Faq", "title: Questions").replace("Old faq.", "New faq."))
    (site.root / "content/fr/start/install.md").unlink()
    site.article("more", "More.")

    said = hcsync("plan", "--no-refresh", "--detailed-exitcode", code=2, token=None)

    remote = json.loads((site.root / ".hcsync/production.state.json").read_text())
    faq, install = (remote["entries"][f"article.{key}"]["id"] for key in ("faq", "start/install"))
    assert said.out == (
        f"""\
Plan for production (workspace {remote["workspace"]}). {ASKED}
1 to create, 1 to update, 0 to unpublish, 0 to delete. 5 API calls, under 1 s.

  ~ article     faq            {faq}  [en]  published, goes live on apply
      en    title   "Faq" → "Questions"   (its URL changes; Intercom redirects the old one)
      en    body    content/en/faq.md:7
        - Old faq.
        + New faq.
  + article     more                    [en]  published

1 orphan: its file is gone, its text stays in Intercom as it is:
  · article     start/install  {install}  [fr]  "Install fr"

Plan: 1 to create, 1 to update, 0 to unpublish, 0 to delete. {ASKED}
"""
    )
    assert site.weather.seen == []


def test_it_is_a_plan_like_any_other_for_machines(hcsync: Shell) -> None:
    hcsync.site.article("more", "More.")

    found = json.loads(hcsync("plan", "--no-refresh", "--output", "json", "--target", "more", token=None).out)
    assert (found["refreshed"], found["summary"]["create"], found["help_center"]) == (False, 1, "")
    events = hcsync("plan", "--no-refresh", "--json", token=None).events()
    assert [event["type"] for event in events] == ["version", "planned_change", "change_summary"]
    assert (events[-1]["changes"]["refreshed"], events[-1]["@message"].endswith(ASKED)) == (False, True)


def test_texts_that_are_kept_nowhere_are_said_to_be_so(hcsync: Shell) -> None:
    site = hcsync.site
    path = site.root / "content/en/faq.md"
    path.write_text(path.read_text().replace("title: Faq", "title: Questions").replace("Old faq.", "New faq."))
    with sqlite3.connect(site.root / ".hcsync/cache.db") as cache:
        for (table,) in cache.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            cache.execute(f'DELETE FROM "{table}"')
    cache.close()

    said = hcsync("plan", "--no-refresh", token=None).out

    assert '"(as last applied)" → "Questions"' in said
    assert "… the text that was last applied is not kept here" in said


def test_before_the_first_apply_everything_is_new(site: Site, monkeypatch, capfd) -> None:
    site.article("one", "Text.")
    said = Shell(site, monkeypatch, capfd)("plan", "--no-refresh", token=None)

    assert said.out.startswith(f"Plan for production. {ASKED}\n1 to create,")


def test_the_state_of_another_workspace_is_refused(hcsync: Shell) -> None:
    hcsync.site.config("en, fr", "    workspace: other\n")

    assert "HC307" in hcsync("plan", "--no-refresh", code=5, token=None).err


def test_it_cannot_be_applied(hcsync: Shell) -> None:
    said = hcsync("plan", "--no-refresh", "--out", "x", code=1, token=None)
    assert "a plan that was not compared with Intercom cannot be applied" in said.err
    assert "No such option" in hcsync("apply", "--no-refresh", code=1, token=None).err
