"""Texts that are gone and texts that are new → how alike they are, by git's own rename detection.

Git is asked in a repository of its own that lives for the length of the question: the user's is not touched, and there
need be none.
"""

import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha1
from pathlib import Path

from hcsync.model.address import Address
from hcsync.planner.moves import Likeness

# Below this, in percent, git says nothing.
LEAST = 40
# A comparison takes about 0.1 ms (measured): of more pairs than this, only those of one file name are compared.
MOST_PAIRS = 10_000


def likenesses(olds: Mapping[Address, bytes], news: Mapping[Address, bytes]) -> tuple[Likeness, ...]:
    """Every pair that is alike by at least `LEAST` percent. Nothing where there is no git."""
    if not olds or not news:
        return ()
    asked = list(olds)
    try:
        with tempfile.TemporaryDirectory(prefix="hcsync-") as folder:
            repository = _Repository(Path(folder))
            blobs = {new: repository.write("blob", _in_lines(data)) for new, data in news.items()}
            everything = repository.tree({_name(number): blobs[new] for number, new in enumerate(news)})
            pairs: list[tuple[str, str]] = []
            for old in asked:
                mine = repository.tree({"old": repository.write("blob", _in_lines(olds[old]))})
                if len(olds) * len(news) > MOST_PAIRS:
                    named = {_name(n): blobs[new] for n, new in enumerate(news) if _stem(new) == _stem(old)}
                    pairs.append((mine, repository.tree(named)))
                else:
                    pairs.append((mine, everything))
            answer = repository.compared(pairs)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(dict.fromkeys(_read(answer, asked, pairs, list(news), olds, news)))


class _Repository:
    """A held resource: a bare git repository in `folder`, as small as git takes one for such."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "objects").mkdir()
        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/main\n")

    def write(self, kind: str, data: bytes) -> str:
        """An object's id (git help gitformat-loose: "<kind> <size>\\0" and the data, compressed)."""
        whole = f"{kind} {len(data)}\0".encode() + data
        name = sha1(whole, usedforsecurity=False).hexdigest()
        path = self._folder / "objects" / name[:2] / name[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(whole, 1))
        return name

    def tree(self, files: Mapping[str, str]) -> str:
        """A folder's id. `files` maps a name to a blob."""
        rows = (b"100644 " + name.encode() + b"\0" + bytes.fromhex(blob) for name, blob in sorted(files.items()))
        return self.write("tree", b"".join(rows))

    def compared(self, pairs: Iterable[tuple[str, str]]) -> str:
        """What git says of each pair of trees: which files of the second come from the first. Copies count, since only
        with them git tells of every file that is alike, and not of the best one alone."""
        lines = "".join(f"{old} {new}\n" for old, new in pairs)
        command = ["git", "diff-tree", "--stdin", "-r", f"-C{LEAST}%", "-l1000000", "--diff-filter=CR"]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environ |= {"GIT_DIR": str(self._folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(
            command, cwd=self._folder, env=environ, input=lines, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout


# Where a sentence ends; in Chinese and Japanese no space comes after it.
_END = re.compile(rb"(?<=[.!?])[ \t]+|(?<=\xe3\x80\x82)|(?<=\xef\xbc[\x81\x9f])")


def _in_lines(text: bytes) -> bytes:
    """Git compares line by line, and writers put a whole paragraph on one: here each sentence gets its own. A last
    line that does not end as one would not count at all (observed)."""
    return _END.sub(b"\n", text.rstrip()) + b"\n"


def _name(number: int) -> str:
    return f"{number:08}"


def _stem(address: Address) -> str:
    return address.key.rpartition("/")[2]


# ":100644 100644 <blob> <blob> C075\told\t00000003" (git help diff-format).
_ROW = re.compile(r":\d+ \d+ \S+ \S+ [CR](\d+)\t[^\t]+\t(\d+)")


def _read(
    answer: str,
    asked: list[Address],
    pairs: list[tuple[str, str]],
    given: list[Address],
    olds: Mapping[Address, bytes],
    news: Mapping[Address, bytes],
) -> Iterable[Likeness]:
    """A line with the two trees, then a row a file. Pairs without a likeness are left out."""
    by_trees: dict[str, list[Address]] = {}
    for old, (one, other) in zip(asked, pairs, strict=True):
        by_trees.setdefault(f"{one} {other}", []).append(old)
    current: list[Address] = []
    for line in answer.splitlines():
        row = _ROW.fullmatch(line)
        if row is None:
            current = by_trees.get(line.strip(), [])
            continue
        percent, new = int(row[1]), given[int(row[2])]
        for old in current:
            yield Likeness(old, new, percent, max(len(olds[old]), len(news[new])) * percent // 100)
