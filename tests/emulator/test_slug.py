"""Slugs as public help centers show them."""

import pytest

from hcsync.emulator.slug import slug


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("What's new in Catenda Hub?", "what-s-new-in-catenda-hub"),
        ("Größe & Maß", "grosse-mass"),
        ("Điều khiển ứng dụng", "dieu-khien-ung-dung"),
        ("Łódź — æther", "lodz-aether"),
        ("日本語のガイド", "日本語のガイド"),
        ("Ёлка й", "ёлка-й"),
        ("हिन्दी में", "हिन्दी-में"),
        ("e\u0301te\u0301", "ete"),
        ("  --  ", ""),
        ("API 2.10", "api-2-10"),
    ],
)
def test_slug(title, words):
    assert slug(title) == words
