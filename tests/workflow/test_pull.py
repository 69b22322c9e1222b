"""What was edited in Intercom, taken into the files: nothing else is touched, nothing is lost, the plan comes out."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import Site, serving

from hcsync.emulator.settings import Admin
from hcsync.errors import ConflictError, ContentInvalid, UsageError
from hcsync.model.address import article
from hcsync.model.codes import Code
from hcsync.model.plan import Action, Field
from hcsync.model.pulled import Left
from hcsync.planner.policy import OnConflict, Policy

ENGLISH = """\
---
# Kept by the docs team
title:   'One'   # the first
author_id: 1
state: published
---

The first paragraph is
wrapped over two lines.

Go [there](two.md), then on.

- an item
- another
"""
FRENCH = "---\ntitle: Un\n---\n\nLe premier alinéa.\n\nVoir [là-bas](two.md).\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    people = tuple(Admin(number, f"Person {number}", f"person-{number}@example.com") for number in (1, 2))
    with serving(tmp_path, locales=("en", "fr"), admins=people) as running:
        running.config("en, fr")
        yield running


@pytest.fixture
def edited(site: Site) -> Site:
    """Two articles in two locales, applied; git knows nothing of them."""
    site.write("content/en/one.md", ENGLISH)
    site.write("content/fr/one.md", FRENCH)
    site.article("two", "The second text.\n\n## Part")
    site.article("two", "Le second texte.", title="Deux", locale="fr")
    assert site.apply().complete
    return site


def edit(site: Site, page: str, locale: str = "en", /, **change: Any) -> dict[str, Any]:
    """Somebody edits an article in Intercom; `body` is (this, becomes this)."""
    found = site.articles()[page]
    mine = found if locale == "en" else found["translated_content"][locale]
    if "body" in change:
        old, new = change["body"]
        assert old in mine["body"], mine["body"]
        change["body"] = mine["body"].replace(old, new)
    body = {"author_id": 1, "state": found["state"]}
    body |= change if locale == "en" else {"translated_content": {locale: mine | change}}
    site.call("PUT", f"/articles/{found['id']}", body)
    return found


def text(site: Site, name: str) -> str:
    return (site.root / name).read_bytes().decode()


def git(site: Site, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Jo", "-c", "user.email=jo@example.com", *arguments]
    return subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=True).stdout


def at_rest(site: Site) -> bool:
    plan = site.plan().plan
    return not plan.pending and not plan.drift and not plan.conflicts


def converged(site: Site) -> bool:
    """Whether the files say what Intercom does, and the state alone is to learn of it; and then learns."""
    plan = site.plan().plan
    only = not plan.changes and not plan.drift and not plan.conflicts and plan.pending
    site.apply()
    return only and at_rest(site)


def test_an_edit_in_either_language_is_taken_in(edited: Site) -> None:
    edit(edited, "One", title="One: new", body=("wrapped over", "<b>wrapped</b> over"))
    edit(edited, "One: new", "fr", body=("alinéa", "paragraphe"), description="Neuf")
    done = edited.pull()
    assert [(one.path, one.fields, one.changed, one.conflicts) for one in done.taken] == [
        ("content/en/one.md", (Field.TITLE, Field.BODY), True, ()),
        ("content/fr/one.md", (Field.DESCRIPTION, Field.BODY), True, ()),
    ]
    assert (done.left, done.diagnostics, done.record) == ((), (), ".hcsync/production.pulled.json")
    assert text(edited, "content/en/one.md") == ENGLISH.replace("'One' ", "'One: new' ").replace(
        "wrapped", "**wrapped**"
    )
    assert text(edited, "content/fr/one.md") == FRENCH.replace("Un\n", "Un\ndescription: Neuf\n").replace(
        "alinéa", "paragraphe"
    )
    assert converged(edited)


def test_edits_of_both_sides_are_merged_and_written(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edit(edited, "One", "fr", body=("là-bas", "ici"))
    mine = ENGLISH.replace("The first paragraph", "The very first paragraph")
    edited.write("content/en/one.md", mine)
    edited.write("content/fr/one.md", FRENCH.replace("Le premier", "Notre premier"))
    assert len(edited.plan().plan.conflicts) == 1

    assert edited.pull().conflicts == 0
    assert text(edited, "content/en/one.md") == mine.replace("- another\n", "- another one\n")
    plan = edited.plan().plan
    assert [(change.address, change.action) for change in plan.changes] == [(article("one"), Action.UPDATE)]
    assert (plan.conflicts, plan.drift) == ((), ())
    edited.apply()
    assert at_rest(edited)
    body = edited.articles()["One"]["body"]
    assert "The very first" in body
    assert "another one" in body
    french = edited.articles()["One"]["translated_content"]["fr"]["body"]
    assert "Notre premier" in french
    assert "ici" in french


def test_a_key_changed_on_one_side_is_merged_with_another_changed_on_the_other(edited: Site) -> None:
    edit(edited, "One", description="Theirs")
    edited.write("content/en/one.md", ENGLISH.replace("'One'", "'First'"))
    assert edited.pull().conflicts == 0
    assert text(edited, "content/en/one.md") == ENGLISH.replace("'One'", "'First'").replace(
        "state: published\n", "state: published\ndescription: Theirs\n"
    )
    assert [change.action for change in edited.plan().plan.changes] == [Action.UPDATE]
    edited.apply()
    assert at_rest(edited)


def test_the_same_line_is_left_to_be_chosen(edited: Site) -> None:
    edit(edited, "One", title="Theirs", body=("wrapped over", "wrapped nicely over"))
    mine = ENGLISH.replace("'One' ", "'Mine' ").replace("wrapped over", "wrapped badly over")
    edited.write("content/en/one.md", mine)
    done = edited.pull()
    assert [one.conflicts for one in done.taken] == [(3, 13)]
    assert text(edited, "content/en/one.md") == mine.replace(
        "title:   'Mine'   # the first\n",
        "<<<<<<< this file\ntitle:   'Mine'   # the first\n=======\ntitle:   'Theirs'   # the first\n"
        ">>>>>>> Intercom\n",
    ).replace(
        "wrapped badly over two lines.\n",
        "<<<<<<< this file\nwrapped badly over two lines.\n=======\nwrapped nicely over two lines.\n>>>>>>> Intercom\n",
    )
    with pytest.raises(ContentInvalid) as refused:
        edited.plan()
    assert [fault.code for fault in refused.value.faults] == [Code.MERGE_CONFLICT] * 2
    with pytest.raises(ContentInvalid):
        edited.pull()
    edited.write("content/en/one.md", mine)
    plan = edited.plan().plan
    assert [change.action for change in plan.changes] == [Action.UPDATE]
    assert plan.conflicts == ()


def test_a_second_pull_merges_with_what_the_first_took_in(edited: Site) -> None:
    edited.write("content/en/one.md", ENGLISH.replace("The first", "Our first"))
    edit(edited, "One", body=("another", "another one"))
    edited.pull()
    edit(edited, "One", body=("another one", "another two"))
    assert len(edited.plan().plan.conflicts) == 1
    assert edited.pull().conflicts == 0
    assert text(edited, "content/en/one.md") == ENGLISH.replace("The first", "Our first").replace(
        "- another\n", "- another two\n"
    )
    assert edited.plan().plan.conflicts == ()


def test_a_title_taken_in_later_is_no_base_for_a_body(edited: Site) -> None:
    """The file's own edits of the body were never Intercom's: to merge with them as a base would undo them."""
    mine = ENGLISH.replace("The first", "Our first")
    edited.write("content/en/one.md", mine)
    edit(edited, "One", title="New")
    edited.pull()
    edit(edited, "New", body=("another", "another one"))
    assert edited.pull().conflicts == 0
    assert text(edited, "content/en/one.md") == mine.replace("'One'", "'New'").replace("- another\n", "- another one\n")


def test_items_edited_side_by_side_are_both_taken(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edited.write("content/en/one.md", ENGLISH.replace("- an item", "- my item"))
    assert edited.pull().conflicts == 0
    wanted = ENGLISH.replace("- an item", "- my item").replace("- another\n", "- another one\n")
    assert text(edited, "content/en/one.md") == wanted


def test_a_file_that_moved_takes_in_what_was_edited(edited: Site) -> None:
    git(edited, "init", "-q")
    git(edited, "add", "content")
    git(edited, "commit", "-qm", "applied")
    for locale in ("en", "fr"):
        (edited.root / f"content/{locale}/one.md").rename(edited.root / f"content/{locale}/first.md")
    mine = ENGLISH.replace("The first", "Our first")
    edited.write("content/en/first.md", mine)
    edit(edited, "One", body=("another", "another one"))
    edit(edited, "One", "fr", body=("alinéa", "paragraphe"))
    done = edited.pull("article.first")
    assert [(one.path, one.conflicts) for one in done.taken] == [
        ("content/en/first.md", ()),
        ("content/fr/first.md", ()),
    ]
    assert text(edited, "content/en/first.md") == mine.replace("- another\n", "- another one\n")
    assert text(edited, "content/fr/first.md") == FRENCH.replace("alinéa", "paragraphe")
    assert edited.plan().plan.conflicts == ()
    edited.apply()
    assert at_rest(edited)


def test_a_file_that_took_in_a_rewritten_text_after_it_had_moved_is_still_known(edited: Site) -> None:
    for locale in ("en", "fr"):
        (edited.root / f"content/{locale}/one.md").rename(edited.root / f"content/{locale}/first.md")
    one = edited.articles()["One"]
    ident = one["id"]
    rewritten = "".join(f"<p>Line {number} of a text that has nothing of the old one.</p>" for number in range(9))
    french = one["translated_content"]["fr"] | {"body": rewritten}
    change = {"author_id": 1, "state": "published", "body": rewritten, "translated_content": {"fr": french}}
    edited.call("PUT", f"/articles/{ident}", change)

    edited.pull()
    for locale in ("en", "fr"):
        edited.write(f"content/{locale}/first.md", text(edited, f"content/{locale}/first.md") + "\nAnd ours.\n")

    plan = edited.plan().plan
    assert plan.diagnostics == ()
    assert [(one.moved_from, one.address, one.remote_id) for one in plan.changes] == [
        (article("one"), article("first"), ident)
    ]
    edited.apply()
    assert at_rest(edited)


@pytest.mark.parametrize("pulled_first", [True, False])
def test_a_short_text_that_moved_and_took_in_its_title_too_is_still_known(site: Site, pulled_first: bool) -> None:
    """By its words alone it could be any other: a second one would be made."""
    site.article("one", "Soon.")
    site.apply()
    ident = site.articles()["One"]["id"]
    change = {"author_id": 1, "state": "published", "title": "Uno", "body": "<p>Soon!</p>"}
    site.call("PUT", f"/articles/{ident}", change)

    def move() -> None:
        (site.root / "content/en/one.md").rename(site.root / "content/en/first.md")

    if pulled_first:
        site.pull()
        move()
    else:
        move()
        site.pull()

    plan = site.plan().plan
    assert plan.diagnostics == ()
    assert [(one.action, one.moved_from, one.address, one.remote_id) for one in plan.changes] == [
        (Action.MOVE, article("one"), article("first"), ident)
    ]
    site.apply()
    assert at_rest(site)
    assert list(site.articles()) == ["Uno"]


@pytest.mark.parametrize("pulled_first", [True, False])
@pytest.mark.parametrize("pages", [("One",), ("One", "Two")])
def test_files_that_took_each_others_names_and_edits_of_intercom_are_still_known(
    edited: Site, pulled_first: bool, pages: tuple[str, ...]
) -> None:
    before = {title: one["id"] for title, one in edited.articles().items()}
    for page in pages:
        edit(edited, page, body=("The", "By now the"))
    if pulled_first:
        edited.pull()
    for locale in ("en", "fr"):
        folder = edited.root / "content" / locale
        (folder / "one.md").rename(folder / "free.md")
        (folder / "two.md").rename(folder / "one.md")
        (folder / "free.md").rename(folder / "two.md")
    if not pulled_first:
        edited.pull()
    moves = [(one.moved_from, one.address, one.remote_id) for one in edited.plan().plan.changes if one.moved_from]
    assert sorted(moves) == [
        (article("one"), article("two"), before["One"]),
        (article("two"), article("one"), before["Two"]),
    ]
    edited.apply()
    assert {title: one["id"] for title, one in edited.articles().items()} == before
    assert at_rest(edited)


def test_where_a_file_was_when_it_took_something_in_counts_until_the_next_apply(edited: Site) -> None:
    (edited.root / "content/fr/one.md").unlink()
    (edited.root / "content/en/one.md").rename(edited.root / "content/en/first.md")
    edit(edited, "One", body=("another", "another one"))
    edited.pull()
    edited.apply()
    (edited.root / "content/en/first.md").rename(edited.root / "content/en/last.md")
    edited.apply()
    (edited.root / "content/en/last.md").unlink()
    edited.article("first", "This has nothing in common with it.")

    (made,) = edited.plan().plan.changes
    assert (made.action, made.address, made.moved_from) == (Action.CREATE, article("first"), None)


def test_a_translation_that_was_begun_on_both_sides_is_marked(site: Site) -> None:
    site.article("one", "Text.")
    site.apply()
    one = site.articles()["One"]
    french = {"type": "article_content", "title": "Un", "body": "<p>Leur texte.</p>", "author_id": 1, "state": "draft"}
    site.call("PUT", f"/articles/{one['id']}", {"translated_content": {"fr": french}})
    site.article("one", "Notre texte.", title="Un", locale="fr", state="draft")

    done = site.pull()

    assert [(taken.path, len(taken.conflicts)) for taken in done.taken] == [("content/fr/one.md", 1)]
    said = text(site, "content/fr/one.md")
    assert "Notre texte." in said
    assert "Leur texte." in said


def test_a_translation_that_was_begun_on_both_sides_and_left_so_is_marked_too(site: Site) -> None:
    """Its description is the same on both sides, so the state knows of it; of its text it does not."""
    site.article("one", "Text.")
    site.apply()
    found = site.articles()["One"]
    french = {"title": "Leur un", "body": "<p>Leur texte.</p>", "author_id": 1, "state": "published"}
    site.call("PUT", f"/articles/{found['id']}", {"author_id": 1, "translated_content": {"fr": french}})
    site.article("one", "Text, mended.")
    site.article("one", "Notre texte.", "Notre un", locale="fr")
    site.apply(policy=Policy(on_conflict=OnConflict.THEIRS))

    [taken] = site.pull().taken

    assert (taken.path, taken.conflicts) == ("content/fr/one.md", (2, 11))
    both = text(site, "content/fr/one.md")
    assert all(words in both for words in ("Leur un", "Notre un", "Leur texte.", "Notre texte."))


def test_an_edit_that_the_file_dropped_again_is_drift_and_comes_back(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edited.pull()
    edited.write("content/en/one.md", ENGLISH)
    assert [item.address for item in edited.plan().plan.drift] == [article("one")]
    edited.pull()
    assert "another one" in text(edited, "content/en/one.md")


def test_an_edit_merged_by_hand_is_recorded_alone(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    mine = ENGLISH.replace("The first", "Our first").replace("- another\n", "- another one\n")
    edited.write("content/en/one.md", mine)
    assert [(one.path, one.changed) for one in edited.pull().taken] == [("content/en/one.md", False)]
    assert text(edited, "content/en/one.md") == mine
    assert [change.action for change in edited.plan().plan.changes] == [Action.UPDATE]


def test_only_what_was_named_is_taken_in(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edit(edited, "Two", body=("second", "other"))
    assert [one.path for one in edited.pull("content/en/two.md").taken] == ["content/en/two.md"]
    assert text(edited, "content/en/one.md") == ENGLISH
    with pytest.raises(UsageError) as refused:
        edited.pull("article.three")
    assert refused.value.code == Code.UNKNOWN_TARGET


def test_the_record_forgets_what_an_apply_has_seen(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edited.pull()
    path = edited.root / ".hcsync/production.pulled.json"
    assert b'"article/' in path.read_bytes()
    edited.apply()
    assert edited.pull().taken == ()
    assert not path.exists()


def test_line_endings_and_a_byte_order_mark_stay(site: Site) -> None:
    path = site.write("content/en/one.md", "")
    path.write_bytes(b"\xef\xbb\xbf" + ENGLISH.replace("\n", "\r\n").replace("two.md", "one.md").encode())
    site.apply()
    edit(site, "One", title="New", body=("another", "another one"))
    site.pull()
    wanted = ENGLISH.replace("'One'", "'New'").replace("- another\n", "- another one\n").replace("two.md", "one.md")
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()


def test_links_become_paths_where_the_page_is_ours(edited: Site) -> None:
    theirs = {"title": "Theirs", "author_id": 1, "state": "published", "body": "<p>x</p>"}
    other = edited.call("POST", "/articles", theirs)
    two = edited.articles()["Two"]
    links = (
        f'<a href="{two["url"]}#h_0123456789">two</a>, <a href="{other["url"]}">theirs</a>, '
        f'<a href="{two["translated_content"]["fr"]["url"]}">deux</a>, <a href="https://example.com/?a=1&amp;b">x</a>'
    )
    edit(edited, "One", body=("another", links))
    edit(edited, "One", "fr", body=("alinéa", links))
    edited.pull()
    foreign, french, english = other["url"], two["translated_content"]["fr"]["url"], two["url"]
    assert text(edited, "content/en/one.md") == ENGLISH.replace(
        "- another\n",
        f"- [two](two.md#h_0123456789), [theirs]({foreign}), [deux]({french}), [x](https://example.com/?a=1&b)\n",
    )
    assert text(edited, "content/fr/one.md") == FRENCH.replace(
        "alinéa",
        f"[two]({english}#h_0123456789), [theirs]({foreign}), [deux](two.md), [x](https://example.com/?a=1&b)",
    )


def test_links_fall_back_as_they_do_when_written(site: Site) -> None:
    """A page without a translation is linked to in the default language: the path is the one of our own tree."""
    site.article("one", "One.")
    site.article("one", "Un.", locale="fr")
    site.article("guide/two words", "Two.", title="Two")
    site.write("content/en/guide/_collection.yml", "name: Guide\n")
    site.write("content/fr/guide/_collection.yml", "name: Guide fr\n")
    site.apply()
    two = site.articles()["Two"]
    edit(site, "One", "fr", body=("Un.", f'<a href="{two["url"]}">deux</a>'))
    site.pull()
    assert "\n[deux](<guide/two words.md>)\n" in text(site, "content/fr/one.md")
    assert converged(site)


PICTURES = '<div class="intercom-container"><img src="{}"></div>'


def test_pictures_stay_the_files_own_and_others_are_as_they_are(site: Site) -> None:
    site.config("en, fr", "assets:\n  base_url: https://assets.example.com\n")
    for name in ("a b", "c"):
        site.write(f"content/images/{name}.png", "").write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    site.article("one", "Start.\n\n![a](../images/a%20b.png)\n\n![c](../images/c.png)\n\nEnd.", title="One")
    site.apply()
    body = site.articles()["One"]["body"]
    assert body.count("downloads.intercomcdn.com") == 2
    edit(site, "One", body=("End.", "The end."))
    site.pull()
    page = "Start.\n\n![a](../images/a%20b.png)\n\n![c](../images/c.png)\n\nThe end.\n"
    assert text(site, "content/en/one.md").endswith(page)

    # A picture of the same name, uploaded in Intercom, is another one.
    new = "https://downloads.intercomcdn.com/i/o/1/2/c.png"
    edit(
        site,
        "One",
        body=('<p class="no-margin">The end.', PICTURES.format(f"{new}?expires=1&signature=2") + "<p>The end."),
    )
    site.pull()
    assert text(site, "content/en/one.md").endswith(page.replace("The end.", f"![]({new})\n\nThe end."))


def test_state_and_author_are_written_where_they_now_differ(edited: Site) -> None:
    """French inherits both: what becomes of English must not happen to it."""
    one = edited.articles()["One"]
    french = one["translated_content"]["fr"] | {"state": "published", "author_id": 1}
    body = {"state": "draft", "author_id": 2, "translated_content": {"fr": french}}
    edited.call("PUT", f"/articles/{one['id']}", body)
    done = edited.pull()
    assert [(taken.path, taken.fields) for taken in done.taken] == [
        ("content/en/one.md", (Field.STATE, Field.AUTHOR)),
        ("content/fr/one.md", ()),
    ]
    assert text(edited, "content/en/one.md") == ENGLISH.replace("author_id: 1", "author_id: 2").replace(
        "published", "draft"
    )
    assert text(edited, "content/fr/one.md") == FRENCH.replace("Un\n", "Un\nstate: published\nauthor_id: 1\n")
    assert converged(edited)


def test_a_translation_that_goes_the_same_way_still_inherits(edited: Site) -> None:
    one = edited.articles()["One"]
    french = one["translated_content"]["fr"] | {"state": "draft"}
    edited.call(
        "PUT",
        f"/articles/{one['id']}",
        {"state": "draft", "author_id": 1, "translated_content": {"fr": french}},
    )
    assert [taken.path for taken in edited.pull().taken] == ["content/en/one.md"]
    assert text(edited, "content/fr/one.md") == FRENCH
    assert converged(edited)


def test_an_author_is_written_as_the_file_names_its_own(site: Site) -> None:
    site.config("en, fr", "authors:\n  jane@example.com: {production: 1}\n  joe@example.com: {production: 2}\n")
    head = "---\ntitle: {}\n{}\nstate: published\n---\n\nText.\n"
    for name, author in (("one", "author: jane@example.com"), ("two", "author_id: 1"), ("three", "author: 1")):
        site.write(f"content/en/{name}.md", head.format(name.title(), author))
    site.apply()
    for title in ("One", "Two", "Three"):
        edit(site, title, author_id=2)
    site.pull()
    for name, author in (("one", "author: joe@example.com"), ("two", "author_id: 2"), ("three", "author: 2")):
        assert text(site, f"content/en/{name}.md") == head.format(name.title(), author)
    assert converged(site)


def test_names_of_collections_are_taken_in(edited: Site) -> None:
    edited.write("content/en/guide/_collection.yml", "# ours\nname: Guide # yes\ndescription: Old\n")
    edited.write("content/fr/guide/_collection.yml", "name: Manuel\n")
    edited.apply()
    guide = edited.collections()["Guide"]
    edited.call(
        "PUT",
        f"/help_center/collections/{guide['id']}",
        {"name": "Guides", "description": "", "translated_content": {"fr": {"name": "Manuels", "description": "Neuf"}}},
    )
    edited.pull()
    assert text(edited, "content/en/guide/_collection.yml") == '# ours\nname: Guides # yes\ndescription: ""\n'
    assert text(edited, "content/fr/guide/_collection.yml") == "name: Manuels\ndescription: Neuf\n"
    assert converged(edited)


def test_what_no_file_can_take_in_is_said_and_left(edited: Site) -> None:
    for name in ("a", "b"):
        edited.write(f"content/en/{name}/_collection.yml", f"name: {name}\n")
        edited.write(f"content/fr/{name}/_collection.yml", f"name: {name}\n")
    for name in ("gone", "moved", "untold", "halved"):
        edited.article(f"a/{name}", "Text.")
    for name in ("untold", "halved"):
        edited.article(f"a/{name}", "Texte.", locale="fr", title=f"{name} fr")
    edited.apply()
    live = edited.articles()
    edited.call("DELETE", f"/articles/{live['Gone']['id']}")
    parent = edited.collections()["b"]["id"]
    edited.call("PUT", f"/articles/{live['Moved']['id']}", {"parent_id": parent, "parent_type": "collection"})
    (edited.root / "content/fr/a/untold.md").unlink()
    edit(edited, "Untold", "fr", body=("Texte.", "Autre."))
    before = _files(edited.root)
    done = edited.pull()
    assert (done.taken, done.record) == ((), None)
    assert done.left == (
        Left(
            article("a/gone"),
            "",
            "was deleted in Intercom",
            "delete its files as well, or make it again: hcsync apply --on-drift overwrite",
        ),
        Left(
            article("a/moved"),
            "",
            "was moved to b in Intercom",
            "move its files there as well, or name it under `collection:`",
        ),
        Left(
            article("a/untold"),
            "fr",
            "was edited in Intercom, and its file is gone from here",
            "bring the file back with git and pull again, or leave it",
        ),
    )
    assert _files(edited.root) == before


def _files(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}


def test_a_translation_begun_in_intercom_is_said(site: Site) -> None:
    site.article("one", "Text.")
    site.apply()
    one = site.articles()["One"]
    french = {"type": "article_content", "title": "Un", "body": "<p>Texte.</p>", "author_id": 1, "state": "draft"}
    body = {"title": "New", "state": "published", "author_id": 1, "translated_content": {"fr": french}}
    site.call("PUT", f"/articles/{one['id']}", body)
    done = site.pull()
    assert [taken.fields for taken in done.taken] == [(Field.TITLE,)]
    assert done.left == (Left(article("one"), "fr", "was written in Intercom, and there is no file for it here"),)


def test_a_lost_base_marks_every_difference_and_loses_no_side(edited: Site) -> None:
    edit(edited, "One", body=("another", "another one"))
    edited.write("content/en/one.md", ENGLISH.replace("The first", "Our first"))
    for path in (edited.root / ".hcsync").glob("cache.db*"):
        path.unlink()
    done = edited.pull()
    assert [(one.code, one.place.path if one.place else "") for one in done.diagnostics] == [
        (Code.BASE_LOST, "content/en/one.md")
    ]
    assert "git fetch --unshallow" in (done.diagnostics[0].hint or "")
    page = text(edited, "content/en/one.md")
    assert page == ENGLISH.replace(
        "The first paragraph is\n",
        "<<<<<<< this file\nOur first paragraph is\n=======\nThe first paragraph is\n>>>>>>> Intercom\n",
    ).replace("- another\n", "<<<<<<< this file\n- another\n=======\n- another one\n>>>>>>> Intercom\n")


def test_the_base_is_found_in_gits_objects(edited: Site) -> None:
    git(edited, "init", "-q")
    git(edited, "add", "content")
    git(edited, "commit", "-qm", "applied")
    edit(edited, "One", body=("another", "another one"))
    mine = ENGLISH.replace("The first", "Our first")
    edited.write("content/en/one.md", mine)
    for path in (edited.root / ".hcsync").glob("cache.db*"):
        path.unlink()
    assert edited.pull().diagnostics == ()
    assert text(edited, "content/en/one.md") == mine.replace("- another\n", "- another one\n")


def test_without_git_only_a_merge_is_refused(edited: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    edit(edited, "One", body=("another", "another one"))
    edited.write("content/en/two.md", text(edited, "content/en/two.md").replace("second", "mine"))
    edit(edited, "Two", body=("Part", "The part"))
    with pytest.raises(UsageError, match="git"):
        edited.pull()
    assert text(edited, "content/en/one.md") == ENGLISH
    assert [one.path for one in edited.pull("one").taken] == ["content/en/one.md"]


def test_an_article_without_text_gets_one(site: Site) -> None:
    site.write("content/en/one.md", "---\ntitle: One\nauthor_id: 1\n---")
    site.apply()
    found = site.articles()["One"]
    site.call("PUT", f"/articles/{found['id']}", {"body": "<p>New.</p>", "author_id": 1, "state": "draft"})
    site.pull()
    assert text(site, "content/en/one.md") == "---\ntitle: One\nauthor_id: 1\n---\n\nNew.\n"
    assert converged(site)


def test_a_branch_holds_the_edits_and_nothing_else_moves(edited: Site) -> None:
    git(edited, "init", "-q", "-b", "main")
    edited.write(".gitignore", ".hcsync/*\n!.hcsync/*.pulled.json\n")
    git(edited, "add", ".")
    git(edited, "commit", "-qm", "applied")
    edit(edited, "One", body=("another", "another one"))
    edited.write("content/en/one.md", "---\ntitle: Unfinished\n---\n")
    edited.write("content/en/two.md", text(edited, "content/en/two.md") + "Staged.\n")
    git(edited, "add", "content/en/two.md")
    before, status = _files(edited.root), git(edited, "status", "--porcelain=v1", "-uall")

    for key in ("name", "email"):
        git(edited, "config", f"user.{key}", f"pat {key}")
    done = edited.pull(branch="from-intercom")
    assert (done.branch, [one.path for one in done.taken]) == ("from-intercom", ["content/en/one.md"])
    assert done.commit == git(edited, "rev-parse", "from-intercom").strip()
    assert (_files(edited.root), git(edited, "status", "--porcelain=v1", "-uall")) == (before, status)
    assert git(edited, "rev-parse", "from-intercom^") == git(edited, "rev-parse", "main")
    assert git(edited, "show", "from-intercom:content/en/one.md") == ENGLISH.replace("- another\n", "- another one\n")
    changed = git(edited, "diff", "--name-only", "main", "from-intercom").split()
    assert changed == [".hcsync/production.pulled.json", "content/en/one.md"]
    assert git(edited, "log", "-1", "--format=%an <%ae>%n%B", "from-intercom") == (
        "pat name <pat email>\nTake in what was edited in Intercom (production)\n\n- content/en/one.md: body\n\n"
    )
    with pytest.raises(UsageError, match="there is a branch from-intercom already"):
        edited.pull(branch="from-intercom")


def test_no_branch_is_made_of_a_conflict_or_of_nothing(edited: Site) -> None:
    git(edited, "init", "-q")
    git(edited, "add", "content")
    git(edited, "commit", "-qm", "applied")
    assert edited.pull(branch="nothing").branch is None
    edit(edited, "One", body=("another", "another one"))
    edited.write("content/en/one.md", ENGLISH.replace("- another", "- mine"))
    git(edited, "commit", "-qam", "mine")
    with pytest.raises(ConflictError) as refused:
        edited.pull(branch="conflict")
    assert refused.value.code == Code.MERGE_CONFLICT
    assert "content/en/one.md:14" in refused.value.message
    assert git(edited, "branch", "--list", "nothing", "conflict") == ""
    assert text(edited, "content/en/one.md") == ENGLISH.replace("- another", "- mine")


def test_a_project_below_the_root_of_its_repository(site: Site) -> None:
    top = site.root
    site.root = top / "docs" / "help"
    site.config("en")
    site.article("one", "Text.")
    site.apply()
    git(site, "init", "-q", str(top))
    git(site, "add", ".")
    git(site, "commit", "-qm", "applied")
    edit(site, "One", body=("Text.", "Other."))
    git(site, "config", "user.name", "pat")
    git(site, "config", "user.email", "pat@example.com")
    site.pull(branch="b")
    assert git(site, "show", "b:docs/help/content/en/one.md").endswith("\nOther.\n")


@pytest.mark.parametrize(
    ("branch", "prepared", "message"),
    [
        ("x", False, "needs a git repository"),
        ("x..y", True, "takes no branch by the name"),
        ("x", True, "does not know whose commit it would be"),
    ],
)
def test_a_branch_that_cannot_be_is_refused(
    edited: Site, branch: str, prepared: bool, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A runner of CI has no name."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("EMAIL", "")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{name}_NAME", raising=False)
        monkeypatch.delenv(f"GIT_{name}_EMAIL", raising=False)
    if prepared:
        git(edited, "init", "-q")
        git(edited, "add", "content")
        git(edited, "commit", "-qm", "applied")
        git(edited, "config", "user.useConfigOnly", "true")
    with pytest.raises(UsageError, match=message):
        edited.pull(branch=branch)


def test_a_record_that_git_ignores_is_said(edited: Site) -> None:
    git(edited, "init", "-q")
    edited.write(".gitignore", ".hcsync/*\n")
    edit(edited, "One", title="New")
    assert edited.pull().ignored
    edited.write(".gitignore", ".hcsync/*\n!.hcsync/*.pulled.json\n")
    edit(edited, "New", title="Newer")
    assert not edited.pull().ignored


def test_a_branch_needs_the_content_to_be_committed(edited: Site) -> None:
    git(edited, "init", "-q")
    git(edited, "add", "hcsync.yml")
    git(edited, "commit", "-qm", "empty")
    with pytest.raises(UsageError, match="HEAD holds no content"):
        edited.pull(branch="b")


def test_a_branch_is_made_from_a_linked_worktree(edited: Site) -> None:
    git(edited, "init", "-q", "-b", "main")
    for key in ("name", "email"):
        git(edited, "config", f"user.{key}", "pat")
    git(edited, "add", ".")
    git(edited, "commit", "-qm", "applied")
    edit(edited, "One", body=("another", "another one"))
    git(edited, "worktree", "add", "-q", str(edited.root / "linked"))
    state = edited.root / ".hcsync"
    linked = Site(edited.root / "linked", edited.url, edited.weather)
    shutil.copytree(state, linked.root / ".hcsync", dirs_exist_ok=True)
    assert linked.pull(branch="b").branch == "b"
    assert "- another one\n" in git(edited, "show", "b:content/en/one.md")
    assert git(linked, "status", "--porcelain", "--", "content") == ""
