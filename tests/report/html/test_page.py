"""A report as one page: whatever stands in the texts, the page is our own, well made, and asks nobody for anything."""

import re

import drifted
import pytest
from hypothesis import HealthCheck, given, settings
from selectolax.lexbor import LexborHTMLParser
from viewed import CASES, HOSTILE_MARKDOWN, SCRIPTS, views

from hcsync.markup.render.body import render
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.report.drift_view import DriftView
from hcsync.report.html.body import beside
from hcsync.report.html.page import drift_html, outcome_html, plan_html
from hcsync.report.outcome_view import OutcomeView
from hcsync.report.safe import shown
from hcsync.report.view import PlanView

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TAGS = set(
    "html head meta link title style body a header h1 h2 h3 h4 h5 h6 p ul ol li bdi form label input span button main "
    "details summary div section table thead tbody tr th td del ins b i u s sub sup code pre blockquote hr br footer "
    "script em strong".split()
)
ATTRIBUTES = set(
    "lang charset name content http-equiv rel href class id type autocomplete spellcheck aria-describedby role hidden "
    "tabindex open aria-hidden scope dir data-name title for aria-pressed".split()
)


def check(text: str) -> LexborHTMLParser:
    assert not UNSAFE.search(text)
    page = LexborHTMLParser(text)
    for node in page.css("*"):
        assert node.tag in TAGS, node.tag
        assert set(node.attributes) <= ATTRIBUTES, node.attributes
    # Addresses: the way to the articles, and the picture of the tab, which is empty.
    assert [node.attributes["href"] for node in page.css("[href]")] == ["data:,", "#changes"]
    assert len(page.css("script")) == len(page.css("style")) == 1
    identifiers = [node.attributes["id"] for node in page.css("[id]")]
    assert len(identifiers) == len(set(identifiers))
    policy = page.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    return page


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(views, drifted.views)
def test_whatever_is_in_them(view: PlanView, drift: DriftView) -> None:
    page = check(plan_html(view))
    plan = view.plan
    fresh = [one for one in plan.orphans if not one.known]
    every = [*plan.conflicts, *plan.changes, *plan.drift, *fresh, *plan.held]
    assert [node.text() for node in page.css("h2")] == [shown(one.title) or shown(one.address.key) for one in every]
    check(drift_html(drift))


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_case(case: str) -> None:
    check(plan_html(CASES[case]))


@pytest.mark.parametrize("html", [SCRIPTS, HOSTILE_MARKDOWN, "</div></p></li>x<b><i>y</b>z", "<p>a<table><td>b<p>c"])
def test_html_that_is_not_to_be_trusted(html: str) -> None:
    for text in beside(html, None) + beside(None, render(html).html):
        if text is not None:
            page = LexborHTMLParser(f"<main>{text}</main>end")
            assert page.body is not None
            assert page.body.child is not None
            # All that was opened was closed: what comes after stands outside.
            assert page.body.last_child is not None
            assert page.body.last_child.text_content == "end"
            for node in page.css("main *"):
                assert node.tag in TAGS
                assert set(node.attributes) <= {"class", "title"}


def side(html: str | None) -> str:
    assert html is not None
    return html


def test_words_are_marked_where_they_stand() -> None:
    before, after = beside(
        "<h2>Start</h2><p>Open the <b>old</b> page, <i>now</i>.</p>",
        "<h2>Start</h2><p>Open the <b>new</b> page, <i>now</i>.</p>",
    )

    assert before == "<h5>Start</h5><p>Open the <b><del>old</del></b> page, <i>now</i>.</p>"
    assert after == "<h5>Start</h5><p>Open the <b><ins>new</ins></b> page, <i>now</i>.</p>"


def test_words_that_follow_each_other_are_marked_as_one() -> None:
    before, after = beside("<p>Open it here.</p>", "<p>Open the other page, quickly.</p>")

    assert (before, after) == (
        "<p>Open <del>it here.</del></p>",
        "<p>Open <ins>the other page, quickly.</ins></p>",
    )


def test_a_link_that_leads_elsewhere_a_picture_and_bold_letters_differ() -> None:
    before, after = beside(
        '<p><a href="hcsync:a.md">here</a> and now</p><img src="hcsync:a.png" alt="A"><p>then more words stay</p>',
        '<p><a href="hcsync:b.md">here</a> and <b>now</b></p><img src="hcsync:b.png"><p>then more words stay</p>',
    )

    assert '<span class="link" title="a.md"><del>here</del></span>' in side(before)
    assert '<span class="link" title="b.md"><ins>here</ins></span>' in side(after)
    assert '<ins><span class="picture">Picture: b.png</span></ins>' in side(after)
    assert '<del><span class="picture">Picture: A · a.png</span></del>' in side(before)
    assert "<b><ins>now</ins></b>" in side(after)
    assert side(after).endswith("<p>then more words stay</p>")


def test_a_text_without_another_side_has_no_marks() -> None:
    assert beside(None, "<p>New</p>") == (None, "<p>New</p>")
    assert beside("", "<p>New</p>") == ("", "<p><ins>New</ins></p>")


def test_code_keeps_its_lines() -> None:
    assert beside("<pre><code>a\n  b\r\x07</code></pre>", None) == (
        "<pre><code>a\n  b \\x07</code></pre>",
        None,
    )


def test_what_an_apply_did() -> None:
    view = CASES["update"]
    failed = Result(view.plan.changes[0].address, view.plan.changes[0].action, Status.FAILED, "8137", "<b>refused</b>")

    page = check(outcome_html(OutcomeView(view, Outcome((failed,), ()))))

    assert page.css_first("h1").text() == "Apply to production"
    assert page.css_first(".verdict").text().startswith("Apply incomplete. 0 written, 1 failed")
    assert page.css_first(".item .what").text() == "update: failed"
    assert page.css_first(".note").text() == "<b>refused</b>"
