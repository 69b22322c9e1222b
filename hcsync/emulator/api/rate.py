"""Moments go in; whether another request fits into the window of ten seconds, and the headers that say so, come out.

A limit of 10,000 a minute is 1,666 in each window (docs). Windows are counted in this process alone.
"""

import math
from dataclasses import dataclass

from hcsync.emulator.refusal import Refusal

SECONDS = 10


@dataclass(slots=True)
class Windows:
    """Counts the requests of the current window. `per_minute` None: no limit, no headers."""

    per_minute: int | None
    started: int = 0
    used: int = 0

    def take(self, now: float) -> dict[str, str]:
        """Count a request; returns the rate headers of its answer. `over()` tells whether it was one too many."""
        if self.per_minute is None:
            return {}
        start = math.floor(now) // SECONDS * SECONDS
        if start != self.started:
            self.started, self.used = start, 0
        self.used += 1
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "X-RateLimit-Reset": str(self.started + SECONDS),
        }

    @property
    def limit(self) -> int:
        return (self.per_minute or 0) // (60 // SECONDS)

    @property
    def over(self) -> bool:
        return self.per_minute is not None and self.used > self.limit


def exceeded(limit: int) -> Refusal:
    """429 as documented."""
    return Refusal(429, "rate_limit_exceeded", f"Exceeded rate limit of {limit} in {SECONDS}_seconds")
