"""A line for every request, and nothing in it that is nobody's business."""

import asyncio
import logging

import pytest

from hcsync.errors import Unavailable
from hcsync.intercom.client import connect
from hcsync.intercom.rings.log import NAME


def lines(net, clock, caplog, *answers, call=lambda client: client.me(), raised=None):
    caplog.set_level(logging.INFO, NAME)
    script = net.Script(answers)

    async def run():
        async with (
            script.serving() as url,
            connect(url, net.token, read_only=False, timing=clock.impatient(read_timeout=0.2)) as client,
        ):
            if raised:
                with pytest.raises(raised):
                    await call(client)
            else:
                await call(client)

    asyncio.run(run())
    return [record.getMessage() for record in caplog.records if record.name == NAME]


def test_method_path_status_time_and_request_id(net, clock, caplog):
    answer = net.as_json({"id": "1", "name": "Jane", "secret": "text"}, X_Request_Id="r-42")
    assert lines(net, clock, caplog, answer) == ["GET /me 200 0 ms r-42"]


def test_every_attempt_is_a_line(net, clock, caplog):
    said = lines(
        net,
        clock,
        caplog,
        net.Answer(503),
        net.Answer(drop="before"),
        net.as_json({"data": [], "pages": {"total_pages": 1}, "total_count": 0}),
        call=_pages,
    )
    assert said == [
        "GET /articles?page=1&per_page=250 503 0 ms",
        "GET /articles?page=1&per_page=250 RemoteProtocolError 0 ms",
        "GET /articles?page=1&per_page=250 200 0 ms",
    ]


async def _pages(client):
    return [page async for page in client.article_pages()]


def test_no_answer_is_told_by_its_reason(net, clock, caplog):
    said = lines(net, clock, caplog, net.Answer(slow=True), raised=Unavailable)
    assert set(said) == {"GET /me ReadTimeout 0 ms"}


def test_bodies_headers_and_the_token_stay_untold(net, clock, caplog):
    async def create(client):
        await client.create_article({"title": "A title", "body": "<p>A text</p>", "author_id": 1})

    answer = net.as_json({"id": "9", "title": "A title"}, X_Request_Id=f"echo of {net.token}", X_Other="header")
    assert lines(net, clock, caplog, answer, call=create) == ["POST /articles 200 0 ms echo of <access token>"]


def test_what_the_last_answer_told_of_budget_and_clock(net, clock):
    """The server's clock stands at 2027-01-15 08:00:30, ours half a minute before."""
    answer = net.as_json(
        {"id": "1"},
        X_RateLimit_Limit="1666",
        X_RateLimit_Remaining="1600",
        X_RateLimit_Reset="1800000040",
        Date="Fri, 15 Jan 2027 08:00:30 GMT",
    )
    script = net.Script([answer])

    async def run():
        async with script.serving() as url, connect(url, net.token, read_only=True, timing=clock.timing) as client:
            before = client.budget, client.skew
            await client.me()
            return before, client.budget, client.skew

    before, budget, skew = asyncio.run(run())
    assert before == (None, None)
    assert (budget.limit, budget.remaining, skew) == (1666, 1600, 30.0)
