"""A content tree of any size → an embedded help center on a socket, with all of it applied."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import tree
from bench.measure import Run, once

HCSYNC = str(Path(sys.executable).with_name("hcsync"))
VARIABLES = {"BENCH_TOKEN": "bench", "NO_COLOR": "1"}


@contextmanager
def served(root: Path, articles: int) -> Iterator[tuple[str, Run]]:
    """The help center's base URL, and what the first apply took. `root` is empty; the tree is made there."""
    tree.make(root, articles)
    with _emulator(root) as base:
        config = root / "hcsync.yml"
        config.write_text(config.read_text().replace("${BASE}", base))
        yield base, once([HCSYNC, "apply", "--auto-approve", "-q"], root, VARIABLES)


@contextmanager
def _emulator(root: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "hcsync", "emulator", "--port", "0", "--db", str(root / "bench.db")]
    command += ["--token", "bench", "--rate-limit", "off", "--admins", "1001,1002", "--log", str(root / "requests.log")]
    command += ["--locales", ",".join(tree.LOCALES)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().removeprefix("Listening on ").strip()
    finally:
        process.terminate()
        process.wait()


# A floor for whatever reads all of both sides: the same pages, decoded and dropped, and each text through a bare
# Markdown parser, once.
_READ_ALL = """
import sys, httpx
from pathlib import Path
from markdown_it import MarkdownIt
base, token, content = sys.argv[1:]
headers = {"Authorization": "Bearer " + token, "Intercom-Version": "2.10"}
with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
    for path in ("/help_center/collections", "/articles"):
        page, pages = 1, 1
        while page <= pages:
            answer = client.get(path, params={"page": page, "per_page": 250}).raise_for_status().json()
            page, pages = page + 1, answer["pages"]["total_pages"]
parser = MarkdownIt("commonmark").enable("table")
for path in Path(content).rglob("*.md"):
    parser.render(path.read_text().split("---\\n", 2)[2])
"""


def reading_all(base: str, root: Path) -> list[str]:
    return [sys.executable, "-c", _READ_ALL, base, VARIABLES["BENCH_TOKEN"], str(root / "content")]
