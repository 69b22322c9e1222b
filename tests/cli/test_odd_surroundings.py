"""A broken file, a closed stream, a full disk: one line that says so, the documented exit code, no traceback."""

import subprocess
from pathlib import Path

import pytest
from running import CLEAN, Folder


def _nothing(folder: Path) -> None:
    """As it is."""


def _break(name: str, text: bytes):
    def do(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text)

    return do


def _folder(name: str):
    return lambda folder: (folder / name).mkdir(parents=True)


def _append(name: str, text: str):
    def do(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text() + text)

    return do


FRESH = {
    "a database that is none": (_break(".hcsync/local.db", b"no database at all" * 99), 1, "local.db"),
    "a database that is a folder": (_folder(".hcsync/local.db"), 1, "local.db"),
    "a state that is a folder": (_folder(".hcsync/local.state.json"), 1, "local.state.json"),
    "a journal that is a folder": (_folder(".hcsync/local.journal.ndjson"), 1, "local.journal.ndjson"),
    "a lock that is a folder": (_folder(".hcsync/local.lock"), 1, "local.lock"),
    "a file in the place of the folder": (_break(".hcsync", b""), 1, ".hcsync"),
    "an emulator that cannot be": (
        _append("hcsync.yml", "environments: {local: {emulator: /proc/no/x}}\n"),
        1,
        "/proc",
    ),
    "a cache that is a folder": (_folder(".hcsync/cache.db"), 0, ""),
    "a cache that is none": (_break(".hcsync/cache.db", b"no database at all" * 99), 0, ""),
}
APPLIED = {
    "merge markers in the state": (_append(".hcsync/local.state.json", "<<<<<<< HEAD\n"), 5, "HC306"),
    "a state of another form": (_break(".hcsync/local.state.json", b"[]"), 5, "HC306"),
    "a state in no text": (_break(".hcsync/local.state.json", b"\xff\xfe"), 5, "HC306"),
    "a journal in no JSON": (_break(".hcsync/local.journal.ndjson", b"junk\n"), 5, "HC306"),
}


@pytest.mark.parametrize("case", FRESH)
def test_before_the_first_apply(folder: Folder, case: str) -> None:
    harm, code, words = FRESH[case]
    harm(folder.root)
    _one_line(folder.run("apply", "--auto-approve", code=code), words)


@pytest.mark.parametrize("case", APPLIED)
@pytest.mark.parametrize("command", [("plan",), ("apply", "--auto-approve")], ids=["plan", "apply"])
def test_after_an_apply(folder: Folder, case: str, command: tuple[str, ...]) -> None:
    harm, code, words = APPLIED[case]
    folder.run("apply", "--auto-approve")
    harm(folder.root)
    _one_line(folder.run(*command, code=code), words)


def _one_line(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert "has a bug" not in done.stderr
    if done.returncode:
        assert done.stderr.startswith("Error: "), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        assert words in done.stderr


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("plan >&-", 0, ""),
        ("plan 2>&-", 0, ""),
        ("apply --auto-approve <&-", 0, ""),
        ("apply <&-", 1, "--auto-approve"),
        ("plan > /dev/full", 1, "No space left"),
        ("plan --output json=/no/where.json", 1, "/no/where.json"),
        ("plan | head -1", 0, ""),
    ],
)
def test_streams_that_lead_nowhere(folder: Folder, script: str, code: int, words: str) -> None:
    command = " ".join(folder.command())
    done = subprocess.run(
        ["bash", "-c", f"{command} {script}"], cwd=folder.root, env=CLEAN, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr, "bug" in done.stderr) == (code, False, False), done.stderr
    assert words in done.stderr


def test_a_character_that_the_terminal_cannot_spell_is_spelled_out(folder: Folder) -> None:
    folder.run("apply", "--auto-approve")
    path = folder.root / "content/en/one.md"
    path.write_text(path.read_text().replace("title: One", "title: 日"), encoding="utf-8")
    said = folder.run("plan", PYTHONIOENCODING="latin-1").stdout
    assert '"One" \\u2192 "\\u65e5"' in said


def test_a_disk_that_is_full_halfway_says_so_and_the_next_apply_finishes(folder: Folder) -> None:
    """The journal may grow to so many blocks of 512 bytes, and the help center is out of its reach."""
    folder.run("plan")
    for number in range(14):
        text = f"---\ntitle: Page {number}\nauthor_id: 1001\n---\nText.\n"
        folder.write(f"content/en/page-{number}.md", text)
    command = " ".join(folder.command("apply", "--auto-approve", "-q", "--parallelism", "16"))
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 160; {command}"], cwd=folder.root, env=CLEAN, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode in (1, 6), (done.returncode, done.stderr)
    assert ("Traceback" in done.stderr, "bug" in done.stderr) == (False, False), done.stderr
    folder.run("apply", "--auto-approve", "-q")
    assert folder.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
    database = folder.database()
    assert database.execute("SELECT count(*) FROM articles").fetchone() == (16,)
    database.close()
