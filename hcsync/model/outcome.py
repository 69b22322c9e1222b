"""What an apply did."""

from enum import StrEnum

import msgspec

from hcsync.model.address import Address
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.plan import Action


class Status(StrEnum):
    """APPLIED: done. SKIPPED: not attempted, since something it depends on failed. STALE: edited in Intercom after the
    plan was made, left alone. FAILED: refused. UNKNOWN: sent, and no telling whether it happened."""

    APPLIED = "applied"
    SKIPPED = "skipped"
    STALE = "stale"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Result(msgspec.Struct, frozen=True):
    """`verified`: read back and found as sent. `sent` is False where the state alone was written."""

    address: Address
    action: Action
    status: Status
    remote_id: str | None = None
    error: str | None = None
    verified: bool = False
    sent: bool = True


class Outcome(msgspec.Struct, frozen=True):
    """`diagnostics` are warnings found while reading back (a pending draft, a locale not kept). `unstored`: the state
    does not hold what was done, since its place did not take it; the journal does."""

    results: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...]
    unstored: bool = False

    @property
    def complete(self) -> bool:
        return not self.unstored and all(result.status is Status.APPLIED for result in self.results)

    def count(self, status: Status) -> int:
        return sum(1 for result in self.results if result.status is status)
