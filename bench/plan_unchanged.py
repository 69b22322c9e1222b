"""A plan with nothing to do, over 1,000 articles in 8 locales ÷ fetching and decoding the same list pages bare."""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench import tree
from bench.measure import in_turns, median, once
from bench.served import HCSYNC, VARIABLES, served

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000"))
ROUNDS = 5

# The floor: the same pages, one after the other, decoded and dropped.
_BARE = """
import sys, httpx
base, token = sys.argv[1:]
headers = {"Authorization": "Bearer " + token, "Intercom-Version": "2.10"}
with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
    for path in ("/help_center/collections", "/articles"):
        page, pages = 1, 1
        while page <= pages:
            answer = client.get(path, params={"page": page, "per_page": 250}).raise_for_status().json()
            page, pages = page + 1, answer["pages"]["total_pages"]
"""


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        with served(root, ARTICLES) as (base, applied):
            log = root / "requests.log"
            log.write_text("")
            once([HCSYNC, "plan", "--detailed-exitcode"], root, VARIABLES)
            requests = [json.loads(line) for line in log.read_text().splitlines()]
            plan = [HCSYNC, "plan", "--detailed-exitcode"]
            floor = [sys.executable, "-c", _BARE, base, "bench"]
            ours, bare = in_turns(plan, floor, ROUNDS, root, VARIABLES)
    pages = -(-ARTICLES // 250) + -(-tree.COLLECTIONS // 250)
    return [
        f"plan, nothing changed, {ARTICLES} articles × {len(tree.LOCALES)} locales: {median(ours):.2f} s ÷ bare fetch "
        f"and decode {median(bare):.2f} s = {median(ours) / median(bare):.2f} (median of {ROUNDS})",
        f"  requests: {len(requests)} ({pages} list pages + {len(requests) - pages}); "
        f"all GET: {all(one['method'] == 'GET' for one in requests)}",
        f"  peak memory: {max(run.megabytes for run in ours):.0f} MB "
        f"(bare: {statistics.median(run.megabytes for run in bare):.0f} MB)",
        f"  the first apply of all of it: {applied.seconds:.0f} s, {applied.megabytes:.0f} MB",
    ]
