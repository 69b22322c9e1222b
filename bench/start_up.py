"""`hcsync --version` ÷ `python -c "import click"`: what hcsync itself adds to the start of every command."""

import sys
from pathlib import Path

from bench.measure import in_turns, median

ROUNDS = 25


def run() -> list[str]:
    ours = [str(Path(sys.executable).with_name("hcsync")), "--version"]
    floor = [sys.executable, "-c", "import click"]
    mine, bare = in_turns(ours, floor, ROUNDS, Path.cwd(), {})
    ratio = median(mine) / median(bare)
    return [
        f"start-up: hcsync --version {median(mine) * 1000:.0f} ms ÷ import click {median(bare) * 1000:.0f} ms "
        f"= {ratio:.2f} (median of {ROUNDS})"
    ]
