"""A plan as a comment: whatever stands in it, a reader's browser gets our own Markdown and nothing else."""

import re
from collections.abc import Iterator
from html import unescape

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from viewed import CASES, PAGE, change, plan, three_hundred, view, views

from hcsync.model.address import article
from hcsync.model.plan import Action, Field
from hcsync.report.fitting import LARGEST, size
from hcsync.report.moves import folded
from hcsync.report.plan_markdown import plan_markdown, verdict
from hcsync.report.view import BodyDiff, Line, PlanView

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
KINDS = set("html paragraph inline text strong code fence table thead tbody tr th td bullet list softbreak".split())
# Everything that is said outside of code.
WORDS = set(
    "a about adopt alone and api apply are article articles as asked author back body but by call calls center changed "
    "changes chosen collection compared conflict conflicts content create delete deleted description different digest "
    "draft drift edited environment field fields file files for forget goes gone good h happens hcsync held help here "
    "hold how id in intercom into is it its known last lasting leave left like lint live locale locales long longer "
    "match matches min more move name new no none not nothing object objects of old on only or orphan orphans ours "
    "over owned page pending plan previous published pull readers reason reasons refused repository s see shows since "
    "skip so state stays still take text texts the their theirs them these this title to too under unpublish update "
    "updated waits warning warnings was were what whole workspace write yours applied author happens about".split()
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(views)
def test_whatever_is_in_a_plan(made: PlanView) -> None:
    text = plan_markdown(made)
    assert not UNSAFE.search(text)
    assert size(text) <= LARGEST
    check(text, made)


@pytest.mark.parametrize("case", sorted(CASES))
def test_nothing_escapes_its_fence(case: str) -> None:
    check(plan_markdown(CASES[case]), CASES[case])


def check(text: str, made: PlanView) -> None:
    # As GitHub reads it: with tables, strikethrough, and addresses that become links by themselves where not in code.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = list(_flat(parser.parse(text)))
    assert {token.type.partition("_")[0] for token in tokens} <= KINDS
    _check_html(tokens)
    _check_prose(tokens)
    plan_, told = made.plan, folded(made.plan.changes)
    fresh = [one for one in plan_.orphans if not one.known]
    changes = [one for one in plan_.changes if one.address not in told.hidden]
    every = [*plan_.conflicts, *changes, *plan_.drift, *fresh, *plan_.held]
    rows = sum(token.type == "tr_open" for token in tokens)
    if rows:
        # A bar in a text would have made or dropped a cell.
        assert sum(token.type == "td_open" for token in tokens) == 6 * (rows - 1)
    assert rows == (len(every) + 1 if every else 0) or "more: `hcsync plan` shows them all" in text
    for token in tokens:
        if token.type == "fence":
            assert token.info == "diff"
            assert all(line[0] in "+-…" for line in token.content.splitlines())


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _check_html(tokens: list[Token]) -> None:
    first, *rest = [token.content.strip() for token in tokens if token.type.startswith("html_")]
    assert re.fullmatch(r"<!-- hcsync:plan env=[\w.~%-]* label=default digest=[0-9a-f]{16} -->", first)
    if rest and rest[-1].startswith("<!--"):
        assert re.fullmatch(r"<!-- hcsync:changes v1 [A-Za-z0-9+/=]* -->", rest.pop())
    assert rest[1::2] == ["</details>"] * (len(rest) // 2)
    for opening in rest[::2]:
        summary = re.fullmatch(r"<details>\n<summary><code>([^<>]*)</code></summary>", opening)
        assert summary
        assert "\n" not in unescape(summary[1])


def _check_prose(tokens: list[Token]) -> None:
    prose = " ".join(token.content for token in tokens if token.type == "text")
    assert set(re.findall(r"[^\W\d_]+", prose.lower())) <= WORDS
    assert not set("@#<>`[]|\\&$") & set(prose)


def test_three_hundred_articles_fit_and_each_has_its_row() -> None:
    text = plan_markdown(three_hundred())

    assert size(text) <= LARGEST
    assert text.count("| article ") == 300
    assert "**0 to create, 300 to update, 0 to unpublish, 0 to delete.**" in text
    assert "<!-- hcsync:changes v1 " in text
    assert re.search(r"The texts of \d+ objects are too long for this page: `hcsync plan` shows them.", text)


def test_bodies_go_before_fields_and_fields_before_rows() -> None:
    made = three_hundred()
    whole = plan_markdown(made, largest=10_000_000)
    assert (whole.count("```diff"), whole.count(" title: "), whole.count("| article ")) == (300, 300, 300)

    found = []
    for largest in (150_000, 120_000, 100_000, 65_536, 50_000, 30_000, 15_000):
        text = plan_markdown(made, largest=largest)
        assert size(text) <= largest
        assert verdict(made) in text
        found.append((text.count("```diff"), text.count(" title: "), text.count("| article ")))
    for bodies, fields, rows in found:
        assert not bodies or fields == 300 == rows
        assert not fields or rows == 300
    assert found == sorted(found, reverse=True)
    assert [row[2] for row in found][-1] < 300


def test_a_long_body_is_shortened_before_it_is_left_out() -> None:
    body = BodyDiff("x.md", tuple(Line("+", "word " * 400) for _ in range(60)), 60, 0)
    one = change(PAGE, Action.UPDATE, "8137", fields=CASES["one-word"].plan.changes[0].fields)

    text = plan_markdown(view(plan(changes=(one,)), {(PAGE, "en"): body}))

    assert "… 20 more lines" in text
    assert size(text) <= LARGEST


def test_the_marker_is_of_one_environment_and_label() -> None:
    made = msgspec.structs.replace(plan(), environment="eu --> x")

    text = plan_markdown(view(made), label="docs & more")

    assert text.startswith("<!-- hcsync:plan env=eu%20--%3E%20x label=docs%20%26%20more digest=")


def test_what_is_new_since_the_comment_before() -> None:
    before = plan_markdown(CASES["update"])
    made = CASES["update"]
    more = msgspec.structs.replace(
        made.plan, changes=(*made.plan.changes, change(article("new"), Action.CREATE), change(PAGE, Action.ADOPT))
    )
    other = msgspec.structs.replace(
        made.plan, changes=(change(article("start/login"), Action.UPDATE, "1", fields=made.plan.changes[0].fields),)
    )

    assert "Since the previous plan: nothing is different." in plan_markdown(made, previous=before)
    assert "Since the previous plan: 1 new, 1 changed, 0 no longer in it, 0 as before." in plan_markdown(
        msgspec.structs.replace(made, plan=more), previous=before
    )
    text = plan_markdown(msgspec.structs.replace(made, plan=other), previous=before)
    assert (
        "Since the previous plan: 1 new, 0 changed, 1 no longer in it, 0 as before.\n\n"
        "- New: `article.start/login`\n- No longer in it: `article.start/install`\n" in text
    )
    assert "Since" not in plan_markdown(made)
    assert Field.BODY in {delta.field for delta in made.plan.changes[0].fields}
