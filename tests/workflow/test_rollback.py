"""A rollback from what was kept to the help center and the state: what comes back, what is left alone, what is said."""

import msgspec
import pytest
from served import HEAD, Site
from undone import done, edit, fill, runs, texts

from hcsync.errors import ConflictError, RefusedError, UsageError
from hcsync.model.outcome import Status
from hcsync.model.plan import Action
from hcsync.planner.policy import OnConflict
from hcsync.report.view import PlanView
from hcsync.state import snapshots
from hcsync.state.backends.folder import FolderBackend


@pytest.fixture
def applied(site: Site) -> Site:
    fill(site)
    return site


def test_everything_that_can_be_changed_comes_back(applied: Site) -> None:
    before = {title: texts(applied, title) for title in ("Install", "Log in")}
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

    assert done(outcome) == {
        "start": ("update", "applied"),
        "start/install": ("update", "applied"),
        "start/login": ("update", "applied"),
    }
    assert all(one.verified for one in outcome.results)
    assert {title: texts(applied, title) for title in ("Install", "Log in")} == before
    now = applied.collections()["Start"]
    assert (now["id"], now["name"], now["description"]) == (collection["id"], "Start", "First steps.")


def test_what_comes_back_shows_as_edited_in_intercom_and_no_apply_writes_over_it(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.rollback()
    before = texts(applied, "Install")

    plan = applied.plan().plan
    assert ([str(one.address) for one in plan.drift], plan.changes, plan.conflicts) == (
        ["article.start/install"],
        (),
        (),
    )
    applied.apply()
    assert texts(applied, "Install") == before

    # Whoever changes that text is asked; whoever changes another one is not in its way.
    applied.article("start/install", "A newer text.", "Install")
    with pytest.raises(ConflictError):
        applied.apply()
    applied.article("start/install", "The new text.", "Install, anew")
    assert applied.apply().complete
    assert texts(applied, "Install, anew")["en"]["body"] == before["en"]["body"]


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

    assert done(outcome) == {"new/page": ("unpublish", "applied"), "start/login": ("unpublish", "applied")}
    assert seen[0].wording.notes == (
        "  new: was made by that run and stays: a collection cannot be hidden.",
        "  start/login: the translation into fr was not there before: "
        "it becomes a draft, since the API cannot delete it.",
    )
    page, login = texts(applied, "Page"), texts(applied, "Log in")
    assert (page["en"]["state"], page["fr"]["state"]) == ("draft", "draft")
    assert (login["en"]["state"], login["fr"]["state"]) == ("published", "draft")
    assert "Une page." in page["fr"]["body"]
    assert applied.plan().plan.changes == ()


def test_what_was_edited_since_is_left_alone_unless_overruled(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.article("start/page", "A page.", "Page")
    applied.apply()
    edit(applied, "Install", body="<p>Mended by hand.</p>")
    edit(applied, "Page", title="Page, mended")
    seen: list[PlanView] = []

    with pytest.raises(ConflictError):
        applied.rollback(on_conflict=OnConflict.FAIL)
    outcome = applied.rollback(show=seen.append)

    assert done(outcome) == {"start/login": ("update", "applied")}
    assert [one.address.key for one in seen[0].plan.conflicts] == ["start/install", "start/page"]
    assert "Mended by hand." in texts(applied, "Install")["en"]["body"]
    first = runs(applied)[-2].id
    # Nothing is left that could be put back: nobody is to believe that it was.
    with pytest.raises(ConflictError, match=r"\(2 objects\) was edited in Intercom since. Nothing was written."):
        applied.rollback(first)
    assert done(applied.rollback(first, on_conflict=OnConflict.OURS)) == {
        "start/install": ("update", "applied"),
        "start/page": ("unpublish", "applied"),
    }
    assert "<b>old</b>" in texts(applied, "Install")["en"]["body"]


def test_an_older_run_is_gone_back_on_whatever_later_ones_did(applied: Site) -> None:
    before = texts(applied, "Install")
    applied.article("start/install", "The second text.", "Install")
    applied.apply()
    second = texts(applied, "Install")
    run = runs(applied)[-1].id
    applied.article("start/install", "The third text.", "Install")
    applied.apply()
    third = texts(applied, "Install")

    applied.rollback(run)
    assert texts(applied, "Install") == before
    # And every step of the way back can be gone again.
    applied.rollback()
    assert texts(applied, "Install") == third
    applied.rollback()
    assert texts(applied, "Install") == before
    applied.rollback(runs(applied)[-4].id)
    assert texts(applied, "Install") == second


def test_a_target_narrows(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.apply()
    assert done(applied.rollback(targets=("start/lo*",))) == {"start/login": ("update", "applied")}
    run = runs(applied)[-2].id
    assert done(applied.rollback(run, excluded=("start/install",))) == {}
    assert done(applied.rollback(run)) == {"start/install": ("update", "applied")}
    with pytest.raises(UsageError, match="names nothing"):
        applied.rollback(run, targets=("nowhere",))


def test_it_needs_no_faultless_content(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.write("content/en/start/install.md", "---\ntitle: [\n---\n\n[gone](gone.md)\n")
    applied.write("content/en/broken.md", "no frontmatter")
    assert done(applied.rollback()) == {"start/install": ("update", "applied")}


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
    first, second = (one.id for one in runs(site))
    assert done(site.rollback(second[:-1])) == {"a": ("update", "applied")}
    with pytest.raises(UsageError, match="begins the names of"):
        site.rollback(first[:4])


def test_nobody_agreed_nothing_was_written(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    new = texts(applied, "Install")
    assert applied.rollback(confirm=lambda _view: False).results == ()
    assert (texts(applied, "Install"), len(runs(applied))) == (new, 2)


def test_what_is_edited_while_somebody_reads_the_plan_is_left_alone(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.apply()

    def confirm(_view: PlanView) -> bool:
        edit(applied, "Install", body="<p>Mended meanwhile.</p>")
        return True

    assert [one.status for one in applied.rollback(confirm=confirm).results] == [Status.STALE]
    assert "Mended meanwhile." in texts(applied, "Install")["en"]["body"]


def test_one_gone_from_intercom_is_made_anew_on_request(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    applied.apply()
    old = applied.articles()["Install"]["id"]
    applied.call("DELETE", f"/articles/{old}")

    seen: list[PlanView] = []
    assert done(applied.rollback(show=seen.append)) == {"start/login": ("update", "applied")}
    assert [(one.address.key, one.gone) for one in seen[0].plan.conflicts] == [("start/install", True)]

    run = runs(applied)[-2].id
    outcome = applied.rollback(run, on_conflict=OnConflict.OURS)
    assert done(outcome)["start/install"] == ("create", "applied")
    new = applied.articles()["Install"]
    assert (new["id"] != old, "<b>old</b>" in new["body"]) == (True, True)
    assert f"/articles/{new['id']}" in texts(applied, "Log in")["en"]["body"]
    # It has one owner, and an apply makes no second one.
    applied.apply()
    assert sorted(applied.articles()) == ["Install", "Log in", "Stay"]


def test_dead_at_any_write_the_same_command_goes_on(applied: Site) -> None:
    applied.article("start/install", "The new text.", "Install")
    applied.article("start/login", "Newer.", "Log in")
    before = {title: texts(applied, title) for title in ("Install", "Log in")}
    applied.apply()

    def refuse(number: int, method: str, _path: str, _body: bytes) -> tuple[int, bytes] | None:
        return None if method == "GET" or number == 1 else (400, b'{"type":"error.list","errors":[]}')

    applied.weather.seen.clear()
    applied.weather.rule = refuse
    assert sorted(one.status for one in applied.rollback().results) == ["applied", "failed"]
    applied.weather.rule = None
    assert [one.status for one in applied.rollback().results] == ["applied"]
    assert {title: texts(applied, title) for title in ("Install", "Log in")} == before


def test_a_run_of_another_workspace_is_refused(applied: Site) -> None:
    backend = FolderBackend(applied.root / ".hcsync", "production")
    run = runs(applied)[-1]
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
    new = texts(applied, "Install")
    with pytest.raises(RefusedError, match="is damaged"):
        applied.rollback()
    assert texts(applied, "Install") == new


def test_a_rollback_is_no_apply_of_the_files(applied: Site) -> None:
    """Files that changed since the apply have no part in it."""
    applied.article("start/install", "The new text.", "Install")
    applied.apply()
    applied.article("start/install", "A third text.", "Install")
    applied.write("content/en/start/other.md", HEAD.format(title="Other", state="published") + "Other.\n")
    outcome = applied.rollback()
    assert [one.action for one in outcome.results] == [Action.UPDATE]
    assert sorted(applied.articles()) == ["Install", "Log in", "Stay"]


def test_what_is_protected_is_not_hidden(applied: Site) -> None:
    text = "---\ntitle: Safe\nauthor_id: 1\nstate: published\nprotect: true\n---\n\nSafe.\n"
    applied.write("content/en/start/safe.md", text)
    applied.apply()
    seen: list[PlanView] = []
    assert applied.rollback(show=seen.append).results == ()
    assert seen[0].wording.notes == ("  start/safe: was made by that run and is protected: it stays as it is.",)
    assert applied.articles()["Safe"]["state"] == "published"


def test_the_safety_limits_hold_for_a_rollback_too(applied: Site) -> None:
    for name in ("install", "login"):
        applied.article(f"start/{name}", "The new text.", name)
    applied.apply()
    applied.config("en, fr", "safety:\n  max_update: 1\n")
    with pytest.raises(RefusedError, match="updates 2 of 3 owned articles") as caught:
        applied.rollback()
    assert caught.value.code == "HC414"
    assert applied.rollback(targets=("start/install",)).complete
