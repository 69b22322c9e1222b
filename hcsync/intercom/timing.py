"""The clocks, the dice and the patience of a client, in one value: tests put their own in and never wait."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """`now` is Unix seconds, `monotonic` seconds that never jump, `random` 0 ≤ x < 1. All else is seconds or counts.

    Writes get a longer read timeout than reads: Intercom fetches a body's images before it answers. `attempts` counts
    the first one; `first_contact` is the number for a host that has never answered as Intercom does: more likely
    misspelt than busy. `longest_pause` bounds what a server may ask us to wait at once.
    """

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    random: Callable[[], float] = random.random
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    write_timeout: float = 120.0
    attempts: int = 8
    first_contact: int = 4
    first_backoff: float = 0.5
    longest_backoff: float = 16.0
    longest_pause: float = 60.0

    def backoff(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (from 1): doubling, between half and all of it."""
        full: float = min(self.longest_backoff, self.first_backoff * 2 ** (failures - 1))
        return full * (0.5 + self.random() / 2)

    def jitter(self) -> float:
        """Up to a quarter of a second, so that workers that waited together do not start together."""
        return self.random() / 4


REAL = Timing()
