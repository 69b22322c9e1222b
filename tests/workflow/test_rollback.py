"""A rollback from what was kept to the help center and the state: what comes back, what is left alone, what is said."""

import re
from typing import Any

import msgspec
import pytest
from served import HEAD, Site

from hcsync.errors import ConflictError, RefusedError, UsageError
from hcsync.model.outcome import Outcome, Status
from hcsync.model.plan import Action
from hcsync.planner.policy import OnConflict, OnOrphan, Policy
from hcsync.report.view import PlanView
from hcsync.state import snapshots
from hcsync.state.backends.folder import FolderBackend


def _done(outcome: Outcome) -> dict[str, tuple[str, str]]:
    return {one.address.key: (one.action.value, one.status.value) for one in outcome.results}


def _texts(site: Site, title: str) -> dict[str, Any]:
    """What readers and writers see of an article."""
    one = site.articles()[title]
    names = ("title", "description", "body", "state", "author_id")
    french = one["translated_content"].get("fr")
    return {
        "parent": one["parent_id"],
        "en": {name: one[name] for name in names},
        "fr": french and {name: french[name] for name in names},
    }


def _edit(site: Site, name: str, **fields: Any) -> None:
    one = site.articles()[name]
    known = {name: one[name] for name in ("title", "body", "state", "author_id")}
    site.call("PUT", f"/articles/{one['id']}", known | fields)


def _runs(site: Site) -> list[snapshots.KeptRun]:
    return snapshots.runs(FolderBackend(site.root / ".hcsync", "production"))


@pytest.fixture
def applied(site: Site) -> Site:
    """Two collections; an article in two languages and two in English alone."""
    site.config("en, fr", "safety:\n  max_delete: 100%\n")
    site.write("content/en/start/_collection.yml", "name: Start\ndescription: First steps.\n")
    site.write("content/fr/start/_collection.yml", "name: Début\n")
    site.write("content/en/more/_collection.yml", "name: More\n")
    site.article("start/install", "The **old** text.\n\n- a list", "Install")
    site.article("start/install", "L'ancien texte.", "Installer", "fr")
    site.article("start/login", "Log in, see [install](install.md).", "Log in")
    site.article("stay", "It stays.")
    assert site.apply().complete
    return site


def test_everything_that_can_be_changed_comes_back(applied: Site) -> None:
    before = {title: _texts(applied, title) for title in ("Install", "Log in")}
    collection = applied.collections()["Start"]
    applied.article("start/install", "The new text.", "Install it")
    applied.article("start/install", "Le nouveau texte.", "L'installer", "fr", state="draft")
    applied.write(
        "content/en/start/login.md",
        "---\ntitle: Sign in\ndescription: New.\nauthor_id: 1\nstate: draft\ncollection: more\n---\n\nNew.\n",
    )
    applied.write("content/en/start/_collection.yml", "name: Beginning\n")
    assert applied.apply().complete

    outcome = applied.rollback()

    assert _done(outcome) == {
        "start": ("update", "applied"),
        "start/install": ("update", "applied"),
        "start/login": ("update", "applied"),
    }
    assert all(one.verified for one in outcome.results)
    assert {title: _texts(applied, title) for title in ("Install", "Log in")} == before
    now = applied.collections()["Start"]
    assert (now["id"], now["name"], now["description"]) == (collection["id"], "Start", "First steps.")


def test_what_comes_back_shows_as_edited_in_intercom_and_no_apply_writes_over_it(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.rollback()
    before = _texts(applied, "Install")

    plan = applied.plan().plan
    assert ([str(one.address) for one in plan.drift], plan.changes, plan.conflicts) == (
        ["article.start/install"],
        (),
        (),
    )
    applied.apply()
    assert _texts(applied, "Install") == before

    # Whoever changes that text is asked; whoever changes another one is not in its way.
    applied.article("start/install", "A newer text.", "Install")
    with pytest.raises(ConflictError):
        applied.apply()
    applied.article("start/install", "The new text.", "Install, anew")
    assert applied.apply().complete
    assert _texts(applied, "Install, anew")["en"]["body"] == before["en"]["body"]


def test_once_the_commit_is_reverted_all_is_at_rest(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.rollback()
    applied.article("start/install", "The **old** text.\n\n- a list", "Install")
    applied.weather.seen.clear()
    applied.apply()
    assert {method for method, _, _ in applied.weather.seen} == {"GET"}
    plan = applied.plan().plan
    assert (plan.pending, plan.drift) == (False, ())


def test_what_was_made_becomes_a_draft_and_what_cannot_is_said(applied: Site) -> None:
    applied.write("content/en/new/_collection.yml", "name: New\n")
    applied.write("content/fr/new/_collection.yml", "name: Nouveau\n")
    applied.article("new/page", "A page.", "Page")
    applied.article("new/page", "Une page.", "La page", "fr")
    applied.article("start/login", "Connexion.", "Connexion", "fr")
    applied.apply()
    seen: list[PlanView] = []

    outcome = applied.rollback(show=seen.append)

    assert _done(outcome) == {"new/page": ("unpublish", "applied"), "start/login": ("unpublish", "applied")}
    assert seen[0].wording.notes == (
        "  new: was made by that run and stays: a collection cannot be hidden.",
        "  start/login: the translation into fr was not there before: "
        "it becomes a draft, since the API cannot delete it.",
    )
    page, login = _texts(applied, "Page"), _texts(applied, "Log in")
    assert (page["en"]["state"], page["fr"]["state"]) == ("draft", "draft")
    assert (login["en"]["state"], login["fr"]["state"]) == ("published", "draft")
    assert "Une page." in page["fr"]["body"]
    assert applied.plan().plan.changes == ()


def test_what_was_edited_since_is_left_alone_unless_overruled(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.article("start/page", "A page.", "Page")
    applied.apply()
    _edit(applied, "Install", body="<p>Mended by hand.</p>")
    _edit(applied, "Page", title="Page, mended")
    seen: list[PlanView] = []

    with pytest.raises(ConflictError):
        applied.rollback(on_conflict=OnConflict.FAIL)
    outcome = applied.rollback(show=seen.append)

    assert _done(outcome) == {"start/login": ("update", "applied")}
    assert [one.address.key for one in seen[0].plan.conflicts] == ["start/install", "start/page"]
    assert "Mended by hand." in _texts(applied, "Install")["en"]["body"]
    first = _runs(applied)[-2].id
    assert _done(applied.rollback(first, on_conflict=OnConflict.OURS)) == {
        "start/install": ("update", "applied"),
        "start/page": ("unpublish", "applied"),
    }
    assert "<b>old</b>" in _texts(applied, "Install")["en"]["body"]


def test_an_older_run_is_gone_back_on_whatever_later_ones_did(applied: Site) -> None:
    before = _texts(applied, "Install")
    applied.article("start/install", "The second text.", "Install")
    applied.apply()
    second = _texts(applied, "Install")
    run = _runs(applied)[-1].id
    applied.article("start/install", "The third text.", "Install")
    applied.apply()
    third = _texts(applied, "Install")

    applied.rollback(run)
    assert _texts(applied, "Install") == before
    # And every step of the way back can be gone again.
    applied.rollback()
    assert _texts(applied, "Install") == third
    applied.rollback()
    assert _texts(applied, "Install") == before
    applied.rollback(_runs(applied)[-4].id)
    assert _texts(applied, "Install") == second


def test_a_target_narrows(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.apply()
    assert _done(applied.rollback(targets=("start/lo*",))) == {"start/login": ("update", "applied")}
    run = _runs(applied)[-2].id
    assert _done(applied.rollback(run, excluded=("start/install",))) == {}
    assert _done(applied.rollback(run)) == {"start/install": ("update", "applied")}
    with pytest.raises(UsageError, match="names nothing"):
        applied.rollback(run, targets=("nowhere",))


def test_it_needs_no_faultless_content(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.write("content/en/start/install.md", "---\ntitle: [\n---\n\n[gone](gone.md)\n")
    applied.write("content/en/broken.md", "no frontmatter")
    assert _done(applied.rollback()) == {"start/install": ("update", "applied")}


def test_nothing_kept_nothing_to_go_back_on(site: Site) -> None:
    with pytest.raises(UsageError, match="nothing is kept of any apply") as caught:
        site.rollback()
    assert caught.value.code == "HC317"
    site.article("a", "Text.")
    site.apply()
    with pytest.raises(UsageError, match="nothing is kept of a run 2020") as caught:
        site.rollback("2020")
    assert caught.value.code == "HC317"


def test_the_beginning_of_a_name_will_do_if_it_is_one_runs_alone(site: Site) -> None:
    for text in ("One.", "Two."):
        site.article("a", text)
        site.apply()
    first, second = (one.id for one in _runs(site))
    assert _done(site.rollback(second[:-1])) == {"a": ("update", "applied")}
    with pytest.raises(UsageError, match="begins the names of"):
        site.rollback(first[:4])


def test_nobody_agreed_nothing_was_written(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    new = _texts(applied, "Install")
    assert applied.rollback(confirm=lambda _view: False).results == ()
    assert (_texts(applied, "Install"), len(_runs(applied))) == (new, 2)


def test_what_is_edited_while_somebody_reads_the_plan_is_left_alone(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()

    def confirm(_view: PlanView) -> bool:
        _edit(applied, "Install", body="<p>Mended meanwhile.</p>")
        return True

    assert [one.status for one in applied.rollback(confirm=confirm).results] == [Status.STALE]
    assert "Mended meanwhile." in _texts(applied, "Install")["en"]["body"]


def test_one_gone_from_intercom_is_made_anew_on_request(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.apply()
    old = applied.articles()["Install"]["id"]
    applied.call("DELETE", f"/articles/{old}")

    seen: list[PlanView] = []
    assert _done(applied.rollback(show=seen.append)) == {"start/login": ("update", "applied")}
    assert [(one.address.key, one.gone) for one in seen[0].plan.conflicts] == [("start/install", True)]

    run = _runs(applied)[-2].id
    outcome = applied.rollback(run, on_conflict=OnConflict.OURS)
    assert _done(outcome)["start/install"] == ("create", "applied")
    new = applied.articles()["Install"]
    assert (new["id"] != old, "<b>old</b>" in new["body"]) == (True, True)
    assert f"/articles/{new['id']}" in _texts(applied, "Log in")["en"]["body"]
    # It has one owner, and an apply makes no second one.
    applied.apply()
    assert sorted(applied.articles()) == ["Install", "Log in", "Stay"]


def test_dead_at_any_write_the_same_command_goes_on(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    before = {title: _texts(applied, title) for title in ("Install", "Log in")}
    applied.apply()

    def refuse(number: int, method: str, _path: str, _body: bytes) -> tuple[int, bytes] | None:
        return None if method == "GET" or number == 1 else (400, b'{"type":"error.list","errors":[]}')

    applied.weather.seen.clear()
    applied.weather.rule = refuse
    assert sorted(one.status for one in applied.rollback().results) == ["applied", "failed"]
    applied.weather.rule = None
    assert [one.status for one in applied.rollback().results] == ["applied"]
    assert {title: _texts(applied, title) for title in ("Install", "Log in")} == before


def test_a_run_of_another_workspace_is_refused(applied: Site) -> None:
    backend = FolderBackend(applied.root / ".hcsync", "production")
    run = _runs(applied)[-1]
    snapshots.begin(backend, run.id, msgspec.structs.replace(run.run, workspace="other"))
    with pytest.raises(RefusedError, match="an apply to workspace other"):
        applied.rollback()


def test_damaged_copies_are_noticed(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    objects = applied.root / ".hcsync/snapshots/production/objects"
    for path in objects.iterdir():
        if b"old" in path.read_bytes():
            path.write_bytes(path.read_bytes().replace(b"old", b"odd"))
    new = _texts(applied, "Install")
    with pytest.raises(RefusedError, match="is damaged"):
        applied.rollback()
    assert _texts(applied, "Install") == new


def test_a_rollback_is_no_apply_of_the_files(applied: Site) -> None:
    """Files that changed since the apply have no part in it."""
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.article("start/install", "A third text.", "Install")
    applied.write("content/en/start/other.md", HEAD.format(title="Other", state="published") + "Other.\n")
    outcome = applied.rollback()
    assert [one.action for one in outcome.results] == [Action.UPDATE]
    assert sorted(applied.articles()) == ["Install", "Log in", "Stay"]


DELETING = Policy(on_orphan=OnOrphan.DELETE)


def _gone(site: Site, *names: str) -> None:
    for name in names:
        (site.root / "content" / name).unlink()


@pytest.fixture
def deleted(applied: Site) -> dict[str, Any]:
    """A folder whose files are gone, and that an apply has deleted. Gives the texts there were."""
    before = {title: _texts(applied, title) for title in ("Install", "Log in")}
    names = ("_collection.yml", "install.md")
    _gone(applied, *(f"{locale}/start/{name}" for locale in ("en", "fr") for name in names), "en/start/login.md")
    outcome = applied.apply(policy=DELETING)
    assert {key: action for key, (action, _) in _done(outcome).items()} == {
        "start": "delete",
        "start/install": "delete",
        "start/login": "delete",
    }
    assert (sorted(applied.articles()), sorted(applied.collections())) == (["Stay"], ["More"])
    return before


def _but_places(texts: dict[str, Any]) -> dict[str, Any]:
    """The same without what another id changes: the place, and links to what was made anew."""
    return {
        title: {
            locale: text and {name: re.sub(r"articles/\d+[^\"]*", "articles/…", str(one)) for name, one in text.items()}
            for locale, text in found.items()
            if locale != "parent"
        }
        for title, found in texts.items()
    }


def test_what_was_deleted_is_made_anew(applied: Site, deleted: dict[str, Any]) -> None:
    seen: list[PlanView] = []
    outcome = applied.rollback(show=seen.append)

    assert _done(outcome) == {
        "start": ("create", "applied"),
        "start/install": ("create", "applied"),
        "start/login": ("create", "applied"),
    }
    assert all(one.verified for one in outcome.results)
    assert "is made anew: it gets another id, and its address on the web changes" in seen[0].wording.notes[0]
    texts = {title: _texts(applied, title) for title in ("Install", "Log in")}
    assert _but_places(texts) == _but_places(deleted)
    start, install = applied.collections()["Start"], applied.articles()["Install"]
    assert {found["parent"] for found in texts.values()} == {int(start["id"])}
    assert start["translated_content"]["fr"]["name"] == "Début"
    assert f"/articles/{install['id']}" in texts["Log in"]["en"]["body"]


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
    assert set(_done(applied.rollback(allow_deletes=3)).values()) == {("delete", "applied")}
    assert (sorted(applied.articles()), sorted(applied.collections())) == (["Stay"], ["More"])
    # And once more: it is the same kept text.
    applied.rollback()
    texts = {title: _texts(applied, title) for title in ("Install", "Log in")}
    assert _but_places(texts) == _but_places(deleted)


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
    texts = {title: _texts(applied, title) for title in ("Install", "Log in")}
    assert _but_places(texts) == _but_places(deleted)
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

    assert {key for key, done in _done(outcome).items() if done == ("delete", "applied")} == {
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


def test_what_is_protected_is_not_hidden(applied: Site) -> None:
    text = "---\ntitle: Safe\nauthor_id: 1\nstate: published\nprotect: true\n---\n\nSafe.\n"
    applied.write("content/en/start/safe.md", text)
    applied.apply()
    seen: list[PlanView] = []
    assert applied.rollback(show=seen.append).results == ()
    assert seen[0].wording.notes == ("  start/safe: was made by that run and is protected: it stays as it is.",)
    assert applied.articles()["Safe"]["state"] == "published"


def test_a_move_to_another_collection_and_the_collection_itself(applied: Site) -> None:
    """The collection an article was in is deleted by the same run: it is made anew, and the article goes there."""
    before = _texts(applied, "Log in")
    _gone(applied, "en/start/_collection.yml", "fr/start/_collection.yml", "en/start/install.md", "fr/start/install.md")
    _gone(applied, "en/start/login.md")
    applied.write(
        "content/en/more/login.md",
        f"---\ntitle: Log in\nauthor_id: 1\nstate: published\nid: {applied.articles()['Log in']['id']}\n---\n\nNew.\n",
    )
    assert applied.apply(policy=DELETING).complete
    assert sorted(applied.collections()) == ["More"]

    applied.rollback()

    after, start = _texts(applied, "Log in"), applied.collections()["Start"]
    assert after["parent"] == int(start["id"])
    assert _but_places({"": after}) == _but_places({"": before})


def test_links_in_a_circle_are_filled_in_once_all_are_made_anew(applied: Site) -> None:
    for one, other in (("one", "two"), ("two", "one")):
        applied.article(f"start/{one}", f"To [{other}]({other}.md) and back [here]({one}.md).")
    applied.apply()
    _gone(applied, "en/start/one.md", "en/start/two.md")
    applied.apply(policy=DELETING)

    outcome = applied.rollback()

    assert [(one.status, one.verified) for one in outcome.results] == [("applied", True)] * 2
    found = applied.articles()
    ids = {found["One"]["id"], found["Two"]["id"]}
    for title in ("One", "Two"):
        assert set(re.findall(r"/articles/(\d+)", found[title]["body"])) == ids
    assert applied.plan(policy=Policy(on_conflict=OnConflict.SKIP)).plan.changes == ()


def test_the_safety_limits_hold_for_a_rollback_too(applied: Site) -> None:
    for name in ("install", "login"):
        applied.article(f"start/{name}", "The new text.", name)
    applied.apply()
    applied.config("en, fr", "safety:\n  max_update: 1\n")
    with pytest.raises(RefusedError, match="updates 2 of 3 owned articles") as caught:
        applied.rollback()
    assert caught.value.code == "HC414"
    assert applied.rollback(targets=("start/install",)).complete
