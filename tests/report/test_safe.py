"""Texts from elsewhere, made fit for a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.report.safe import around_difference, inert_in_log, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain → text, 日本語, עברית\u200f", "plain → text, 日本語, עברית\u200f"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b2J\x7f\x00", "\\x9b2J\\x7f\\x00"),
        ("a\nb\r\nc\td\u2028e\x85f", "a b  c d e f"),
        ("user\u202egpj.exe\u2066", "user\\u202egpj.exe\\u2066"),
        ("\udcff", "\\udcff"),
        ("\\x1b", "\\x1b"),
    ],
)
def test_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_short_texts_are_shown_in_full() -> None:
    assert around_difference("before", "after") == ("before", "after")


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    same = "x" * 100
    assert around_difference(f"{same}old", f"{same}new", 30) == (f"…{same[:10]}old", f"…{same[:10]}new")
    assert around_difference("", "y" * 100, 10) == ("", "y" * 10 + "…")


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_differs_is_seen_to_differ(before: str, after: str) -> None:
    assert (len(set(around_difference(before, after, 20))) == 1) == (before == after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x\n \t::debug::y", "\u2060::error::x\n \t\u2060::debug::y"),
        ("+ ##[add-mask]e", "+ ##\u2060[add-mask]e"),
        ("a::b [c] # [d] ##", "a::b [c] # [d] ##"),
    ],
)
def test_in_the_log_of_a_job_nothing_is_a_command(text: str, expected: str) -> None:
    assert inert_in_log(text) == expected


@given(st.text(alphabet=" \t\r\n:#[]a"))
def test_in_the_log_of_a_job_no_line_is_a_command(text: str) -> None:
    for line in inert_in_log(text).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert inert_in_log(text).replace("\u2060", "") == text
