"""The table of docs/architecture.md, row by row."""

import pytest

from hcsync.model.state import Base
from hcsync.planner.policy import OnConflict, OnDrift
from hcsync.planner.threeway import Verdict, decide, settle

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
