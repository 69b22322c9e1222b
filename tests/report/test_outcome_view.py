"""What an apply did, as JSON and as Markdown."""

import json
import re

import pytest
from markdown_it import MarkdownIt
from schemas import checker
from viewed import CASES, HOSTILE_TEXT, TWIN, change, plan, view

from hcsync.model.address import article, collection
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action
from hcsync.report.fitting import LARGEST, size
from hcsync.report.outcome_view import OutcomeView, outcome_json, outcome_markdown, outcome_words
from hcsync.report.schema import outcome_schema

RESULTS = (
    Result(collection("billing"), Action.CREATE, Status.APPLIED, "7", verified=True),
    Result(article("billing/refunds"), Action.CREATE, Status.FAILED, None, "Intercom refused it."),
    Result(article("start/install"), Action.ADOPT, Status.APPLIED, "8137", sent=False),
)
DONE = OutcomeView(CASES["create"], Outcome(RESULTS, (TWIN,)))
SCHEMA = checker(outcome_schema())


def test_as_json() -> None:
    found = json.loads(outcome_json(DONE))

    SCHEMA.validate(found)
    assert found["complete"] is False
    assert found["summary"] == {
        "applied": 2, "skipped": 0, "stale": 0, "failed": 1, "unknown": 0, "verified": 1,
        "create": 1, "update": 0, "move": 0, "unpublish": 0, "delete": 0, "adopt": 1, "forget": 0,
    }  # fmt: skip
    assert found["results"][1] == {
        "address": "article.billing/refunds",
        "type": "article",
        "id": None,
        "action": "create",
        "status": "failed",
        "error": "Intercom refused it.",
        "verified": False,
        "sent": True,
    }
    assert [one["code"] for one in found["diagnostics"]] == ["HC408"]


def test_as_markdown() -> None:
    text = outcome_markdown(DONE)

    assert (
        re.sub("[0-9a-f]{16}", "DIGEST", text)
        == """\
<!-- hcsync:apply env=production digest=DIGEST -->

**Apply incomplete. 1 written, 1 failed, 0 not attempted. Run `hcsync apply` again to resume.**

Environment `production`, workspace `ef56gh78`.

| | Object | Title | ID | What was done |
|---|---|---|---|---|
| `+` | article `billing/refunds` | `Refunds` |  | **failed** `Intercom refused it.` |
| `+` | collection `billing` | `Billing` | `7` | created, verified by reading back |
| `=` | article `start/install` |  | `8137` | adopted |

**Warnings**

- `content/en/faq.md:2:1: HC408 warning: Intercom has an article titled "FAQ" that no file here owns (5) (write id: 5 \
in the frontmatter to take it over; as it is, a new one is made)`

Digest of the plan: `DIGEST`
"""
    )


def test_hostile_words_stay_in_code() -> None:
    words = " ".join(HOSTILE_TEXT)
    results = (Result(article("a|b`c@d"), Action.UPDATE, Status.FAILED, "1|2", words),)
    made = view(plan(changes=(change(article("a|b`c@d"), Action.UPDATE, "1|2", title=words),)))

    tokens = MarkdownIt("commonmark").enable(["table"]).parse(outcome_markdown(OutcomeView(made, Outcome(results, ()))))

    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    kinds = [[kid.type for kid in cell.children or [] if kid.type != "text"] for cell in cells]
    assert kinds == [*[["code_inline"]] * 4, ["strong_open", "strong_close", "code_inline"]]
    assert len([token for token in tokens if token.type == "html_block"]) == 1


@pytest.mark.parametrize("largest", [LARGEST, 3000])
def test_rows_are_left_out_and_counted(largest: int) -> None:
    results = tuple(Result(article(f"long/key/{n}"), Action.CREATE, Status.APPLIED, str(n)) for n in range(5000))

    text = outcome_markdown(OutcomeView(CASES["create"], Outcome(results, ())), largest)

    assert size(text) <= largest
    assert f"… and {5000 - text.count('| article '):,} objects more." in text
    assert "**Apply complete. 5,000 created, " in text


def test_nothing_to_do() -> None:
    assert outcome_words(OutcomeView(CASES["no-changes"], Outcome((), ()))) == "Nothing to apply."
    assert outcome_words(OutcomeView(CASES["refresh"], Outcome((), ()))) == (
        "Apply complete. Only the state was updated."
    )
