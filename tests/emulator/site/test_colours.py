"""Colours of callouts and cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.emulator.site.colours import CLASSES, SAFE, Look, look


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("background-color: #feedaf80; border-color: #fbc91633;", Look(("tone-yellow",), "")),
        ("background-color:#E3E7FA80", Look(("tone-blue",), "")),
        ("background-color: rgba(215, 239, 220, 0.5)", Look(("tone-green",), "")),
        ("background-color: #e8e8e8; width: 139px", Look(("tone-grey",), "width: 139px;")),
        ("background-color: #ff0000", Look(("tint-dark",), "background-color: #ff0000;")),
        ("background-color: #ff000080", Look(("tint-light",), "background-color: #ff7f7f;")),
        (
            "background-color: #fff; border-color: rgb(1,2,300)",
            Look(("tint-light",), "background-color: #ffffff; border-color: #0102ff;"),
        ),
        ("background-color: #0008", Look(("tint-dark",), "background-color: #777777;")),
        ("background-color: #12345600; width: 50%", Look((), "width: 50%;")),
        ("border-color: #ff0000", Look((), "")),
        ("background-color: red; width: 99999px; position: fixed", Look((), "")),
        ("background-color: url(x); color: #ffffff", Look((), "")),
        ("", Look((), "")),
    ],
)
def test_looks(style, found):
    assert look(style) == found


@given(st.text(alphabet="background-color:;# width0123456789afrgb(),.%px"))
def test_any_style_becomes_a_safe_one(style):
    found = look(f"background-color:{style}")
    assert SAFE.fullmatch(found.style)
    assert CLASSES.issuperset(found.classes)
