"""Two versions of the same lines are a fault; an article about such lines is none."""

import pytest

from hcsync.content.markers import conflicts
from hcsync.content.parse import parse
from hcsync.model.address import Kind
from hcsync.model.codes import Code

CONFLICT = "<<<<<<< {ours}\nmine\n=======\ntheirs\n>>>>>>> {theirs}\n"
OURS, GITS = CONFLICT.format(ours="this file", theirs="Intercom"), CONFLICT.format(ours="HEAD", theirs="branch")
WITH_BASE = "<<<<<<< HEAD\nmine\n||||||| 1234\nbefore\n=======\ntheirs\n>>>>>>> b\n"

CASES = {
    "none": ("a\n\nTitle\n=======\n\n>>>>>>> b\n", []),
    "one": (f"a\n{GITS}b\n", [2]),
    "with the text between": (f"a\n{WITH_BASE}", [2]),
    "two": (f"{GITS}\n{OURS}", [1, 7]),
    "never closed": ("<<<<<<< HEAD\nmine\n=======\n", []),
    "shown in a block of code": (f"```\n{GITS}```\n", []),
    "left in a block of code": (f"```\n{OURS}```\n", [2]),
    "after a block of code": (f"~~~ sh\n{GITS}```\n~~~\n{GITS}", [9]),
    "indented": (f"- {GITS}".replace("\n", "\n  "), []),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    text, lines = CASES[name]
    found = conflicts(text)
    assert [one.place.line for one in found if one.place] == lines
    assert {one.code for one in found} <= {Code.MERGE_CONFLICT}


@pytest.mark.parametrize("kind", Kind)
def test_a_file_with_one_says_nothing_else(kind: Kind) -> None:
    text = f"---\ntitle: a\n{OURS}---\n" if kind is Kind.ARTICLE else f"name: a\n{OURS}"
    found = parse(kind, text.replace("\n", "\r\n").encode())
    assert not found.readable
    assert [one.code for one in found.diagnostics] == [Code.MERGE_CONFLICT]
