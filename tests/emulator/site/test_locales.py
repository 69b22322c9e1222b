"""Names, directions, and what browsers ask for."""

import pytest

from hcsync.emulator.site.locales import direction, endonym, negotiate, spelled


def test_names_and_directions():
    assert [endonym(one) for one in ("ja", "pt-BR", "xx-YY")] == ["日本語", "Português (Brasil)", "xx-YY"]
    assert [direction(one) for one in ("ar", "he", "fa", "ar-EG", "en", "de")] == ["rtl"] * 4 + ["ltr"] * 2


@pytest.mark.parametrize(
    ("accept", "locale"),
    [
        ("pt-BR", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("zh-TW", "zh-TW"),
        ("zh", "zh-CN"),
        ("nl", "en"),
    ],
)
def test_negotiation(accept, locale):
    assert negotiate(accept, ("en", "pt-BR", "zh-CN", "zh-TW"), "en") == locale


def test_spelling():
    assert [spelled(one, ("en", "zh-CN")) for one in ("EN", "zh-cn", "zh", "")] == ["en", "zh-CN", None, None]
