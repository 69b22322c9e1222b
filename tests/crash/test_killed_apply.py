"""An apply that is killed at any moment: the next one finishes the work, and makes nothing twice."""

import random
import time
from pathlib import Path

import pytest
from corpus import glossary_in
from running import Folder

# Records a whole apply of the glossary leaves in its journal: two a write.
RECORDS = 275


SEEDS = [*range(8), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(8, 30))]


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_a_random_moment_the_next_apply_converges(tmp_path: Path, seed: int) -> None:
    folder = glossary_in(tmp_path)
    chance = random.Random(seed)
    records, pause = chance.randrange(RECORDS), chance.random() * 0.02
    _apply_killed(folder, records, pause)

    folder.run("apply", "--auto-approve", "-q")

    assert folder.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
    database = folder.database()
    titles = [title for (title,) in database.execute("SELECT count(*) FROM articles")]
    assert titles == [92]
    database.close()


def _apply_killed(folder: Folder, records: int, pause: float) -> None:
    """Start an apply and kill it some seconds (`pause`) after its journal holds so many records, or as it is."""
    process = folder.start("apply", "--auto-approve", "-q")
    journal = folder.root / ".hcsync/local.journal.ndjson"
    while not process.ended():
        if journal.exists() and journal.read_bytes().count(b"\n") > records:
            break
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    process.wait()
