"""A request in; passed on as soon as a connection is free and the rate budget allows, out. Counts what it passes.

Intercom grants so many requests per window of 10 seconds and says in every answer how many are left (docs). All
workers of a client share the ring, so that together they never ask for more.
"""

import asyncio

import httpx

from hcsync.intercom.asked import Budget, budget, pause_asked, skew
from hcsync.intercom.timing import Timing


class Throttle(httpx.AsyncBaseTransport):
    """At most `connections` requests are on their way at once. A twentieth of the limit is left to the workspace's
    other apps."""

    def __init__(self, inner: httpx.AsyncBaseTransport, timing: Timing, connections: int) -> None:
        self.sent = 0
        self.budget: Budget | None = None  # as the last answer told it
        self.skew: float | None = None  # seconds the server's clock is ahead, by its last answer
        self._inner = inner
        self._timing = timing
        self._slots = asyncio.Semaphore(connections)
        self._flying = 0
        self._returned = asyncio.Event()
        self._limit: int | None = None  # None: nothing is known of the budget
        self._remaining = 0
        self._window: float | None = None  # the server's name of the window: its end in Unix seconds
        self._ends = 0.0  # the same by our monotonic clock
        self._closed_until = 0.0  # after a 429; by our monotonic clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with self._slots:
            await self._clearance()
            self.sent += 1
            self._flying += 1
            try:
                response = await self._inner.handle_async_request(request)
                self._learn(response)
            finally:
                self._flying -= 1
                self._returned.set()
            return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _clearance(self) -> None:
        """Wait until one more request fits the budget, counting those on their way as spent."""
        while (pause := self._pause()) is not None:
            if pause or not self._flying:
                await self._timing.sleep(pause + self._timing.jitter())
            else:
                self._returned.clear()
                await self._returned.wait()

    def _pause(self) -> float | None:
        """Seconds to wait; 0 for "until an answer comes in", which will tell more exactly; None for none."""
        now = self._timing.monotonic()
        if now < self._closed_until:
            return self._closed_until - now
        if self._limit is None:
            return None
        if self._window is not None and now >= self._ends:
            # What the next window holds its first answer will say; until then take it to be as large as the last.
            self._window, self._remaining = None, self._limit
        if self._remaining - self._flying > self._limit // 20:
            return None
        return 0.0 if self._flying else max(self._ends - now, 0.0)

    def _learn(self, response: httpx.Response) -> None:
        now = self._timing.monotonic()
        told = budget(response, self._timing)
        self.budget = told or self.budget
        self.skew = skew(response, self._timing)
        # Answers overtake each other: what an older window had left is no news, nor is a larger rest of this one.
        if told is not None and (self._window is None or told.reset >= self._window):
            same = told.reset == self._window
            self._remaining = min(told.remaining, self._remaining) if same else told.remaining
            self._limit, self._window, self._ends = told.limit, told.reset, now + told.ends_in
        if response.status_code == 429:
            self._closed_until = max(self._closed_until, now + (pause_asked(response, self._timing) or 0.0))
