from hypothesis import example, given
from hypothesis import strategies as st

from hcsync.markup.revert.words import edited

_TEXT = st.text(st.sampled_from("ab.*\\-_ \t\n\u00a0\u2003中\ufe0f👍🏽é")).filter(lambda text: not text[:1].isspace())


@given(_TEXT, _TEXT)
@example(".\n ", "")
def test_without_an_edit_each_character_stays(mine: str, plain: str) -> None:
    assert edited(mine, plain, plain) == mine


@given(_TEXT, _TEXT)
def test_where_the_author_s_text_is_the_plain_one_the_edit_stands(plain: str, after: str) -> None:
    assert edited(plain, plain, after).split() == after.split()


def test_spaces_that_no_one_sees_stay() -> None:
    mine = "An *old* word\u00a0\nbeside\u2003others. \nAnd more.\u00a0"
    before, after = "An _old_ word\nbeside\u2003others.\nAnd more.", "An _old_ word\nbeside\u2003others.\nNo more."
    assert edited(mine, before, after) == mine.replace("And", "No")
