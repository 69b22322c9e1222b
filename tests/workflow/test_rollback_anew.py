"""A rollback of deletions and of what was made: objects made anew, links to them, deletions that were asked for."""

import re
from typing import Any

import pytest
from served import Site
from undone import but_places, done, fill, remove, texts

from hcsync.errors import RefusedError
from hcsync.model.plan import Action
from hcsync.planner.policy import OnConflict, OnOrphan, Policy
from hcsync.report.view import PlanView


@pytest.fixture
def applied(site: Site) -> Site:
    fill(site)
    return site


DELETING = Policy(on_orphan=OnOrphan.DELETE)


@pytest.fixture
def deleted(applied: Site) -> dict[str, Any]:
    """A folder whose files are gone, and that an apply has deleted. Gives the texts there were."""
    before = {title: texts(applied, title) for title in ("Install", "Log in")}
    names = ("_collection.yml", "install.md")
    remove(applied, *(f"{locale}/start/{name}" for locale in ("en", "fr") for name in names), "en/start/login.md")
    outcome = applied.apply(policy=DELETING)
    assert {key: action for key, (action, _) in done(outcome).items()} == {
        "start": "delete",
        "start/install": "delete",
        "start/login": "delete",
    }
    assert (sorted(applied.articles()), sorted(applied.collections())) == (["Stay"], ["More"])
    return before


def test_what_was_deleted_is_made_anew(applied: Site, deleted: dict[str, Any]) -> None:
    seen: list[PlanView] = []
    outcome = applied.rollback(show=seen.append)

    assert done(outcome) == {
        "start": ("create", "applied"),
        "start/install": ("create", "applied"),
        "start/login": ("create", "applied"),
    }
    assert all(one.verified for one in outcome.results)
    assert "is made anew: it gets another id, and its address on the web changes" in seen[0].wording.notes[0]
    found = {title: texts(applied, title) for title in ("Install", "Log in")}
    assert but_places(found) == but_places(deleted)
    start, install = applied.collections()["Start"], applied.articles()["Install"]
    assert {one["parent"] for one in found.values()} == {int(start["id"])}
    assert start["translated_content"]["fr"]["name"] == "Début"
    assert f"/articles/{install['id']}" in found["Log in"]["en"]["body"]


def test_what_was_made_anew_is_not_deleted_again(applied: Site, deleted: dict[str, Any]) -> None:
    applied.rollback()
    ids = {title: one["id"] for title, one in applied.articles().items()}
    policy = Policy(on_orphan=OnOrphan.DELETE, on_conflict=OnConflict.SKIP)
    assert [one for one in applied.plan(policy=policy).plan.changes if one.action is Action.DELETE] == []
    applied.apply(policy=policy)
    assert {title: one["id"] for title, one in applied.articles().items()} == ids


def test_once_its_files_are_back_all_is_at_rest(applied: Site, deleted: dict[str, Any]) -> None:
    applied.rollback()
    ids = {title: one["id"] for title, one in applied.articles().items()}
    applied.write("content/en/start/_collection.yml", "name: Start\ndescription: First steps.\n")
    applied.write("content/fr/start/_collection.yml", "name: Début\n")
    applied.article("start/install", "The **old** text.\n\n- a list", "Install")
    applied.article("start/install", "L'ancien texte.", "Installer", "fr")
    applied.article("start/login", "Log in, see [install](install.md).", "Log in")
    applied.weather.seen.clear()
    applied.apply(policy=DELETING)
    assert {method for method, _, _ in applied.weather.seen} == {"GET"}
    assert {title: one["id"] for title, one in applied.articles().items()} == ids
    plan = applied.plan(policy=DELETING).plan
    assert (plan.pending, plan.drift, plan.orphans) == (False, (), ())


def test_making_anew_can_be_gone_back_on_too(applied: Site, deleted: dict[str, Any]) -> None:
    applied.rollback()
    with pytest.raises(
        RefusedError, match="deletes 2 of 3 owned articles and 1 collection, but --allow-deletes says 2"
    ) as caught:
        applied.rollback(allow_deletes=2)
    assert (caught.value.code, caught.value.exit_code) == ("HC414", 5)
    assert set(done(applied.rollback(allow_deletes=3)).values()) == {("delete", "applied")}
    assert (sorted(applied.articles()), sorted(applied.collections())) == (["Stay"], ["More"])
    # And once more: it is the same kept text.
    applied.rollback()
    found = {title: texts(applied, title) for title in ("Install", "Log in")}
    assert but_places(found) == but_places(deleted)


@pytest.mark.parametrize(("cut", "arrived"), [(3, False), (1, True), (3, True)])
def test_an_answer_that_is_lost_makes_no_second_one(
    applied: Site, deleted: dict[str, Any], cut: int, arrived: bool
) -> None:
    """The host dies at the n-th write, before it has it or after; the same command goes on."""

    def die(number: int, method: str, _path: str, _body: bytes) -> tuple[int, bytes] | None:
        return (502, b"") if method != "GET" and number >= cut else None

    applied.weather.seen.clear()
    applied.weather.rule, applied.weather.after = die, arrived
    outcome = applied.rollback()
    applied.weather.rule = None
    if not outcome.complete:
        applied.rollback()
    found = {title: texts(applied, title) for title in ("Install", "Log in")}
    assert but_places(found) == but_places(deleted)
    assert sorted(applied.collections()) == ["More", "Start"]
    assert [str(one.address) for one in applied.plan().plan.changes] == []


def test_what_was_made_is_deleted_on_request_if_nothing_is_left_in_it(applied: Site) -> None:
    for key in ("new", "new/inner", "kept"):
        applied.write(f"content/en/{key}/_collection.yml", f"name: {key}\n")
    for key in ("new/page", "new/inner/deep", "kept/own"):
        applied.article(key, "Text.")
    applied.apply()
    kept = applied.collections()["kept"]["id"]
    applied.call(
        "POST",
        "/articles",
        {"title": "Theirs", "author_id": 1, "body": "x", "parent_id": int(kept), "parent_type": "collection"},
    )
    seen: list[PlanView] = []

    outcome = applied.rollback(show=seen.append, allow_deletes=5)

    assert {key for key, done in done(outcome).items() if done == ("delete", "applied")} == {
        "kept/own",
        "new",
        "new/inner",
        "new/inner/deep",
        "new/page",
    }
    assert seen[0].wording.notes == ("  kept: was made by that run and stays: there is something in it.",)
    assert sorted(applied.articles()) == ["Install", "Log in", "Stay", "Theirs"]
    assert sorted(applied.collections()) == ["More", "Start", "kept"]
    # Its files are there still: what was deleted is not made again unless somebody says so.
    plan = applied.plan().plan
    assert (plan.changes, {one.address.key for one in plan.drift}) == (
        (),
        {"kept/own", "new", "new/inner", "new/inner/deep", "new/page"},
    )


def test_a_move_to_another_collection_and_the_collection_itself(applied: Site) -> None:
    """The collection an article was in is deleted by the same run: it is made anew, and the article goes there."""
    before = texts(applied, "Log in")
    remove(
        applied, "en/start/_collection.yml", "fr/start/_collection.yml", "en/start/install.md", "fr/start/install.md"
    )
    remove(applied, "en/start/login.md")
    applied.write(
        "content/en/more/login.md",
        f"---\ntitle: Log in\nauthor_id: 1\nstate: published\nid: {applied.articles()['Log in']['id']}\n---\n\nNew.\n",
    )
    assert applied.apply(policy=DELETING).complete
    assert sorted(applied.collections()) == ["More"]

    applied.rollback()

    after, start = texts(applied, "Log in"), applied.collections()["Start"]
    assert after["parent"] == int(start["id"])
    assert but_places({"": after}) == but_places({"": before})


def test_links_in_a_circle_are_filled_in_once_all_are_made_anew(applied: Site) -> None:
    for one, other in (("one", "two"), ("two", "one")):
        applied.article(f"start/{one}", f"To [{other}]({other}.md) and back [here]({one}.md).")
    applied.apply()
    remove(applied, "en/start/one.md", "en/start/two.md")
    applied.apply(policy=DELETING)

    outcome = applied.rollback()

    assert [(one.status, one.verified) for one in outcome.results] == [("applied", True)] * 2
    found = applied.articles()
    ids = {found["One"]["id"], found["Two"]["id"]}
    for title in ("One", "Two"):
        assert set(re.findall(r"/articles/(\d+)", found[title]["body"])) == ids
    assert applied.plan(policy=Policy(on_conflict=OnConflict.SKIP)).plan.changes == ()


@pytest.mark.parametrize("arrived", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("cut", range(1, 6))
def test_dead_at_any_write_the_same_command_goes_on(site: Site, cut: int, arrived: bool) -> None:
    """The process dies with its n-th write on the way, before Intercom has it or after: what it had on the disk at that
    moment is all that the next one knows."""
    fill(site)
    site.article("start/circle", "To [login](login.md).")
    site.article("start/login", "Log in, see [circle](circle.md).", "Log in")
    site.apply()
    before = {title: texts(site, title) for title in ("Circle", "Install", "Log in", "Stay")}
    remove(site, "en/start/circle.md", "en/start/login.md")
    site.article("start/install", "The new text.", "Install")
    site.article("stay", "It does not.", "Stay", state="draft")
    site.article("new", "New.")
    site.apply(policy=DELETING)
    with site.dying(cut, arrived):
        assert not site.rollback().complete

    site.rollback()

    assert sorted(site.articles()) == ["Circle", "Install", "Log in", "New", "Stay"]
    assert but_places({title: texts(site, title) for title in before}) == but_places(before)
    assert site.articles()["New"]["state"] == "draft"
    assert site.plan(policy=Policy(on_conflict=OnConflict.SKIP)).plan.changes == ()
