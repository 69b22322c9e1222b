"""CPU of an import of 100 articles in 8 locales ÷ fetching the same pages and parsing each text bare."""

import os
import shutil
import tempfile
from pathlib import Path

from bench import tree
from bench.measure import in_turns, median, median_cpu
from bench.served import HCSYNC, VARIABLES, reading_all, served

ARTICLES = int(os.environ.get("BENCH_IMPORT_ARTICLES", "100"))
ROUNDS = 3


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        root, home = Path(name) / "source", Path(name) / "home"
        root.mkdir()

        def empty() -> None:
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            shutil.copyfile(root / "hcsync.yml", home / "hcsync.yml")

        with served(root, ARTICLES) as (base, _):
            empty()
            ours, bare = in_turns([HCSYNC, "import", "-q"], reading_all(base, root), ROUNDS, home, VARIABLES, empty)
            files = len(list((home / "content").rglob("*.md")))
    ratio = median_cpu(ours) / median_cpu(bare)
    return [
        f"import, {ARTICLES} articles × {len(tree.LOCALES)} locales: {median_cpu(ours):.1f} s of CPU ÷ "
        f"bare fetch and parse {median_cpu(bare):.1f} s = {ratio:.2f} (median of {ROUNDS})",
        f"  {files} texts; wall: {median(ours):.1f} s on {os.cpu_count()} processors; "
        f"peak memory: {max(run.megabytes for run in ours):.0f} MB",
    ]
