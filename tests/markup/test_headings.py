"""Anchors of headings and the ids they bear, in HTML as we send it and as Intercom gives it back."""

import pytest

from hcsync.markup.canonical.form import canonical
from hcsync.markup.headings import chosen, headings, identified, inward, linked_to, live_ids

LIVE = (
    '<h1 id="h_0000000001">How long, <b>exactly</b>?</h1><p class="no-margin"></p>'
    '<h2 id="h_0000000002" class="intercom-align-center">How&nbsp;long &amp; why</h2><h2></h2>'
    '<details><summary><h2 id="h_0000000003">More</h2></summary><div class="collapsible-section-content">'
    '<h3 id="h_0000000004">How long, exactly?</h3></div></details><h2>Bare</h2>'
)


def test_anchors_are_githubs_and_summaries_have_none() -> None:
    assert headings(LIVE) == {
        "how-long-exactly": "h_0000000001",
        "how-long--why": "h_0000000002",
        "how-long-exactly-1": "h_0000000004",
        "bare": "",
    }
    assert live_ids(LIVE) == {anchor: own for anchor, own in headings(LIVE).items() if own}
    assert (headings("<p>none</p>"), live_ids("")) == ({}, {})


def test_only_headings_without_an_id_get_one() -> None:
    html = (
        '<h1 class="intercom-align-center">A</h1><h2 id="mine" data-id="x">B</h2>'
        '<p><a href="#b">b</a> <a href="#a">a</a></p>'
    )
    ids = {"a": "h_1", "b": "h_2"}
    sent = (
        '<h1 id="h_1" class="intercom-align-center">A</h1><h2 id="mine" data-id="x">B</h2>'
        '<p><a href="#h_2">b</a> <a href="#h_1">a</a></p>'
    )
    assert identified(html, ids) == sent
    assert linked_to(identified(html, ids, inwards=False), ids) == sent
    assert inward(html) == {"a", "b"}


@pytest.mark.parametrize(
    ("anchors", "live", "kept"),
    [
        (("a", "b"), {"a": "h_1", "b": "h_2"}, {"a": "h_1", "b": "h_2"}),
        (("b", "a"), {"a": "h_1", "b": "h_2"}, {"a": "h_1", "b": "h_2"}),
        (("a", "new"), {"a": "h_1", "b": "h_2"}, {"a": "h_1", "new": "h_2"}),
        (("new", "a", "b"), {"a": "h_1", "b": "h_2"}, {"a": "h_1", "b": "h_2"}),
        # Two were put the other way round and one of them renamed: nobody can tell.
        (("b", "new"), {"a": "h_1", "b": "h_2"}, {"b": "h_2"}),
    ],
    ids=["same", "swapped", "renamed", "added", "unclear"],
)
def test_a_heading_keeps_the_id_it_has(anchors: tuple[str, ...], live: dict[str, str], kept: dict[str, str]) -> None:
    ids = chosen(anchors, live, "article.x@en")
    made = chosen(anchors, {}, "article.x@en")
    assert ids == {anchor: kept.get(anchor, made[anchor]) for anchor in anchors}
    assert made != chosen(anchors, {}, "article.x@fr")


@pytest.mark.parametrize(
    ("live", "written"),
    [
        ('<h1 id="h_1">Ü b</h1><p><a href="#h_1">x</a></p>', '<h1>Ü b</h1><p><a href="#ü-b">x</a></p>'),
        ('<p><a href="#h_1">x</a></p><h2 id="h_1">A</h2>', '<p><a href="#a">x</a></p><h1>A</h1>'),
    ],
)
def test_a_link_within_a_page_compares_by_the_headings_words(live: str, written: str) -> None:
    assert canonical(live) == canonical(written)


def test_a_link_to_another_heading_or_to_none_is_another_one() -> None:
    page = '<h1 id="h_1">A</h1><h1 id="h_2">B</h1><p><a href="#{}">x</a></p>'
    assert len({canonical(page.format(to)) for to in ("h_1", "h_2", "h_3")}) == 3
