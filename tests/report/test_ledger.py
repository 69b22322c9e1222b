"""What a comment carries of its plan, and what the next plan makes of it."""

import base64
import re
import zlib

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viewed import CASES, PAGE, change, plan, three_hundred, view, views

from hcsync.model.address import article
from hcsync.model.plan import Action
from hcsync.report.ledger import LONGEST, Since, ledger, plan_digest, since
from hcsync.report.plan_markdown import plan_markdown
from hcsync.report.view import PlanView


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(views, views)
def test_of_any_two_plans(first: PlanView, second: PlanView) -> None:
    before, after = ({str(one.address) for one in (*v.plan.changes, *v.plan.conflicts)} for v in (first, second))

    found = since(plan_markdown(first), second)

    assert found is not None
    assert set(found.new) == after - before
    assert set(found.gone) == before - after
    assert len(found.changed) + found.same == len(before & after)
    assert since(plan_markdown(first), first) == Since(same=len(before))


def test_an_article_whose_file_was_edited_again_has_changed() -> None:
    made = view(plan(changes=(change(PAGE, Action.CREATE), change(article("b"), Action.CREATE))))
    first = msgspec.structs.replace(made, wanted={str(PAGE): "a text", "article.b": "another"})
    again = msgspec.structs.replace(made, wanted={str(PAGE): "a longer text", "article.b": "another"})

    assert since(ledger(first), again) == Since(changed=(str(PAGE),), same=1)
    assert plan_digest(first) != plan_digest(again)


def test_a_conflict_that_was_settled_is_a_change_now() -> None:
    conflict = CASES["conflict"].plan.conflicts[0]
    settled = view(plan(changes=(change(conflict.address, Action.UPDATE, conflict.remote_id, fields=conflict.fields),)))

    found = since(ledger(CASES["conflict"]), settled)

    assert found is not None
    assert found.changed == (str(conflict.address),)
    assert len(found.gone) == 2


def _line(data: bytes) -> str:
    return f"<!-- hcsync:changes v1 {base64.b64encode(data).decode()} -->"


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "A comment by somebody.",
        "<!-- hcsync:changes v1  -->",
        "<!-- hcsync:changes v1 A -->",
        _line(b"no zlib"),
        _line(zlib.compress(b"no json")),
        _line(zlib.compress(b"[1, 2]")),
        _line(zlib.compress(b'{"article.a": 3}')),
        _line(zlib.compress(b"[" * 100_000)),
        _line(zlib.compress(b'"' + b"a" * 50_000_000 + b'"')),
        "<!-- hcsync:changes v2 eNqrrgUAAXUA+Q== -->",
    ],
    ids=range(11),
)
def test_a_comment_that_says_nothing_of_its_plan(comment: str) -> None:
    assert since(comment, CASES["update"]) is None


@given(st.text())
def test_any_text_for_a_comment(comment: str) -> None:
    assert since(comment, CASES["update"]) is None


def test_a_line_in_the_text_of_an_article_says_nothing_of_the_plan() -> None:
    """Where the comment has none of its own, as of a plan that is too long for it."""
    forged = ledger(CASES["create"])
    assert since(f"```diff\n+ {forged}\n{forged} x\n```\n\nDigest of this plan: `0`\n", CASES["update"]) is None
    assert since(f"A remark by somebody.\r\n\r\n{forged}\r\n", CASES["create"]) == Since(same=2)


def test_it_is_short_and_left_out_where_it_would_not_be() -> None:
    assert len(ledger(three_hundred())) < 6000
    pages = [change(article(f"{number:x}-{number * 7919:x}"), Action.CREATE) for number in range(3000)]
    many = view(plan(changes=tuple(pages)))

    assert ledger(many) == ""
    assert "hcsync:changes" not in plan_markdown(many)
    assert re.fullmatch("[0-9a-f]{16}", plan_digest(many))
    assert len(ledger(three_hundred())) < LONGEST
