"""`hcsync rollback` and `hcsync snapshot` as a user types them: what they say, ask and end with."""

import json
import re

import pytest
from running import Folder
from terminal import started

ARTICLE = "---\ntitle: {title}\nauthor_id: 1001\nstate: published\n---\n\nText of {title}.\n"
RUN = r"\d{8}T\d{6}Z-[0-9a-f]{4}"


@pytest.fixture
def applied(folder: Folder) -> Folder:
    """Two applies: the second changed one article and made another."""
    folder.run("apply", "--auto-approve", "-q")
    folder.write("content/en/one.md", ARTICLE.format(title="One") + "\nAnd more.\n")
    folder.write("content/en/three.md", ARTICLE.format(title="Three"))
    folder.run("apply", "--auto-approve", "-q")
    return folder


def test_it_shows_what_it_will_do_and_says_what_follows(applied: Folder) -> None:
    done = applied.run("rollback", "--auto-approve")
    masked = re.sub(RUN, "RUN", re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "WHEN", done.stdout))
    masked = re.sub(r"workspace \w+", "workspace ID", re.sub(r"91\d{5}", "NUMBER", masked))
    assert (
        masked
        == """\
Back to before run RUN (WHEN) in local (workspace ID, help center "Help Center")
0 to create, 1 to update, 1 to unpublish, 0 to delete. 6 API calls, under 1 s.

  ~ article     one    NUMBER  [en]  published, goes live on apply
      en    body    content/en/one.md
        -
        - And more.
  - article     three  NUMBER  [en]  draft, readers no longer see it
      en    state   published → draft

Plan: 0 to create, 1 to update, 1 to unpublish, 0 to delete.

Rollback complete. 0 created, 1 updated, 1 unpublished, 0 deleted. 2 of 2 verified by reading back.

The repository still says what was undone. Until it changes, hcsync plan shows these objects as edited in Intercom, and
a plain apply leaves them alone. To go back in the files, too: hcsync pull, or revert the commit and apply.
"""
    )
    again = applied.run("rollback", applied.run("snapshot", "list").stdout.splitlines()[1].split()[0], "--auto-approve")
    assert re.fullmatch(
        r"  three: was made by that run and stays as a draft\.\n"
        rf"Nothing to roll back\. All that run {RUN} touched is as it was before it, or was left alone\.\n",
        again.stdout,
    )


def test_it_asks(applied: Folder) -> None:
    terminal = started(applied.command("rollback"), applied.root)
    terminal.until("Put this back in local? [y/N]: ")
    terminal.type("n\n")
    assert terminal.end() == 1
    assert "Nothing was written." in terminal.shown


@pytest.mark.parametrize("command", [("rollback",), ("snapshot", "prune", "--keep", "1")])
def test_without_anybody_to_ask_it_wants_to_be_told(applied: Folder, command: tuple[str, ...]) -> None:
    assert "Add --auto-approve" in applied.run(*command, code=1).stderr


def test_events(applied: Folder) -> None:
    done = applied.run("rollback", "--auto-approve", "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["type"] for event in events]
    assert (kinds[0], kinds.count("planned_change"), kinds.count("apply_complete")) == ("version", 2, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("rollback", "2020", "--auto-approve"), 1, "HC317 nothing is kept of a run 2020."),
        (("rollback", "--auto-approve", "--allow-deletes", "2"), 5, "HC414 refused by a safety limit"),
        (("rollback", "--auto-approve", "--target", "nowhere"), 1, "nowhere names nothing"),
        (("snapshot", "prune"), 1, "Say --keep N, --older-than DAYS, or both."),
    ],
)
def test_refusals(applied: Folder, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert words in applied.run(*arguments, code=code).stderr


def test_deletions_are_counted_out(applied: Folder) -> None:
    assert "1 deleted" in applied.run("rollback", "--auto-approve", "--allow-deletes", "1").stdout


def test_snapshots_are_listed_made_and_pruned(applied: Folder) -> None:
    made = applied.run("snapshot", "create").stdout
    assert re.fullmatch(rf"Kept 3 objects of local as {RUN}\.\n", made)
    listed = applied.run("snapshot", "list").stdout
    assert [re.sub(r"  by .*", "", line)[40:] for line in listed.splitlines()] == [
        "UTC  snapshot  3 objects",
        "UTC  apply     1 created, 1 updated",
        "UTC  apply     2 created",
    ]
    found = json.loads(applied.run("snapshot", "list", "--output", "json").stdout)
    assert [(run["purpose"], run["finished"], len(run["objects"])) for run in found["runs"]] == [
        ("snapshot", True, 3),
        ("apply", True, 2),
        ("apply", True, 2),
    ]
    gone = applied.run("snapshot", "prune", "--keep", "1", "--auto-approve").stdout
    assert gone.endswith("Deleted the copies of 2 runs.\n")
    assert len(applied.run("snapshot", "list").stdout.splitlines()) == 1
    assert applied.run("snapshot", "prune", "--keep", "1", "--auto-approve").stdout == "Nothing was deleted.\n"


def test_nothing_is_kept_yet(folder: Folder) -> None:
    assert folder.run("snapshot", "list").stdout.startswith("Nothing is kept yet.")
    assert "HC317" in folder.run("rollback", "--auto-approve", code=1).stderr
