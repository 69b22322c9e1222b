"""What moved where, through the command line and a real socket: drift stays, conflicts stop, nothing is lost."""

from typing import Any

import pytest
from running import Emulator, Folder, emulator_running

ARTICLE = "---\ntitle: {title}\nauthor_id: 1\nstate: published\n---\n\n{text}\n"
FRENCH = "---\ntitle: {title}\n---\n\n{text}\n"


@pytest.fixture
def live(tmp_path):
    with emulator_running(tmp_path / "emulator.db", "--locales", "en,fr", "--admins", "2") as running:
        yield running


@pytest.fixture
def folder(tmp_path, live: Emulator) -> Folder:
    """Two articles in two locales, applied."""
    folder = Folder(tmp_path / "repo")
    folder.write(
        "hcsync.yml",
        "locales: [en, fr]\nenvironments:\n  production:\n    default: true\n"
        f"    base_url: {live.url}\n    token_env: HELP_TOKEN\n",
    )
    for name in ("one", "two"):
        folder.write(f"content/en/{name}.md", ARTICLE.format(title=name.title(), text=f"The text of {name}."))
        folder.write(f"content/fr/{name}.md", FRENCH.format(title=f"{name.title()} fr", text=f"Le texte de {name}."))
    _run(folder, live, "apply", "--auto-approve")
    return folder


def _run(folder: Folder, live: Emulator, *arguments: str, code: int = 0) -> str:
    done = folder.run(*arguments, code=code, HELP_TOKEN=live.token)
    return done.stdout + done.stderr


def _plan(folder: Folder, live: Emulator, *arguments: str, code: int = 0) -> dict[str, Any]:
    return folder.plan(*arguments, code=code, HELP_TOKEN=live.token)


def _article(live: Emulator, title: str) -> dict[str, Any]:
    found: dict[str, Any] = next(article for article in live.articles() if article["title"] == title)
    return found


def _edit(live: Emulator, title: str, french: str) -> None:
    """Somebody edits the French text in Intercom."""
    article = _article(live, title)
    translated = {"fr": article["translated_content"]["fr"] | {"body": french}}
    body = {"state": "published", "author_id": 1, "translated_content": translated}
    live.call("PUT", f"/articles/{article['id']}", body)


def test_drift_is_shown_and_left_alone(folder: Folder, live: Emulator) -> None:
    _edit(live, "One", "<p>Corrigé à la main.</p>")
    plan = _plan(folder, live, code=0)
    assert [(d["address"], [f["locale"] for f in d["change"]["fields"]]) for d in plan["drift"]] == [
        ("article.one", ["fr"])
    ]
    said = _run(folder, live, "plan")
    assert "Drift: 1 object was edited in Intercom since the last apply." in said
    assert "+ Corrigé à la main." in said
    assert "- Le texte de one." in said

    _run(folder, live, "apply", "--auto-approve")
    assert "Corrigé à la main." in _article(live, "One")["translated_content"]["fr"]["body"]


def test_drift_in_one_locale_outlives_an_update_of_another(folder: Folder, live: Emulator) -> None:
    _edit(live, "One", "<p>Corrigé à la main.</p>")
    folder.write("content/en/one.md", ARTICLE.format(title="One", text="A new text."))
    assert "1 updated" in _run(folder, live, "apply", "--auto-approve")

    article = _article(live, "One")
    assert "A new text." in article["body"]
    assert "Corrigé à la main." in article["translated_content"]["fr"]["body"]
    assert [d["address"] for d in _plan(folder, live)["drift"]] == ["article.one"]


def test_drift_is_overwritten_on_request_alone(folder: Folder, live: Emulator) -> None:
    _edit(live, "One", "<p>Corrigé à la main.</p>")
    _run(folder, live, "apply", "--auto-approve", "--on-drift", "overwrite")
    assert "Le texte de one." in _article(live, "One")["translated_content"]["fr"]["body"]
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_a_conflict_stops_the_apply_before_anything_is_written(folder: Folder, live: Emulator) -> None:
    _edit(live, "One", "<p>Corrigé à la main.</p>")
    folder.write("content/fr/one.md", FRENCH.format(title="One fr", text="Réécrit dans Git."))
    folder.write("content/en/two.md", ARTICLE.format(title="Two", text="Also new."))

    said = _run(folder, live, "apply", "--auto-approve", code=3)
    assert "1 conflict" in said
    assert "Nothing was written." in said
    assert "Corrigé à la main." in _article(live, "One")["translated_content"]["fr"]["body"]
    assert "The text of two." in _article(live, "Two")["body"]


@pytest.mark.parametrize(("choice", "french"), [("skip", "Corrigé à la main."), ("ours", "Réécrit dans Git.")])
def test_a_conflict_is_settled_by_choice_and_blocks_no_other_article(
    folder: Folder, live: Emulator, choice: str, french: str
) -> None:
    _edit(live, "One", "<p>Corrigé à la main.</p>")
    folder.write("content/fr/one.md", FRENCH.format(title="One fr", text="Réécrit dans Git."))
    folder.write("content/en/two.md", ARTICLE.format(title="Two", text="Also new."))

    _run(folder, live, "apply", "--auto-approve", "--on-conflict", choice)
    assert french in _article(live, "One")["translated_content"]["fr"]["body"]
    assert "Also new." in _article(live, "Two")["body"]
    assert bool(_plan(folder, live, code=2 if choice == "skip" else 0)["conflicts"]) == (choice == "skip")


def test_the_same_edit_on_both_sides_is_no_change(folder: Folder, live: Emulator) -> None:
    _edit(live, "One", "<p>Le même texte.</p>")
    folder.write("content/fr/one.md", FRENCH.format(title="One fr", text="Le même texte."))
    plan = _plan(folder, live, code=2)
    assert (plan["changes"], plan["drift"], plan["conflicts"], plan["refresh"]) == ([], [], [], ["article.one"])
    _run(folder, live, "apply", "--auto-approve")
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_a_lost_state_is_found_again_by_adopting_what_is_equal(folder: Folder, live: Emulator) -> None:
    (folder.root / ".hcsync/production.state.json").unlink()
    before = len(live.requests())
    said = _run(folder, live, "apply", "--auto-approve")
    assert "2 adopted" in said
    assert {request["method"] for request in live.requests()[before:]} == {"GET"}
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_an_edited_article_is_not_made_again_when_the_state_is_lost(folder: Folder, live: Emulator) -> None:
    (folder.root / ".hcsync/production.state.json").unlink()
    folder.write("content/en/one.md", ARTICLE.format(title="One", text="Edited since."))
    said = _run(folder, live, "apply", "--auto-approve", code=4)
    assert "content/en/one.md" in said
    assert "HC408" in said
    assert len(live.articles()) == 2

    article = _article(live, "One")
    text = (folder.root / "content/en/one.md").read_text()
    folder.write("content/en/one.md", text.replace("author_id: 1", f"author_id: 1\nid: {article['id']}"))
    _run(folder, live, "apply", "--auto-approve")
    assert "Edited since." in _article(live, "One")["body"]
    assert len(live.articles()) == 2
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_an_article_whose_file_is_gone_is_left_in_intercom_and_said(folder: Folder, live: Emulator) -> None:
    for locale in ("en", "fr"):
        (folder.root / f"content/{locale}/two.md").unlink()
    assert [orphan["address"] for orphan in _plan(folder, live, code=2)["orphans"]] == ["article.two"]
    _run(folder, live, "apply", "--auto-approve")
    assert "1 orphan left in Intercom" in _run(folder, live, "plan", "--detailed-exitcode")
    assert len(live.articles()) == 2


def test_an_article_deleted_in_intercom_is_drift_and_comes_back_on_request(folder: Folder, live: Emulator) -> None:
    live.call("DELETE", f"/articles/{_article(live, 'Two')['id']}")
    assert [(d["address"], d["gone"]) for d in _plan(folder, live)["drift"]] == [("article.two", True)]
    _run(folder, live, "apply", "--auto-approve", "--on-drift", "overwrite")
    assert len(live.articles()) == 2
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_a_pending_draft_is_published_with_the_explicit_state(folder: Folder, live: Emulator) -> None:
    """A write without a state would land in the draft, and readers would go on seeing the old text (2.10 document)."""
    article = _article(live, "One")
    live.call("PUT", f"/_emulator/articles/{article['id']}/pending-draft", {"pending": True})
    folder.write("content/en/one.md", ARTICLE.format(title="One", text="A new text."))
    assert "1 of 1 verified" in _run(folder, live, "apply", "--auto-approve")
    assert "A new text." in _article(live, "One")["body"]


def test_only_what_was_targeted_is_written(folder: Folder, live: Emulator) -> None:
    for name in ("one", "two"):
        folder.write(f"content/en/{name}.md", ARTICLE.format(title=name.title(), text="A new text."))
    _run(folder, live, "apply", "--auto-approve", "--target", "content/en/one.md")
    assert "A new text." in _article(live, "One")["body"]
    assert "A new text." not in _article(live, "Two")["body"]


def test_a_plan_sends_nothing_but_get(folder: Folder, live: Emulator) -> None:
    folder.write("content/en/one.md", ARTICLE.format(title="One", text="A new text."))
    before = len(live.requests())
    _run(folder, live, "plan")
    assert {request["method"] for request in live.requests()[before:]} == {"GET"}


def test_a_renamed_file_keeps_its_article(folder: Folder, live: Emulator) -> None:
    for locale in ("en", "fr"):
        (folder.root / f"content/{locale}/one.md").rename(folder.root / f"content/{locale}/first.md")
    changes = _plan(folder, live, code=2)["changes"]
    assert [(change["address"], change["change"]["actions"], change["previous_address"]) for change in changes] == [
        ("article.first", ["move"], "article.one")
    ]
    before = len(live.requests())
    _run(folder, live, "apply", "--auto-approve")
    assert {request["method"] for request in live.requests()[before:]} == {"GET"}
    assert _run(folder, live, "plan", "--detailed-exitcode").startswith("No changes.")


def test_an_edited_collection_is_not_made_again_when_the_state_is_lost(folder: Folder, live: Emulator) -> None:
    folder.write("content/en/guide/_collection.yml", "name: Guide\n")
    folder.write("content/en/guide/three.md", ARTICLE.format(title="Three", text="The text of three."))
    _run(folder, live, "apply", "--auto-approve")
    (folder.root / ".hcsync/production.state.json").unlink()
    folder.write("content/en/guide/_collection.yml", "name: Guide\ndescription: Now with words.\n")
    said = _run(folder, live, "apply", "--auto-approve", code=4)
    assert "content/en/guide/_collection.yml" in said
    assert "HC408" in said
    assert len(live.articles()) == 3
