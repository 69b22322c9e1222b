"""Plans as people read them."""

import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from viewed import CASES, COLLECTION, PAGE, change, plan, view, views

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.plan import Action, Cost, Plan
from hcsync.report.text import diagnostics_text, nothing_to_do, plan_text
from hcsync.report.view import SYMBOLS, PlanView, counted, locales_shown


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_verdict_comes_first_and_last(case: str) -> None:
    lines = plan_text(CASES[case]).splitlines()

    if len(lines) > 1 and lines[0].startswith("Plan for "):
        verdict = lines[-1].removeprefix("Plan: ")
        assert re.sub(r" [\d,]+ API calls?, [^.]*\.", "", lines[1]) == verdict
    else:
        assert lines[-1].startswith("No changes. ")


def painted(role: str, text: str) -> str:
    return f"\x1b[{len(role)}m{text}\x1b[0m"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(views)
def test_whatever_is_in_a_plan(made: PlanView) -> None:
    text = plan_text(made)

    # Nothing that is shown can move the cursor, and all of it can be written.
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    # Colour adds nothing but colour.
    assert re.sub("\x1b\\[[0-9]+m", "", plan_text(made, painted)) == text
    # Every object has a line that begins with its symbol.
    heads = [line for line in text.split("\n") if re.match(r"  [^ ] (article|collection) ", line)]
    fresh = [orphan for orphan in made.plan.orphans if not orphan.known]
    symbols = [SYMBOLS[one.action] for one in made.plan.changes]
    symbols += ["!"] * len(made.plan.conflicts) + ["<"] * len(made.plan.drift) + ["·"] * len(fresh)
    symbols += ["?"] * len(made.plan.held)
    assert [head[2] for head in heads] == symbols


def test_columns_stand_below_each_other() -> None:
    lines = plan_text(CASES["mixed"]).splitlines()
    heads = [line for line in lines if re.match(r"  [+~=·!<-] (article|collection) ", line)]

    assert {re.match(r"  . \w+ +", head).end() for head in heads} == {16}  # type: ignore[union-attr]
    assert len({head.index("[") for head in heads if "[" in head and '"' not in head.split("[")[0]}) == 1


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1234, "1,234 articles")]
)
def test_numbers_and_their_words(number: int, words: str) -> None:
    assert counted(number, "article") == words


def test_many_locales_are_told_by_number() -> None:
    seven = tuple("abcdefg")

    assert locales_shown((), 7) == ""
    assert locales_shown(("en", "pt-BR"), 2) == "[en, pt-BR]"
    assert locales_shown(seven[:6], 7) == "[a, b, c, d, e, f]"
    assert locales_shown(seven, 7) == "[all 7 locales]"
    assert locales_shown(seven, 8) == "[a, b, c, d and 3 more]"


def _with(**changes: object) -> Plan:
    return msgspec.structs.replace(plan(), **changes)


def test_no_changes_is_one_line() -> None:
    assert plan_text(view(plan())) == ("No changes. The help center matches this repository (214 articles, 6 locales).")
    assert nothing_to_do(_with(articles=1, locales=1)) == (
        "No changes. The help center matches this repository (1 article, 1 locale)."
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "2 API calls, under 1 s."), (100, "200 API calls, about 8 s."), (10_000, "20,000 API calls, about 12 min.")],
)
def test_the_price_is_told_in_fitting_units(count: int, words: str) -> None:
    made = _with(changes=(change(PAGE, Action.CREATE),), cost=Cost(count, count))

    assert plan_text(view(made)).splitlines()[1].endswith(words)


def test_what_costs_nothing_has_no_price() -> None:
    made = _with(changes=(change(COLLECTION, Action.ADOPT, "7"),), cost=Cost(0, 0))

    assert plan_text(view(made)).splitlines()[1] == (
        "0 to create, 0 to update, 0 to unpublish, 0 to delete, 1 to adopt."
    )


def test_faults_are_a_line_each_whatever_is_in_them() -> None:
    found = [
        Diagnostic(Code.BROKEN_LINK, 'link target "a\x1b[2Jb" is not there', Place("a\nb.md", 3, 1), "mend it"),
        Diagnostic(Code.LOOKALIKE, "twin", severity=Severity.WARNING),
    ]

    assert diagnostics_text(found) == (
        'a b.md:3:1: HC201 link target "a\\x1b[2Jb" is not there (mend it)\nHC408 warning: twin'
    )
