"""Annotations as GitHub's runner reads them: at most ten a level, and nothing foreign becomes a command."""

import re
from urllib.parse import unquote

import drifted
import pytest
from hypothesis import HealthCheck, given, settings
from viewed import CASES, HOSTILE_TEXT, TWIN, views

from hcsync.model.address import article
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action
from hcsync.report.annotations import (
    drift_annotations,
    lint_annotations,
    outcome_annotations,
    plan_annotations,
)
from hcsync.report.drift_view import DriftView
from hcsync.report.outcome_view import OutcomeView
from hcsync.report.safe import shown
from hcsync.report.view import PlanView

# The runner's own reading (actions/runner, ActionCommand.cs): a command, properties parted by commas, the message.
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*)(?:,[a-z]+=[^,:]*)*)::(.*)")


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(one.split("=", 1) for one in match[2].split(","))
        assert set(properties) <= {"file", "line", "col", "title"}
        found.append((match[1], {key: unquote(value) for key, value in properties.items()}, unquote(match[3])))
    levels = [level for level, *_ in found]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    assert all(levels.count(level) <= 10 for level in levels)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(views, drifted.views)
def test_whatever_is_in_them(view: PlanView, drift: DriftView) -> None:
    assert read(plan_annotations(view))
    assert read(drift_annotations(drift))


def test_hostile_words_arrive_as_they_are() -> None:
    words = " ".join(HOSTILE_TEXT)
    found = read(lint_annotations([Diagnostic(Code.BROKEN_LINK, words, Place("a:b,c%.md", 3, 7))]))
    place = {"file": "a:b,c%.md", "line": "3", "col": "7", "title": "HC201"}
    assert found == [("error", place, shown(words))]


def test_the_worst_come_first_and_the_last_counts_the_rest() -> None:
    warnings = [Diagnostic(Code.LOOKALIKE, f"w{n}", severity=Severity.WARNING) for n in range(10)]
    errors = [Diagnostic(Code.BROKEN_LINK, f"e{n}") for n in range(25)]

    found = read(lint_annotations([*warnings, *errors]))

    assert [words for level, _, words in found if level == "error"] == [
        *(f"e{n}" for n in range(9)),
        "16 more: hcsync lint shows them all",
    ]
    assert [words for level, _, words in found if level == "warning"] == [f"w{n}" for n in range(10)]


def test_no_fault_is_no_line() -> None:
    assert lint_annotations([]) == ""


@pytest.mark.parametrize(("status", "level"), [(Status.FAILED, "error"), (Status.STALE, "warning")])
def test_what_was_not_done(status: Status, level: str) -> None:
    results = (Result(article("a"), Action.UPDATE, status, "1", "Intercom refused it."),)

    found = read(outcome_annotations(OutcomeView(CASES["update"], Outcome(results, (TWIN,)))))

    assert (level, {"title": f"article.a: {status.value}"}, "Intercom refused it.") in found
    assert found[0][0] == "error"
    assert found[0][2].startswith("Apply incomplete. 0 written, ")
    assert [properties["title"] for _, properties, _ in found].count("HC408") == 1
