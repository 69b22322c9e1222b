"""The budget of a window of ten seconds, kept by a server that counts with the same clock."""

import asyncio

import httpx
import pytest

from hcsync.intercom.client import connect

START = 1_800_000_000.0
WINDOW = 10


class Counting:
    """An application that grants `limit` requests per window, and says so as Intercom does. It keeps the most that were
    in flight, and the requests it had to refuse."""

    def __init__(self, clock, limit, *, others=0, skew=0.0):
        self.clock, self.limit, self.others, self.skew = clock, limit, others, skew
        self.windows: dict[float, int] = {}
        self.refused = self.flying = self.most = 0

    async def __call__(self, scope, receive, send):
        self.flying += 1
        self.most = max(self.most, self.flying)
        await asyncio.sleep(0)
        now = self.clock.time + self.skew
        window = now // WINDOW
        used = self.windows[window] = self.windows.get(window, self.others) + 1
        over = used > self.limit
        self.refused += over
        headers = {
            "x-ratelimit-limit": self.limit,
            "x-ratelimit-remaining": max(self.limit - used, 0),
            "x-ratelimit-reset": int((window + 1) * WINDOW),
        }
        if self.skew:
            headers["date"] = httpx.Headers({"d": _http_date(now)})["d"]
        self.flying -= 1
        pairs = [(name.encode(), str(value).encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 429 if over else 200, "headers": pairs})
        await send({"type": "http.response.body", "body": b'{"id": "1"}'})


def _http_date(moment):
    from email.utils import formatdate

    return formatdate(moment, usegmt=True)


def many(net, clock, app, requests, connections=8):
    async def main():
        async with connect(
            "http://local", net.token, read_only=True, app=app, timing=clock.timing, connections=connections
        ) as client:
            await asyncio.gather(*(client.article("1") for _ in range(requests)))
            return client.requests

    return asyncio.run(main())


@pytest.mark.parametrize("limit", [40, 100, 1666])
@pytest.mark.parametrize("connections", [1, 8, 16])
def test_never_one_too_many(net, clock, limit, connections):
    app = Counting(clock, limit)
    assert many(net, clock, app, 250, connections) == 250
    assert app.refused == 0
    assert app.most <= connections
    # a twentieth is left to others, and no window but the last is left unused
    allowed = limit - limit // 20
    assert list(app.windows.values())[:-1] == [allowed] * (len(app.windows) - 1)
    assert sum(app.windows.values()) == 250


def test_nothing_is_waited_for_when_the_budget_is_large(net, clock):
    many(net, clock, Counting(clock, 1666), 1000)
    assert clock.naps == []


def test_the_wait_ends_with_the_window(net, clock):
    clock.time += 3
    many(net, clock, Counting(clock, 20), 20, connections=1)
    assert clock.naps == [7.0]


def test_jitter_comes_on_top(net):
    clock = net.Clock(dice=0.8)
    many(net, clock, Counting(clock, 20), 20, connections=1)
    assert clock.naps == [10.2]


def test_the_clock_of_the_server_counts(net, clock):
    app = Counting(clock, 20, skew=3600.0)
    assert many(net, clock, app, 50) == 50
    assert app.refused == 0
    assert sum(clock.naps) <= 3 * WINDOW * 8


def test_others_may_use_the_budget_too(net, clock):
    app = Counting(clock, 40, others=30)
    many(net, clock, app, 20)
    assert app.refused == 0


def test_a_limit_smaller_than_the_workers(net, clock):
    app = Counting(clock, 3)
    assert many(net, clock, app, 12) >= 12
    assert max(app.windows.values()) <= 8  # only the first eight knew nothing


def test_one_refusal_stops_all_workers(net, clock):
    sent = []

    async def app(scope, receive, send):
        status, headers = (200, []) if sent else (429, [(b"retry-after", b"5")])
        sent.append(clock.time - START)
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"id": "1"}'})

    many(net, clock, app, 6, connections=2)
    assert [moment >= 5.0 for moment in sent] == [False, False, *[True] * 5]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-limit": "10"},
        {"x-ratelimit-limit": "lots", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"},
        {"x-ratelimit-limit": "0", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000010"},
        {"x-ratelimit-limit": "10", "x-ratelimit-remaining": "-1", "x-ratelimit-reset": "nan"},
    ],
)
def test_headers_that_say_nothing_hold_nobody_up(net, clock, headers):
    async def app(scope, receive, send):
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        await send({"type": "http.response.body", "body": b'{"id": "1"}'})

    many(net, clock, app, 30)
    assert clock.naps == []


def test_a_reset_far_away_is_not_believed(net, clock):
    async def app(scope, receive, send):
        pairs = [(b"x-ratelimit-limit", b"10"), (b"x-ratelimit-remaining", b"0"), (b"x-ratelimit-reset", b"1900000000")]
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        await send({"type": "http.response.body", "body": b'{"id": "1"}'})

    many(net, clock, app, 2, connections=1)
    assert clock.naps == [60.0]
