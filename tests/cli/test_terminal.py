"""`hcsync apply` in front of a person: it asks, takes any answer for what it is, and shows that it works."""

import re
import time

import pytest
from running import Folder
from terminal import started

QUESTION = "Apply this to local? [y/N]: "
CSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _count(folder: Folder) -> int:
    database = folder.database()
    try:
        (count,) = database.execute("SELECT count(*) FROM articles").fetchone()
    finally:
        database.close()
    return int(count)


def _nothing_written(folder: Folder) -> None:
    assert _count(folder) == 0
    assert sorted(path.name for path in (folder.root / ".hcsync").glob("*.*json")) == []


def test_yes_writes(folder: Folder) -> None:
    terminal = started(folder.command("apply"), folder.root)
    shown = terminal.until(QUESTION)
    assert "2 to create" in shown
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "Apply complete. 2 created" in terminal.shown
    assert _count(folder) == 2


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_no_writes_nothing(folder: Folder, answer: str) -> None:
    terminal = started(folder.command("apply"), folder.root)
    terminal.until(QUESTION)
    terminal.type(answer)
    assert terminal.end() == 1
    assert "Nothing was written." in terminal.shown
    _nothing_written(folder)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "end of input"])
def test_one_ctrl_c_at_the_question_is_enough(folder: Folder, key: str) -> None:
    terminal = started(folder.command("apply"), folder.root)
    terminal.until(QUESTION)
    time.sleep(0.5)  # The question stands there before it is listened to, and a signal in between is lost to C's fgets.
    terminal.type(key)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    _nothing_written(folder)


def test_a_bar_shows_while_it_writes_and_is_gone_at_the_end(folder: Folder) -> None:
    for number in range(40):
        folder.write(f"content/en/page-{number}.md", f"---\ntitle: Page {number}\nauthor_id: 1001\n---\n\nText.\n")
    terminal = started(folder.command("apply", "--auto-approve"), folder.root)
    assert terminal.end() == 0
    assert "Applying" in terminal.shown
    assert re.search(r"\d+/42", CSI.sub("", terminal.shown))
    assert terminal.shown.endswith("42 of 42 verified by reading back.\x1b[0m\r\n"), terminal.shown[-300:]
    assert terminal.shown.count("\x1b[?25l") == terminal.shown.count("\x1b[?25h"), "the cursor is shown again"


def test_the_plan_goes_to_stdout_while_the_bar_is_on_the_terminal(folder: Folder) -> None:
    """`hcsync apply --auto-approve > log` in a terminal."""
    with (folder.root / "log").open("wb") as log:
        terminal = started(folder.command("apply", "--auto-approve"), folder.root, stdout=log.fileno())
        assert terminal.end() == 0
    said = (folder.root / "log").read_text()
    assert said.startswith("Plan for local"), said
    assert "Apply complete." in said
    assert "\x1b" not in said
    assert "Plan for local" not in terminal.shown


@pytest.mark.parametrize("quiet", [("--no-color",), ()])
def test_no_colour_where_it_is_not_wanted(folder: Folder, quiet: tuple[str, ...]) -> None:
    terminal = started(folder.command("plan", *quiet), folder.root, **({} if quiet else {"NO_COLOR": "1"}))
    assert terminal.end() == 0
    assert "\x1b" not in terminal.shown


def test_colour_on_a_terminal(folder: Folder) -> None:
    terminal = started(folder.command("plan"), folder.root)
    assert terminal.end() == 0
    assert "\x1b[32m" in terminal.shown


def test_a_first_plan_says_what_to_type_next(folder: Folder) -> None:
    terminal = started(folder.command("plan"), folder.root)
    assert terminal.end() == 0
    assert terminal.shown.splitlines()[-1] == "To do this: hcsync apply"
    folder.run("apply", "--auto-approve")
    for arguments in (("plan",), ("plan", "--no-color")):
        terminal = started(folder.command(*arguments), folder.root)
        assert terminal.end() == 0
        assert CSI.sub("", terminal.shown).startswith("No changes.")
        assert "hcsync apply" not in terminal.shown


def test_quiet_shows_no_bar_and_only_the_verdict(folder: Folder) -> None:
    terminal = started(folder.command("apply", "--auto-approve", "-q", "--no-color"), folder.root)
    assert terminal.end() == 0
    assert terminal.shown.splitlines() == [
        "Apply complete. 2 created, 0 updated, 0 unpublished, 0 deleted. 2 of 2 verified by reading back."
    ]


def test_off_a_terminal_there_is_neither_bar_nor_colour(folder: Folder) -> None:
    done = folder.run("apply", "--auto-approve")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
