"""Three texts of one file → git's three-way merge of them; what only lies side by side is no conflict."""

import re
import subprocess
import tempfile
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from hcsync.content.markers import LABELS
from hcsync.errors import UsageError

# `git merge-file` ends with the number of conflicts, at most 127; with 255 where it could not merge (git help).
_FAILED = 128


class _Texts(NamedTuple):
    ours: bytes
    base: bytes
    theirs: bytes


class _Lines(NamedTuple):
    ours: list[bytes]
    base: list[bytes]
    theirs: list[bytes]


class _Change(NamedTuple):
    """Lines `start` to before `end` of the base become `lines`."""

    start: int
    end: int
    lines: list[bytes]


def merged(ours: bytes, base: bytes, theirs: bytes, folder: Path) -> bytes:
    """With conflict markers where both sides changed the same lines. `folder` is where git looks for its settings.
    Raises UsageError where there is no git."""
    if ours == base:
        return theirs
    if theirs in (base, ours):
        return ours
    texts = _Texts(ours, base, theirs)
    code, text = _git(texts, folder)
    if not code:
        return text
    # Lines that touch are a conflict to git, even where each side changed one of its own: two items of a list.
    return _git(_settled(texts, folder), folder)[1]


def _git(texts: _Texts, folder: Path, *options: str) -> tuple[int, bytes]:
    """The number of conflicts, and the text."""
    with tempfile.TemporaryDirectory(prefix="hcsync-") as place:
        paths = [Path(place) / name for name in texts._fields]
        for path, data in zip(paths, texts, strict=True):
            path.write_bytes(data)
        labels = [word for label in LABELS for word in ("-L", label)]
        command = ["git", "merge-file", "--stdout", "--quiet", *options, *labels, *map(str, paths)]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
        except OSError:
            raise UsageError(
                "the file and Intercom's text both changed, and git, which merges them, is not installed here.",
                hint="Install git, then run this again. Nothing was changed.",
            ) from None
    if done.returncode >= _FAILED:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"git merge-file failed: {said or done.returncode}.", hint="Nothing was changed.")
    return done.returncode, done.stdout


def _settled(texts: _Texts, folder: Path) -> _Texts:
    """The same, alike on all sides wherever nothing is left to choose."""
    size = max(map(len, re.findall(rb"[<|=>]{7,}", b"".join(texts))), default=7) + 1
    marks = [sign * size for sign in (b"<", b"|", b"=", b">")]
    _, text = _git(texts, folder, "--diff3", f"--marker-size={size}")
    out: tuple[list[bytes], ...] = ([], [], [])
    hunk: list[list[bytes]] = []
    for line in text.splitlines(keepends=True):
        sign = next((number for number, mark in enumerate(marks) if line.startswith(mark)), -1)
        if sign < 0:
            for side in hunk[-1:] or out:
                side.append(line)
        elif sign < len(marks) - 1:
            hunk.append([])
        else:
            for side, lines in zip(out, _side_by_side(*hunk), strict=True):
                side.extend(lines)
            hunk = []
    # Where a last line has no end, git gives it one.
    whole = (b"".join(side) for side in out)
    return _Texts(
        *(now if old.endswith(b"\n") else now.removesuffix(b"\n") for now, old in zip(whole, texts, strict=True))
    )


def _side_by_side(ours: list[bytes], base: list[bytes], theirs: list[bytes]) -> _Lines:
    """The hunk with every change that meets none of the other side's on all three sides."""
    mine = _changes(base, ours)
    others = [change for change in _changes(base, theirs) if change not in mine]
    changes = sorted([(change, True) for change in mine] + [(change, False) for change in others])
    out = _Lines([], [], [])
    at = 0
    while changes:
        together = [changes.pop(0)]
        while changes and any(_meet(changes[0][0], one) for one, whose in together if whose != changes[0][1]):
            together.append(changes.pop(0))
        start, end = together[0][0].start, max(change.end for change, _ in together)
        open_to_choose = len({whose for _, whose in together}) > 1
        for side, whose in zip(out, (True, None, False), strict=True):
            side.extend(base[at:start])
            taken = [change for change, one in together if one is whose or not open_to_choose]
            side.extend(_with(base, start, end, taken))
        at = end
    for side in out:
        side.extend(base[at:])
    return out


def _with(base: list[bytes], start: int, end: int, changes: list[_Change]) -> list[bytes]:
    out: list[bytes] = []
    for change in changes:
        out += [*base[start : change.start], *change.lines]
        start = change.end
    return out + base[start:end]


def _changes(base: list[bytes], side: list[bytes]) -> list[_Change]:
    """As small as they can be told: where as many lines come as go, each is a change of its own."""
    out: list[_Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            out += (_Change(a + at, a + at + 1, side[c + at : c + at + 1]) for at in range(b - a))
        elif tag != "equal":
            out.append(_Change(a, b, side[c:d]))
    return out


def _meet(one: _Change, other: _Change) -> bool:
    if one.start < other.end and other.start < one.end:
        return True
    if one.end < other.start or other.end < one.start:
        return False
    # They touch. What was put in beside lines that went, or beside what the other put in, may belong with them.
    news = [change.start == change.end for change in (one, other)]
    return all(news) or (any(news) and not (one.lines and other.lines))
