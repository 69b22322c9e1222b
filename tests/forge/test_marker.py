"""The first line of a report, both ways, whatever environments and labels are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.forge.marker import Mark, line_of, read, verdict

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(WORDS, WORDS, st.text("0123456789abcdef", max_size=16), st.integers(-1, 10**6))
def test_what_is_written_is_read(environment: str, label: str, digest: str, edits: int) -> None:
    mark = Mark("drift", environment, label, digest, edits)
    line = line_of(mark)
    assert "\n" not in line
    assert read(f"{line}\n\n**Words.**\n") == mark


@given(WORDS)
def test_any_other_text_is_no_report(text: str) -> None:
    assert read(text) is None
    assert read(f"{text}\n{line_of(Mark('plan', 'production'))}") is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_verdict_is_the_first_sentence(end: str) -> None:
    body = end.join([line_of(Mark("plan", "production")), "", "**1 to create.**", "", "| a |"])
    assert verdict(body) == "1 to create."
    mark = read(body)
    assert mark is not None
    assert (mark.label, mark.edits) == ("default", -1)
