"""`hcsync pull` as users type it: edits of both sides come together; what cannot is marked and never published."""

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Emulator, Folder, emulator_running

ENGLISH = "---\ntitle: {title}\nauthor_id: 1\nstate: published\n---\n\n{text}\n\nThe end of {title}.\n"
FRENCH = "---\ntitle: {title} fr\n---\n\nLe texte de {title}.\n\nLa fin.\n"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator_running(
        tmp_path_factory.mktemp("live") / "live.db", "--locales", "en,fr", "--admins", "2"
    ) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, live: Emulator) -> Folder:
    """Two articles in two locales, applied and committed."""
    folder = Folder(tmp_path / "repo")
    folder.write(
        "hcsync.yml",
        "locales: [en, fr]\nenvironments:\n  production:\n    default: true\n"
        f"    base_url: {live.url}\n    token_env: HELP_TOKEN\n",
    )
    folder.write(".gitignore", ".hcsync/*\n!.hcsync/*.state.json\n!.hcsync/*.pulled.json\n")
    for article in live.articles():
        live.call("DELETE", f"/articles/{article['id']}")
    for name in ("One", "Two"):
        folder.write(f"content/en/{name.lower()}.md", ENGLISH.format(title=name, text=f"The text of {name}."))
        folder.write(f"content/fr/{name.lower()}.md", FRENCH.format(title=name))
    run(folder, live, "apply", "--auto-approve")
    commit(folder)
    return folder


def run(folder: Folder, live: Emulator, *arguments: str, code: int = 0) -> str:
    done = folder.run(*arguments, code=code, HELP_TOKEN=live.token)
    return done.stdout + done.stderr


def git(folder: Folder, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder.root, capture_output=True, text=True, check=True).stdout


def commit(folder: Folder) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Jo")
    git(folder, "config", "user.email", "jo@example.com")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "applied")


def edit(live: Emulator, title: str, locale: str, old: str, new: str) -> None:
    """Somebody edits a body in Intercom."""
    found: dict[str, Any] = next(article for article in live.articles() if article["title"] == title)
    text = found if locale == "en" else found["translated_content"][locale]
    assert old in text["body"]
    change: dict[str, Any] = {"body": text["body"].replace(old, new)}
    if locale != "en":
        change = {"translated_content": {locale: text | change}}
    live.call("PUT", f"/articles/{found['id']}", {"state": "published", "author_id": 1} | change)


def test_drift_comes_home_in_two_locales(folder: Folder, live: Emulator) -> None:
    edit(live, "One", "en", "The text", "The better text")
    edit(live, "One", "fr", "La fin", "La vraie fin")
    said = run(folder, live, "pull", "one")
    assert "2 files changed." in said
    assert git(folder, "diff", "-U0", "--", "content").count("\n@@") == 2
    plan = folder.plan(code=2, HELP_TOKEN=live.token)
    assert (plan["changes"], plan["drift"], plan["conflicts"], plan["refresh"]) == ([], [], [], ["article.one"])
    run(folder, live, "apply", "--auto-approve")
    assert run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")
    assert run(folder, live, "pull").startswith("Nothing to pull from production")


def test_both_sides_come_together_and_are_applied(folder: Folder, live: Emulator) -> None:
    edit(live, "One", "en", "The text", "The better text")
    path = folder.root / "content/en/one.md"
    path.write_text(path.read_text().replace("The end", "The very end"))
    assert "hcsync pull" in run(folder, live, "apply", "--auto-approve", code=3)
    run(folder, live, "pull")
    plan = folder.plan(code=2, HELP_TOKEN=live.token)
    assert [(one["address"], one["change"]["actions"]) for one in plan["changes"]] == [("article.one", ["update"])]
    assert plan["conflicts"] == []
    run(folder, live, "apply", "--auto-approve")
    assert run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")
    body = next(article["body"] for article in live.articles() if article["title"] == "One")
    assert "The better text" in body
    assert "The very end" in body


def test_the_same_line_is_marked_and_never_published(folder: Folder, live: Emulator) -> None:
    edit(live, "Two", "fr", "La fin", "Leur fin")
    path = folder.root / "content/fr/two.md"
    path.write_text(path.read_text().replace("La fin", "Ma fin"))
    said = run(folder, live, "pull", code=3)
    assert "content/fr/two.md:7: the same lines were changed here and in Intercom" in said
    assert path.read_text().endswith("<<<<<<< this file\nMa fin.\n=======\nLeur fin.\n>>>>>>> Intercom\n")
    for command in (["lint"], ["plan"], ["apply", "--auto-approve"], ["pull"]):
        said = run(folder, live, *command, code=4)
        assert "content/fr/two.md:7:1: HC418" in said
    path.write_text(FRENCH.format(title="Two").replace("La fin", "Notre fin"))
    run(folder, live, "apply", "--auto-approve")
    assert run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_a_branch_is_made_and_the_state_may_be_in_git(folder: Folder, live: Emulator, tmp_path: Path) -> None:
    git(folder, "init", "-q", "--bare", str(tmp_path / "origin.git"))
    git(folder, "remote", "add", "origin", str(tmp_path / "origin.git"))
    config = folder.root / "hcsync.yml"
    config.write_text(config.read_text() + "    state: git\n")
    run(folder, live, "apply", "--auto-approve")
    commit(folder)
    edit(live, "One", "fr", "La fin", "Leur fin")
    before = git(folder, "status", "--short")
    said = run(folder, live, "pull", "--branch", "from-intercom")
    assert "1 file changed on branch from-intercom." in said
    assert git(folder, "status", "--short") == before == ""
    assert "Leur fin." in git(folder, "show", "from-intercom:content/fr/one.md")
    assert "HC" not in run(folder, live, "pull", "--branch", "from-intercom", code=1)


def test_words_edited_all_over_a_real_help_center_touch_their_lines_alone(glossary: Folder) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    commit(glossary)
    chance = random.Random(7)
    with emulator_running(glossary.root / ".hcsync/local.db", token="any") as live:
        places = []
        # By title, since ids and times differ from run to run and the chance is to pick the same texts.
        for article in sorted(live.articles(), key=lambda article: article["title"]):
            texts = [(article["default_locale"], article)] + [
                (locale, text)
                for locale, text in sorted(article["translated_content"].items())
                if locale != "type" and text
            ]
            for locale, text in texts:
                # Not within a link: its words may be where the file has a name for it.
                words = [
                    word
                    for word in re.finditer(r"(?<=[ >])\w{4,}(?=[ .,<])", text["body"])
                    if text["body"].rfind("<a", 0, word.start()) <= text["body"].rfind("</a", 0, word.start())
                ]
                if words:  # Chinese and Japanese put no spaces between words.
                    places.append((article, locale, text, chance.choice(words)))
        assert len(places) > 500
        for article, locale, text, place in chance.sample(places, 20):
            body = f"{text['body'][: place.start()]}quite another{text['body'][place.end() :]}"
            change = {"body": body} if text is article else {"translated_content": {locale: text | {"body": body}}}
            author = article["author_id"]
            live.call("PUT", f"/articles/{article['id']}", {"state": article["state"], "author_id": author} | change)
    done = glossary.run("pull")
    assert "20 files changed." in done.stdout
    changed = git(glossary, "diff", "--numstat", "--", "content").splitlines()
    assert len(changed) == 20
    assert [line for line in changed if not line.startswith("1\t1\t")] == []
    plan = glossary.plan(code=2)
    assert (plan["changes"], plan["drift"], plan["conflicts"]) == ([], [], [])
    assert plan["refresh"]
    glossary.run("apply", "--auto-approve", "-q")
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
