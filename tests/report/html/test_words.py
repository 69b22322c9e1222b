"""Which words differ: what is left unmarked is the same on both sides, and no more is marked than must be."""

from hypothesis import given
from hypothesis import strategies as st

from hcsync.report.html.words import differing

_blocks = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=6)


def left(blocks: list[list[str]], marked: set[int]) -> list[str]:
    words = [word for block in blocks for word in block]
    assert marked <= set(range(len(words)))
    return [word for number, word in enumerate(words) if number not in marked]


@given(_blocks, _blocks)
def test_what_is_unmarked_is_on_both_sides(before: list[list[str]], after: list[list[str]]) -> None:
    gone, come = differing(before, after)

    assert left(before, gone) == left(after, come)


@given(_blocks)
def test_what_is_equal_has_no_marks(blocks: list[list[str]]) -> None:
    assert differing(blocks, blocks) == (set(), set())


def test_one_word() -> None:
    assert differing([["open", "the", "old", "page"]], [["open", "the", "new", "page"]]) == ({2}, {2})


def test_a_paragraph_that_came_in_between_is_all_that_is_new() -> None:
    first, last = "one two three four".split(), "five six seven eight".split()

    assert differing([first, last], [first, ["new", "words"], last]) == (set(), {4, 5})


def test_a_word_that_happens_to_stay_in_a_sentence_written_anew_is_marked_with_it() -> None:
    before, after = "all of this was written by the old hands".split(), "none was what you think it to be now".split()

    assert differing([before], [after]) == (set(range(9)), set(range(9)))


def test_texts_too_long_to_compare_word_by_word() -> None:
    before, after = [[f"a{n}" for n in range(3000)]], [[f"b{n}" for n in range(3000)]]

    assert differing(before, after) == (set(range(3000)), set(range(3000)))
