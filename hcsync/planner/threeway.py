"""Desired, live and last-applied token of one field → what to do about it. The table of docs/architecture.md §5."""

from enum import StrEnum

from hcsync.model.state import Base
from hcsync.planner.policy import OnConflict, OnDrift


class Verdict(StrEnum):
    """SAME: nothing to do. WRITE: only the repository moved. DRIFT: only Intercom moved. CONFLICT: both did, apart.
    CONVERGED: both hold the same text, and the state does not know it yet. HELD: Intercom took the text and does not
    show it, since it holds a pending draft."""

    SAME = "same"
    WRITE = "write"
    DRIFT = "drift"
    CONFLICT = "conflict"
    CONVERGED = "converged"
    HELD = "held"


def decide(desired: str, live: str | None, base: Base | None, same: bool) -> Verdict:
    """`live` is None where Intercom has no such locale; `same` whether a reader would see desired and live as equal."""
    if base is None:
        if live is None:
            return Verdict.WRITE
        return Verdict.CONVERGED if same else Verdict.CONFLICT
    moved = (desired != base.written, live_moved(live, base))
    if same and any(moved):
        return Verdict.CONVERGED
    return _MOVED[moved]


def decide_held(desired: str, live: str | None, base: Base, sent: str, same: bool) -> Verdict:
    """The same for a text that was `sent` after `base` came to be, and that waits in a pending draft: it is what the
    repository wrote last. Nothing waits any longer once readers see what the file says."""
    if same:
        return Verdict.CONVERGED
    if not live_moved(live, base):
        if desired == sent:
            return Verdict.HELD
        if desired == base.written:
            return Verdict.CONVERGED
    return decide(desired, live, Base(sent, base.observed), same)


def live_moved(live: str | None, base: Base) -> bool:
    """Whether Intercom holds something else than came back from the last apply."""
    return (live or "") != base.observed


# (the repository moved, Intercom moved) → verdict
_MOVED = {
    (False, False): Verdict.SAME,
    (True, False): Verdict.WRITE,
    (False, True): Verdict.DRIFT,
    (True, True): Verdict.CONFLICT,
}


def settle(verdict: Verdict, on_drift: OnDrift, on_conflict: OnConflict) -> Verdict:
    """The verdict after the user's choice. A conflict that stays is for the caller to refuse or to skip."""
    if verdict is Verdict.DRIFT and on_drift is OnDrift.OVERWRITE:
        return Verdict.WRITE
    if verdict is Verdict.CONFLICT and on_conflict is OnConflict.OURS:
        return Verdict.WRITE
    return verdict
