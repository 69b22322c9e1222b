"""The text of a file → the lines on which a merge has left two versions for somebody to choose from."""

import re
from collections.abc import Iterator

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place

# What `hcsync pull` calls the sides of a merge, in the order in which git takes them.
OURS, BASE, THEIRS = LABELS = "this file", "last applied", "Intercom"

_OPENS, _PARTS, _CLOSES = "<<<<<<<", "=======", ">>>>>>>"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def conflicts(text: str) -> tuple[Diagnostic, ...]:
    """One for each, without a path. In a block of code only what `hcsync pull` has written there counts: an article may
    well explain what such lines look like."""
    if _OPENS not in text:
        return ()
    return tuple(
        Diagnostic(
            Code.MERGE_CONFLICT,
            "two versions of the same lines, left here by a merge",
            Place("", line, 1),
            "keep what is right of both, and take the lines that begin with <<<<<<<, ======= and >>>>>>> out",
        )
        for line in _lines(text)
    )


def _lines(text: str) -> Iterator[int]:
    opened, parted, fence = 0, False, ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        ours = line == f"{_OPENS} {OURS}"
        if line.startswith(f"{_OPENS} ") and (ours or not fence):
            opened, parted = number, False
        elif opened and line.rstrip() == _PARTS:
            parted = True
        elif opened and parted and line.startswith(f"{_CLOSES} "):
            yield opened
            opened = 0
