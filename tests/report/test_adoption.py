"""What may be adopted, as text and as JSON."""

import json

from hcsync.model.address import article, collection
from hcsync.model.candidate import Candidate, Suggested
from hcsync.report.adoption import candidates_json, candidates_text

FOUND = Suggested(
    "staging",
    " --env staging",
    (
        Candidate(collection("billing"), "7", "Billing\x1b[2J", ("same title",)),
        Candidate(article("billing/a b"), "12", "Refunds", ("same title", "same collection"), None),
        Candidate(article("billing/a b"), "9100", "Money back", ("76 % of the text is the same",), 76),
    ),
    3,
    40,
    1,
)


def test_each_file_with_what_it_may_be_and_the_command_that_says_so() -> None:
    assert candidates_text(FOUND).splitlines() == [
        "  = collection  billing",
        '      may be 7  "Billing\\x1b[2J"  same title',
        "        hcsync adopt collection.billing 7 --env staging",
        "",
        "  = article     billing/a b",
        '      may be 12    "Refunds"  same title, same collection',
        "        hcsync adopt 'billing/a b' 12 --env staging",
        '      may be 9100  "Money back"  76 % of the text is the same',
        "        hcsync adopt 'billing/a b' 9100 --env staging",
        "",
        "1 file equals a live object that nobody owns: hcsync apply adopts without being told.",
        "",
        "Candidates for 2 files, among 3 files without a live object and 40 live objects that nobody owns. "
        "Nothing was written.",
    ]


def test_nothing_to_suggest() -> None:
    assert candidates_text(Suggested("production", "", (), 0, 5, 0)) == "Every file has its live object."
    assert candidates_text(Suggested("production", "", (), 1, 0, 0)) == (
        "No candidates among 1 file without a live object and 0 live objects that nobody owns."
    )


def test_as_json() -> None:
    assert json.loads(candidates_json(FOUND)) == {
        "format_version": "1.0",
        "environment": "staging",
        "summary": {"files": 3, "unowned": 40, "equal": 1},
        "candidates": [
            {
                "address": str(one.address),
                "type": one.address.kind.value,
                "id": one.remote_id,
                "title": one.title,
                "reasons": list(one.reasons),
                "percent": one.percent,
            }
            for one in FOUND.candidates
        ],
    }
