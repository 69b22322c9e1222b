"""The site's own words."""

import re
from dataclasses import fields

import pytest

from hcsync.emulator.site.words import Words, words

LONG_AGO = 1_740_960_000


@pytest.mark.parametrize(
    ("locale", "counts", "day"),
    [
        ("en", ["0 articles", "1 article", "2 articles"], "March 3, 2025"),
        ("fr", ["0 article", "1 article", "2 articles"], "3 mars 2025"),
        ("de", ["0 Artikel", "1 Artikel", "2 Artikel"], "3. März 2025"),
        ("ja", ["0件の記事", "1件の記事", "2件の記事"], "2025年3月3日"),
        ("fr-CA", ["0 article", "1 article", "2 articles"], "3 mars 2025"),
        ("xx", ["0 articles", "1 article", "2 articles"], "March 3, 2025"),
    ],
)
def test_counts_and_dates(locale, counts, day):
    found = words(locale)
    assert [found.articles(number) for number in (0, 1, 2)] == counts
    assert found.date(LONG_AGO) == day


def test_english_keeps_its_order_where_text_runs_to_the_left():
    assert words("ar").articles(2) == "\u20662 articles\u2069"
    assert words("ar").search == "\u2066Search\u2069"


@pytest.mark.parametrize("locale", ["fr", "de", "ja"])
def test_translations_fill_in_what_english_fills_in(locale):
    def blanks(words):
        return {
            field.name: [set(re.findall(r"{(\w+)}", form)) for form in ([value] if isinstance(value, str) else value)]
            for field in fields(Words)
            if field.name not in ("day", "months", "one_is")
            for value in [getattr(words, field.name)]
        }

    assert blanks(words(locale)) == blanks(words("en"))
    assert len(words(locale).months) in (0, 12)
