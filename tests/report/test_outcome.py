"""What an apply says it did."""

import pytest

from hcsync.model.address import article, collection
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action
from hcsync.report.outcome import outcome_text


def result(key: str, action: Action, status: Status = Status.APPLIED, error: str | None = None) -> Result:
    return Result(article(key), action, status, "1", error, verified=status is Status.APPLIED and error is None)


@pytest.mark.parametrize(
    ("results", "words"),
    [
        (
            [result("a", Action.CREATE), result("b", Action.CREATE), result("c", Action.UPDATE)],
            "Apply complete. 2 created, 1 updated, 0 unpublished, 0 deleted. 3 of 3 verified by reading back.",
        ),
        (
            [result("a", Action.UNPUBLISH, error="readers do not see it"), result("b", Action.ADOPT)],
            "Apply complete. 0 created, 0 updated, 1 unpublished, 0 deleted, 1 adopted. "
            "0 of 1 verified by reading back.",
        ),
        ([result("a", Action.FORGET)], "Apply complete. 0 created, 0 updated, 0 unpublished, 0 deleted, 1 forgotten."),
        ([], "Apply complete. Only the state was updated."),
        (
            [result(f"{n}", Action.CREATE) for n in range(1234)],
            "Apply complete. 1,234 created, 0 updated, 0 unpublished, 0 deleted. "
            "1,234 of 1,234 verified by reading back.",
        ),
    ],
)
def test_complete(results: list[Result], words: str) -> None:
    assert outcome_text(Outcome(tuple(results), ())) == words


def test_incomplete() -> None:
    results = [
        result("a", Action.CREATE),
        result("b", Action.ADOPT),
        result(
            "c", Action.CREATE, Status.FAILED, "content/en/c.md: Intercom refused the request. (POST /articles: 400)"
        ),
        result("d", Action.CREATE, Status.UNKNOWN, "content/en/d.md: The answer was lost. (POST /articles)"),
        result(
            "e", Action.UPDATE, Status.STALE, "e: it was edited in Intercom after the plan was made; it was left alone"
        ),
        *(result(key, Action.CREATE, Status.SKIPPED, "collection.g was not created") for key in "fghij"),
        Result(collection("k"), Action.CREATE, Status.SKIPPED, None, "the run was stopped before its turn"),
    ]

    assert outcome_text(Outcome(tuple(results), ())).splitlines() == [
        "Failed: content/en/c.md: Intercom refused the request. (POST /articles: 400)",
        "In doubt: content/en/d.md: The answer was lost. (POST /articles)",
        "Stale: e: it was edited in Intercom after the plan was made; it was left alone",
        "Not attempted: f, g, h and 2 more (collection.g was not created)",
        "Not attempted: k (the run was stopped before its turn)",
        "Apply incomplete. 1 written, 1 failed, 1 in doubt, 1 edited meanwhile, 6 not attempted. "
        "Run `hcsync apply` again to resume.",
    ]


def test_warnings_come_first_and_colours_wrap_whole_words() -> None:
    warning = Diagnostic(
        Code.PENDING_DRAFT,
        "start/install (8137) was stored, but readers still see the old text (en)",
        hint="publish the draft there",
        severity=Severity.WARNING,
    )
    failed = result("a", Action.CREATE, Status.FAILED, "a\x1b[2J")

    assert outcome_text(Outcome((failed,), (warning,)), lambda role, text: f"<{role}>{text}</>").splitlines() == [
        "Warning: start/install (8137) was stored, but readers still see the old text (en). Publish the draft there.",
        "<bad>Failed</>: a\\x1b[2J",
        "<bad>Apply incomplete. 0 written, 1 failed, 0 not attempted. Run `hcsync apply` again to resume.</>",
    ]
