"""Saved plans, from `plan --out` over `show` to `apply FILE`: done exactly, or refused whole and said why."""

import json
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from running import CLEAN, Folder
from served import TOKEN, Site, serving
from typed import Shell

from hcsync.cli.output import PLAN
from hcsync.workflow.saved import SavedPlan, dumped, load

STALE = "Error: HC315 the saved plan is stale. {} Nothing was written. Run `hcsync plan` again.\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Three articles in two locales, applied; then one is edited, one new, one left."""
    with serving(tmp_path, locales=("en", "fr")) as running:
        running.config("en, fr")
        yield running


@pytest.fixture
def hcsync(site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    shell = Shell(site, monkeypatch, capfd)
    site.write("content/en/start/_collection.yml", "name: Start\n")
    site.write("content/fr/start/_collection.yml", "name: Débuter\n")
    for key in ("start/install", "start/login", "faq"):
        site.article(key, f"The text of {key}.")
        site.article(key, f"Le texte de {key}.", title=f"{key} fr", locale="fr")
    shell("apply", "--auto-approve", "-q")
    site.article("start/install", "A new text. See [more](../more.md).")
    site.article("more", "More.")
    shell.written()
    return shell


def edit(site: Site, found: str, **change: Any) -> str:
    """Somebody edits an article in Intercom; returns its id."""
    remote_id = str(site.articles()[found]["id"])
    site.call("PUT", f"/articles/{remote_id}", {"state": "published", "author_id": 1, **change})
    site.weather.seen.clear()
    return remote_id


def test_it_does_what_it_says_and_no_more(hcsync: Shell) -> None:
    site = hcsync.site
    said = hcsync("plan", "--out", "plan.hcsync")
    assert said.err == "The plan is saved. To apply exactly this: hcsync apply plan.hcsync\n"
    assert hcsync.written() == []
    # What the plan does not touch may move.
    edit(site, "Faq", body="<p>Edited by hand.</p>")

    applied = hcsync("apply", "plan.hcsync")

    assert applied.out == said.out + (
        "\nApply complete. 1 created, 1 updated, 0 unpublished, 0 deleted. 2 of 2 verified by reading back.\n"
    )
    install = site.articles()["Install"]["id"]
    assert hcsync.written() == [("POST", "/articles"), ("PUT", f"/articles/{install}")]
    assert "Edited by hand." in site.articles()["Faq"]["body"]


@pytest.mark.parametrize("more", [(), ("--target", "start/*"), ("--exclude", "more"), ("--on-drift", "overwrite")])
@pytest.mark.parametrize("form", PLAN)
def test_show_is_what_plan_showed(hcsync: Shell, form: str, more: tuple[str, ...], tmp_path_factory: Any) -> None:
    site = hcsync.site
    edit(site, "Faq", body="<p>Edited by hand.</p>")
    edit(site, "Install", title="Also here")
    (site.root / "content/en/start/login.md").unlink()
    (site.root / "content/fr/start/login.md").unlink()
    planned = hcsync("plan", "--out", "plan.hcsync", "--output", form, *more)

    elsewhere = tmp_path_factory.mktemp("elsewhere")
    site.weather.seen.clear()
    away = Shell(Site(elsewhere, site.url, site.weather), hcsync.monkeypatch, hcsync.capfd)
    shown = away("show", str(site.root / "plan.hcsync"), "--output", form, "--output", f"{form}=shown", token=None)

    assert shown.out == planned.out
    assert (elsewhere / "shown").read_text() == planned.out
    assert list(elsewhere.iterdir()) == [elsewhere / "shown"]
    assert site.weather.seen == []


def test_it_holds_no_secret(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync")

    assert TOKEN not in (hcsync.site.root / "plan.hcsync").read_text()


def remade(path: Path, **changes: Any) -> None:
    """The same plan, as if it had been saved so: its digest is right."""
    saved = load(path)
    plan = msgspec.structs.replace(saved.plan, **changes)
    view = msgspec.structs.replace(saved.view, plan=plan)
    path.write_bytes(dumped(SavedPlan(saved.request, view, saved.files, saved.settings)))


def _edited(site: Site) -> str:
    return f"start/install ({edit(site, 'Install', body='<p>By hand.</p>')}) was edited after the plan was made."


def _edited_elsewhere(site: Site) -> str:
    """In a locale that the plan does not write to: it is the article that counts, for it is sent whole."""
    french = {"fr": {"type": "article_content", "title": "Autre", "body": "<p>x</p>", "author_id": 1}}
    number = edit(site, "Install", translated_content=french)
    return f"start/install ({number}) was edited after the plan was made."


def _deleted(site: Site) -> str:
    number = site.articles()["Install"]["id"]
    site.call("DELETE", f"/articles/{number}")
    return f"start/install ({number}) was deleted in Intercom after the plan was made."


def _file_changed(site: Site) -> str:
    site.article("faq", "Another text.")
    return "content/en/faq.md was changed after the plan was made."


def _file_broken(site: Site) -> str:
    site.write("content/fr/faq.md", "no frontmatter")
    return "content/fr/faq.md was changed after the plan was made."


def _file_added(site: Site) -> str:
    site.write("content/images/a.png", "png")
    return "content/images/a.png was added after the plan was made."


def _file_removed(site: Site) -> str:
    (site.root / "content/fr/start/_collection.yml").unlink()
    return "content/fr/start/_collection.yml was removed after the plan was made."


def _another_apply(site: Site) -> str:
    site.apply("more")
    return "Another apply ran after the plan was made (state serial 2, now 4)."


def _applied(site: Site) -> str:
    site.apply()
    return "It has been applied already (state serial 2, now 4)."


def _another_state(site: Site) -> str:
    path = site.root / ".hcsync/production.state.json"
    lineage = json.loads(path.read_text())["lineage"]
    path.write_text(path.read_text().replace(lineage, "0" * 32))
    return f"The state is another one (lineage {lineage}, now {'0' * 32})."


def _forked_state(site: Site) -> str:
    """Somebody brings back an older state."""
    path = site.root / ".hcsync/production.state.json"
    path.write_text(path.read_text().replace('"serial": 2', '"serial": 1'))
    return "Another apply ran after the plan was made (state serial 2, now 1)."


def _settings(site: Site) -> str:
    site.config("en, fr", "assets:\n  base_url: https://example.com\n")
    return "The settings in hcsync.yml were changed after the plan was made."


def _another_tool(site: Site) -> str:
    from hcsync.version import __version__

    remade(site.root / "plan.hcsync", tool="0.0.7")
    return f"It was made by hcsync 0.0.7, and this is {__version__}."


@pytest.mark.parametrize(
    "harm",
    [
        _edited,
        _edited_elsewhere,
        _deleted,
        _file_changed,
        _file_broken,
        _file_added,
        _file_removed,
        _another_apply,
        _applied,
        _another_state,
        _forked_state,
        _settings,
        _another_tool,
    ],
)
def test_a_stale_plan_writes_nothing_and_says_what_moved(hcsync: Shell, harm: Callable[[Site], str]) -> None:
    hcsync("plan", "--out", "plan.hcsync")
    why = harm(hcsync.site)
    state = (hcsync.site.root / ".hcsync/production.state.json").read_bytes()
    hcsync.written()

    said = hcsync("apply", "plan.hcsync", code=3)

    assert (said.out, said.err) == ("", STALE.format(why))
    assert hcsync.written() == []
    assert (hcsync.site.root / ".hcsync/production.state.json").read_bytes() == state


def test_everything_that_moved_is_named_up_to_a_point(hcsync: Shell) -> None:
    site = hcsync.site
    for key in ("start/login", "faq"):
        site.article(key, "A new text, too.")
    hcsync("plan", "--out", "plan.hcsync")
    for title in ("Install", "Login", "Faq"):
        edit(site, title, body="<p>By hand.</p>")
    collection = site.collections()["Start"]["id"]
    site.call("PUT", f"/help_center/collections/{collection}", {"name": "Renamed"})

    said = hcsync("apply", "plan.hcsync", code=3)

    assert said.err.count("was edited after the plan was made.") == 3


def test_an_applied_plan_is_stale_the_second_time(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync")
    hcsync("apply", "plan.hcsync")
    hcsync.written()

    said = hcsync("apply", "plan.hcsync", code=3)

    assert said.err == STALE.format("It has been applied already (state serial 2, now 4).")
    assert hcsync.written() == []


def test_the_first_apply_of_all_may_be_a_saved_plan(site: Site, monkeypatch: Any, capfd: Any) -> None:
    hcsync = Shell(site, monkeypatch, capfd)
    site.article("one", "Text, and [more](two.md).")
    site.article("two", "Text, and [more](one.md).")
    hcsync("plan", "--out", "plan.hcsync")

    assert "2 created" in hcsync("apply", "plan.hcsync").out
    assert hcsync("plan").out.startswith("No changes.")


def _another_environment(hcsync: Shell) -> tuple[tuple[str, ...], str]:
    hcsync.site.config("en, fr", f"  staging:\n    base_url: {hcsync.site.url}\n    token_env: HELP_TOKEN\n")
    return ("--env", "staging"), "the saved plan is for environment production, not for staging."


def _variable(hcsync: Shell) -> tuple[tuple[str, ...], str]:
    hcsync.monkeypatch.setenv("HCSYNC_ENV", "local")
    return (), "the saved plan is for environment production, not for local."


def _another_workspace(hcsync: Shell) -> tuple[tuple[str, ...], str]:
    path = hcsync.site.root / "plan.hcsync"
    mine = load(path).plan.workspace
    remade(path, workspace="ws-other")
    words = f"the saved plan is for workspace ws-other, but the token opens {mine} (Acme Help)."
    return (), words


@pytest.mark.parametrize("harm", [_another_environment, _variable, _another_workspace])
def test_a_plan_for_something_else_is_refused(hcsync: Shell, harm: Any) -> None:
    hcsync("plan", "--out", "plan.hcsync")
    more, why = harm(hcsync)

    said = hcsync("apply", "plan.hcsync", *more, code=5)

    assert said.err == (
        f"Error: HC316 {why} Nothing was written. Apply the plan that was made for it, or run `hcsync plan` again.\n"
    )
    assert hcsync.written() == []


def test_its_own_environment_may_be_named(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync")

    assert "1 created" in hcsync("apply", "plan.hcsync", "--env", "production").out


def test_an_edited_file_is_refused(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync")
    path = hcsync.site.root / "plan.hcsync"
    path.write_text(path.read_text().replace('"update"', '"delete"'))

    for command in ("apply", "show"):
        said = hcsync(command, "plan.hcsync", code=5)
        assert said.err == (
            "Error: HC314 plan.hcsync is not as it was saved: it was edited, or it is damaged. "
            "Run hcsync plan --out again.\n"
        )
    assert hcsync.written() == []


@pytest.mark.parametrize(
    "options",
    [
        ("--target", "more"),
        ("--exclude", "more"),
        ("--on-drift", "keep"),
        ("--on-conflict", "skip"),
        ("--on-orphan", "report"),
        ("--allow-deletes", "0"),
    ],
)
def test_options_that_would_change_nothing_are_refused(hcsync: Shell, options: tuple[str, ...]) -> None:
    hcsync("plan", "--out", "plan.hcsync")

    said = hcsync("apply", "plan.hcsync", *options, code=1)

    assert said.err.startswith(f"Error: {options[0]} cannot stand beside a saved plan,")
    assert hcsync.written() == []


def test_a_conflict_can_be_saved_and_shown_and_not_applied(hcsync: Shell) -> None:
    edit(hcsync.site, "Install", body="<p>By hand.</p>")
    planned = hcsync("plan", "--out", "plan.hcsync")
    assert hcsync("show", "plan.hcsync").out == planned.out

    said = hcsync("apply", "plan.hcsync", code=3)

    assert said.err.startswith("Error: 1 conflict: start/install changed here and in Intercom. Nothing was written.")
    assert hcsync.written() == []


def test_a_plan_beyond_a_limit_can_be_saved_and_shown_and_not_applied(hcsync: Shell) -> None:
    site = hcsync.site
    site.write("hcsync.yml", (site.root / "hcsync.yml").read_text() + "safety:\n  on_orphan: delete\n  max_delete: 0\n")
    for locale in ("en", "fr"):
        (site.root / f"content/{locale}/faq.md").unlink()
    planned = hcsync("plan", "--out", "plan.hcsync", code=5)
    assert hcsync("show", "plan.hcsync").out == planned.out
    hcsync.written()

    said = hcsync("apply", "plan.hcsync", code=5)
    assert said.err.startswith("Error: HC414 refused by a safety limit: this plan deletes 1 of 3 owned articles")
    assert hcsync.written() == []

    hcsync("plan", "--out", "plan.hcsync", "--allow-deletes", "1")
    assert "1 deleted" in hcsync("apply", "plan.hcsync").out


def test_the_choice_a_plan_was_made_with_holds_for_what_it_shows_alone(hcsync: Shell) -> None:
    site = hcsync.site
    edit(site, "Faq", body="<p>By hand.</p>")
    hcsync("plan", "--out", "plan.hcsync", "--on-drift", "overwrite", "--exclude", "start/install")
    edit(site, "Login", body="<p>Later, by hand.</p>")

    hcsync("apply", "plan.hcsync")

    found = site.articles()
    assert "The text of faq." in found["Faq"]["body"]
    assert "Later, by hand." in found["Login"]["body"]
    assert "The text of start/install." in found["Install"]["body"]
    assert "More" in found


def test_an_article_that_comes_to_be_in_between_is_not_made_twice(hcsync: Shell) -> None:
    site = hcsync.site
    hcsync("plan", "--out", "plan.hcsync")
    site.call("POST", "/articles", {"title": "More", "body": "<p>More.</p>", "author_id": 1, "state": "published"})
    hcsync.written()

    said = hcsync("apply", "plan.hcsync", code=3)

    assert "more is to adopt by now, not to create: an equal one exists in Intercom." in said.err
    assert hcsync.written() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("apply", "none"), "the saved plan none cannot be read: there is no such file."),
        (("show", "none"), "the saved plan none cannot be read: there is no such file."),
        (("apply", "content"), "the saved plan content cannot be read: Is a directory."),
        (("plan", "--out", "content"), "the plan cannot be saved as content: it is a folder."),
        (("plan", "--out", "hcsync.yml/plan"), "the plan cannot be saved as hcsync.yml/plan:"),
        (("plan", "--out", "x", "--output", "json=x"), "--output goes into the same file."),
    ],
)
def test_files_that_cannot_be(hcsync: Shell, arguments: tuple[str, ...], words: str) -> None:
    assert words in hcsync(*arguments, code=1).err


def test_what_output_json_prints_is_no_saved_plan(hcsync: Shell) -> None:
    hcsync("plan", "--output", "json=plan.json")

    assert "That is what --output json prints." in hcsync("apply", "plan.json", code=5).err


def test_a_plan_with_nothing_in_it(hcsync: Shell) -> None:
    hcsync("apply", "--auto-approve", "-q")
    hcsync("plan", "--out", "plan.hcsync")
    hcsync.written()

    assert hcsync("apply", "plan.hcsync").out.startswith("No changes.")
    assert hcsync.written() == []


def test_a_full_disk_leaves_the_plan_that_was_there(hcsync: Shell) -> None:
    """No file may grow beyond 300 kB, as if the disk were full then."""
    root = hcsync.site.root
    hcsync("plan", "--out", "plan.hcsync")
    before = (root / "plan.hcsync").read_bytes()
    hcsync.site.article("faq", "word " * 80_000)

    done = subprocess.run(
        Folder(root).command("plan", "--out", "plan.hcsync", "-q"),
        cwd=root,
        env=CLEAN | {"HELP_TOKEN": TOKEN},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )

    assert (done.returncode, done.stderr) == (
        1,
        "Error: the plan cannot be saved as plan.hcsync: File too large. Name another file with --out.\n",
    )
    assert (root / "plan.hcsync").read_bytes() == before
    assert not [one.name for one in root.iterdir() if one.name.endswith(".tmp")]


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: Any, capfd: Any) -> tuple[Shell, Shell]:
    """Two clones of one repository, with the state in a ref of its remote; one has applied."""
    git(tmp_path, "init", "--bare", "-q", "-b", "main", "remote.git")
    site.config("en, fr", "    state: git\n")
    site.write(".gitignore", ".hcsync/\n*.hcsync\nremote.git\n")
    site.article("one", "One.")
    site.article("two", "Two.")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "All")
    git(tmp_path, "push", "-q", "-u", "origin", "main")
    here = Shell(site, monkeypatch, capfd)
    here("apply", "--auto-approve", "-q")
    git(tmp_path, "clone", "-q", "remote.git", "there")
    there = Shell(Site(tmp_path / "there", site.url, site.weather), monkeypatch, capfd)
    return here, there


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def test_a_plan_made_on_one_machine_is_applied_on_another(machines: tuple[Shell, Shell]) -> None:
    here, there = machines
    for shell in machines:
        shell.site.article("one", "A new text.")
    planned = here("plan", "--out", "plan.hcsync")
    (there.site.root / "plan.hcsync").write_bytes((here.site.root / "plan.hcsync").read_bytes())

    applied = there("apply", "plan.hcsync")

    assert applied.out.startswith(planned.out)
    assert "1 updated" in applied.out
    said = here("apply", "plan.hcsync", code=3)
    assert said.err.startswith("Error: HC315 the saved plan is stale. It has been applied already (state serial ")


def test_without_intercom_the_state_comes_from_where_it_is_kept(machines: tuple[Shell, Shell]) -> None:
    here, there = machines
    there.site.article("one", "A new text.")
    here.written()

    said = there("plan", "--no-refresh", token=None)

    assert "0 to create, 1 to update, 0 to unpublish, 0 to delete." in said.out
    # The other machine applied it, so its text is known from git's objects alone.
    assert "- One." in said.out
    assert here.site.weather.seen == []


def test_what_has_lost_its_file_is_deleted_by_a_saved_plan_as_it_says(hcsync: Shell) -> None:
    site = hcsync.site
    site.write("hcsync.yml", (site.root / "hcsync.yml").read_text() + "safety:\n  on_orphan: delete\n")
    for locale in ("en", "fr"):
        (site.root / f"content/{locale}/faq.md").unlink()
    planned = hcsync("plan", "--out", "plan.hcsync")
    assert "1 to delete" in planned.out
    assert "1 to delete" in hcsync("plan", "--no-refresh", token=None).out

    faq = site.articles()["Faq"]["id"]
    edit(site, "Faq", body="<p>By hand.</p>")
    said = hcsync("apply", "plan.hcsync", code=3)
    assert said.err == STALE.format(f"faq ({faq}) was edited after the plan was made.")
    assert "Faq" in site.articles()

    hcsync("plan", "--out", "plan.hcsync", "--on-conflict", "ours")
    assert "1 deleted" in hcsync("apply", "plan.hcsync").out
    assert "Faq" not in site.articles()


def test_a_move_is_applied_as_it_was_saved(hcsync: Shell) -> None:
    site = hcsync.site
    hcsync("apply", "--auto-approve", "-q")
    hcsync.written()
    (site.root / "content/en/faq.md").rename(site.root / "content/en/questions.md")
    (site.root / "content/fr/faq.md").rename(site.root / "content/fr/questions.md")
    planned = hcsync("plan", "--out", "plan.hcsync")
    assert "1 to move" in planned.out
    assert "1 to move" in hcsync("plan", "--no-refresh", token=None).out
    assert hcsync("show", "plan.hcsync").out == planned.out

    applied = hcsync("apply", "plan.hcsync")

    assert "1 moved" in applied.out
    assert hcsync.written() == []
    assert hcsync("plan").out.startswith("No changes.")
