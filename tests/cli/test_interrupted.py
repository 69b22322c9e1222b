"""Ctrl-C, once or twice, at any moment of an apply: one line, 130, and the next apply finishes what is left."""

import random
import signal
import subprocess
import time

import pytest
from running import CLEAN, Folder

ARTICLES = 30


@pytest.mark.parametrize("seed", range(4))
def test_the_next_apply_goes_on(folder: Folder, seed: int) -> None:
    for number in range(ARTICLES):
        text = f"---\ntitle: Page {number}\nauthor_id: 1001\n---\n[next](page-{(number + 1) % ARTICLES}.md)\n"
        folder.write(f"content/en/page-{number}.md", text)
    chance = random.Random(seed)
    records, presses = chance.randrange(4 * ARTICLES), chance.choice((1, 2))
    process = subprocess.Popen(
        folder.command("apply", "--auto-approve", "-q"),
        cwd=folder.root,
        env=CLEAN,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = folder.root / ".hcsync/local.journal.ndjson"
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > records):
        time.sleep(0.001)
    for _ in range(presses):
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
    _, said = process.communicate()
    assert process.returncode in (0, 130, -signal.SIGINT)
    assert "Traceback" not in said
    if process.returncode == 130:
        assert said.strip().startswith("Interrupted. "), said

    folder.run("apply", "--auto-approve", "-q")
    assert folder.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
    database = folder.database()
    assert database.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES + 2,)
    database.close()


@pytest.mark.parametrize("ignoring", [False, True])
def test_a_job_that_is_cancelled_gives_the_lock_back(folder: Folder, ignoring: bool) -> None:
    """`ignoring`: as a shell starts what is to run in the background."""
    for number in range(ARTICLES):
        folder.write(f"content/en/page-{number}.md", f"---\ntitle: Page {number}\nauthor_id: 1001\n---\nText.\n")
    process = subprocess.Popen(
        [
            "sh",
            "-c",
            "trap '' INT; exec \"$@\"" if ignoring else 'exec "$@"',
            "sh",
            *folder.command("apply", "--auto-approve"),
        ],
        cwd=folder.root,
        env=CLEAN,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = folder.root / ".hcsync/local.journal.ndjson"
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 4):
        time.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert (process.returncode, said.strip().startswith("Interrupted. ")) == (130, True), said
    assert not (folder.root / ".hcsync/local.lock.json").exists()
    folder.run("apply", "--auto-approve", "-q")
