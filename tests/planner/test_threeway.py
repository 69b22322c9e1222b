"""The table of docs/architecture.md, row by row."""

import pytest

from hcsync.model.state import Base
from hcsync.planner.policy import OnConflict, OnDrift
from hcsync.planner.threeway import Verdict, decide, decide_held, settle

BASE = Base("w", "o")


@pytest.mark.parametrize(
    ("desired", "live", "base", "same", "verdict"),
    [
        # source moved: no, live moved: no
        ("w", "o", BASE, False, Verdict.SAME),
        ("w", "o", BASE, True, Verdict.SAME),
        # yes, no
        ("W", "o", BASE, False, Verdict.WRITE),
        # no, yes
        ("w", "O", BASE, False, Verdict.DRIFT),
        ("w", None, BASE, False, Verdict.DRIFT),
        # yes, yes
        ("W", "O", BASE, False, Verdict.CONFLICT),
        ("W", None, BASE, False, Verdict.CONFLICT),
        # any, any, but equal
        ("W", "o", BASE, True, Verdict.CONVERGED),
        ("w", "O", BASE, True, Verdict.CONVERGED),
        ("W", "O", BASE, True, Verdict.CONVERGED),
        # no base
        ("W", None, None, False, Verdict.WRITE),
        ("W", "W", None, True, Verdict.CONVERGED),
        ("W", "O", None, False, Verdict.CONFLICT),
        # Intercom never kept it, and keeps nothing now
        ("w", None, Base("w", ""), False, Verdict.SAME),
        ("W", None, Base("w", ""), False, Verdict.WRITE),
    ],
)
def test_table(desired: str, live: str | None, base: Base | None, same: bool, verdict: Verdict) -> None:
    assert decide(desired, live, base, same) is verdict


@pytest.mark.parametrize(
    ("desired", "live", "same", "verdict"),
    [
        ("s", "o", False, Verdict.HELD),
        # the file moved on
        ("W", "o", False, Verdict.WRITE),
        # it went back to what readers see
        ("w", "o", False, Verdict.CONVERGED),
        # what was sent, or whatever the file says, is live by now
        ("s", "s", True, Verdict.CONVERGED),
        ("W", "W", True, Verdict.CONVERGED),
        ("w", "o", True, Verdict.CONVERGED),
        # somebody edited it before it was published
        ("s", "O", False, Verdict.DRIFT),
        ("s", None, False, Verdict.DRIFT),
        # ... and the file moved, too
        ("W", "O", False, Verdict.CONFLICT),
        ("w", "O", False, Verdict.CONFLICT),
    ],
)
def test_what_waits_in_a_pending_draft(desired: str, live: str | None, same: bool, verdict: Verdict) -> None:
    assert decide_held(desired, live, BASE, "s", same) is verdict


def test_what_was_sent_over_an_edit_and_waits_is_no_edit_that_was_left() -> None:
    """The file has not moved: it was to be restored."""
    assert decide_held("w", "o", BASE, "w", False) is Verdict.HELD


def test_the_users_choice() -> None:
    chosen = {
        (verdict, drift, conflict): settle(verdict, drift, conflict)
        for verdict in Verdict
        for drift in OnDrift
        for conflict in OnConflict
    }

    changed = {key: verdict for key, verdict in chosen.items() if verdict is not key[0]}
    assert changed == {
        **{(Verdict.DRIFT, OnDrift.OVERWRITE, conflict): Verdict.WRITE for conflict in OnConflict},
        **{(Verdict.CONFLICT, drift, OnConflict.OURS): Verdict.WRITE for drift in OnDrift},
    }
