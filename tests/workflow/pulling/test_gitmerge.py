"""git's merge: what one side changed is taken, what both changed is marked, what lies side by side is both."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.workflow.pulling.gitmerge import merged

BASE = "- one\n- two\n- three\n- four\n"
CONFLICT = "<<<<<<< this file\n{}=======\n{}>>>>>>> Intercom\n"

CASES = {
    "one side": ("- one\n- TWO\n- three\n- four\n", BASE, "- one\n- TWO\n- three\n- four\n"),
    "both, apart": (
        "- ONE\n- two\n- three\n- four\n",
        "- one\n- two\n- three\n- FOUR\n",
        "- ONE\n- two\n- three\n- FOUR\n",
    ),
    "lines that touch": (
        "- ONE\n- two\n- three\n- four\n",
        "- one\n- TWO\n- three\n- four\n",
        "- ONE\n- TWO\n- three\n- four\n",
    ),
    "an edit and a new line after it": (
        "- one\n- TWO\n- three\n- four\n",
        "- one\n- two\n- new\n- three\n- four\n",
        "- one\n- TWO\n- new\n- three\n- four\n",
    ),
    "a line that goes beside one that is edited": (
        "- one\n- three\n- four\n",
        "- one\n- two\n- THREE\n- four\n",
        "- one\n- THREE\n- four\n",
    ),
    "the same line": (
        "- one\n- TWO\n- three\n- four\n",
        "- one\n- Two\n- three\n- four\n",
        "- one\n" + CONFLICT.format("- TWO\n", "- Two\n") + "- three\n- four\n",
    ),
    "the same line, and lines that touch": (
        "- ONE\n- two\n- TRE\n- four\n",
        "- one\n- TWO\n- Three\n- four\n",
        "- ONE\n- TWO\n" + CONFLICT.format("- TRE\n", "- Three\n") + "- four\n",
    ),
    "two new lines in one place": (
        BASE + "- mine\n",
        BASE + "- theirs\n",
        BASE + CONFLICT.format("- mine\n", "- theirs\n"),
    ),
    "a new line beside one that went": (
        "- one\n- three\n- four\n",
        "- one\n- two\n- new\n- three\n- four\n",
        "- one\n" + CONFLICT.format("", "- two\n- new\n") + "- three\n- four\n",
    ),
    "the same edit": (
        "- ONE\n- two\n- three\n- four\n",
        "- ONE\n- two\n- three\n- FOUR\n",
        "- ONE\n- two\n- three\n- FOUR\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path) -> None:
    ours, theirs, wanted = (text.encode() for text in CASES[name])
    assert merged(ours, BASE.encode(), theirs, tmp_path) == wanted


def test_rules_of_titles_are_no_marks(tmp_path: Path) -> None:
    base = b"Title\n=======\none\ntwo\n"
    ours, theirs = base.replace(b"one", b"1"), base.replace(b"two", b"2")
    assert merged(ours, base, theirs, tmp_path) == b"Title\n=======\n1\n2\n"


def test_a_last_line_without_an_end(tmp_path: Path) -> None:
    assert merged(b"1\ntwo", b"one\ntwo", b"one\n2", tmp_path) == b"1\n2"


def test_without_a_base_every_difference_is_marked(tmp_path: Path) -> None:
    between = "c\nd\ne\nf\n"
    found = merged(f"a\nb\n{between}g\n".encode(), b"", f"a\nB\n{between}G\n".encode(), tmp_path).decode()
    assert found == "a\n" + CONFLICT.format("b\n", "B\n") + between + CONFLICT.format("g\n", "G\n")


_EDITS = st.lists(st.sampled_from(["keep", "ours", "theirs", "both"]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(_EDITS)
def test_lines_of_which_each_side_changed_its_own_are_all_taken(tmp_path_factory, edits: list[str]) -> None:
    def text(*sides: str) -> bytes:
        return "".join(f"line {n}{' new' if edit in sides else ''}\n" for n, edit in enumerate(edits)).encode()

    folder = tmp_path_factory.getbasetemp()
    assert merged(text("ours", "both"), text(), text("theirs", "both"), folder) == text("ours", "theirs", "both")
