"""CPU of a plan in a fresh clone, 100 articles in 8 locales ÷ fetching the same pages and parsing each text bare."""

import os
import tempfile
from pathlib import Path

from bench import tree
from bench.measure import in_turns, median, median_cpu
from bench.served import HCSYNC, VARIABLES, reading_all, served

ARTICLES = int(os.environ.get("BENCH_COLD_ARTICLES", "100"))
ROUNDS = 3


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)

        def fresh() -> None:
            for path in (root / ".hcsync").glob("cache.db*"):
                path.unlink()

        with served(root, ARTICLES) as (base, _):
            plan = [HCSYNC, "plan", "--detailed-exitcode"]
            ours, bare = in_turns(plan, reading_all(base, root), ROUNDS, root, VARIABLES, fresh)
    ratio = median_cpu(ours) / median_cpu(bare)
    return [
        f"plan in a fresh clone, {ARTICLES} articles × {len(tree.LOCALES)} locales: {median_cpu(ours):.1f} s of CPU ÷ "
        f"bare fetch and parse {median_cpu(bare):.1f} s = {ratio:.2f} (median of {ROUNDS})",
        f"  wall: {median(ours):.1f} s on {os.cpu_count()} processors; "
        f"peak memory: {max(run.megabytes for run in ours):.0f} MB",
    ]
