"""Which answers lead to another attempt, for which method, and what becomes of it when none helps."""

import asyncio
import socket

import pytest

from hcsync.errors import AmbiguousWrite, NotFound, Rejected, Unavailable
from hcsync.intercom.client import connect

GOOD = {"id": "1", "title": "T"}
HTML = b"<!DOCTYPE html><html><body>Bad gateway</body></html>"


def trouble(net, name):
    return {
        "408": net.refused(408, "request_timeout", "slow"),
        "429": net.refused(429, "rate_limit_exceeded", "Exceeded rate limit of 167 in 10_seconds"),
        "500": net.refused(500, "server_error", "oops"),
        "503 html": net.Answer(503, HTML, {"Content-Type": "text/html"}),
        "reset": net.Answer(drop="before"),
        "cut": net.Answer(body=b'{"id": "1", "title": "T"}', drop="after"),
        "half json": net.Answer(body=b'{"id": "1", "tit'),
        "empty 200": net.Answer(body=b""),
        "html 200": net.Answer(body=HTML, headers={"Content-Type": "text/html"}),
        "bad gzip": net.Answer(body=b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        "slow": net.Answer(slow=True),
    }[name]


async def do(client, method):
    if method == "GET":
        return (await client.article("1")).id
    if method == "PUT":
        return (await client.update_article("1", {"title": "T"})).id
    if method == "POST":
        return (await client.create_article({"title": "T"})).id
    return await client.delete_article("1")


def run(net, clock, script, method, **timing):
    async def main():
        patience = clock.impatient(**timing)
        async with script.serving() as url, connect(url, net.token, read_only=False, timing=patience) as client:
            return await do(client, method)

    return asyncio.run(main())


TROUBLES = ["408", "429", "500", "503 html", "reset", "cut", "half json", "empty 200", "html 200", "bad gzip", "slow"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("name", TROUBLES)
def test_what_may_be_repeated_is(net, clock, name, method):
    bad = trouble(net, name)
    script = net.Script([bad, bad, net.as_json(GOOD)])
    got = run(net, clock, script, method, read_timeout=0.05, write_timeout=0.05)
    assert got == (None if method == "DELETE" else "1")
    assert [one.method for one in script.seen] == [method] * 3
    assert clock.naps == [0.25, 0.5]  # half of 0.5 and 1, as the dice show 0


@pytest.mark.parametrize("name", TROUBLES)
def test_a_create_is_sent_again_only_if_it_was_not_processed(net, clock, name):
    script = net.Script([trouble(net, name), net.as_json(GOOD)])
    if name == "429":
        assert run(net, clock, script, "POST") == "1"
        assert len(script.seen) == 2
        return
    with pytest.raises(AmbiguousWrite) as caught:
        run(net, clock, script, "POST", write_timeout=0.05)
    assert len(script.seen) == 1
    assert caught.value.operation == "POST /articles"
    assert clock.naps == []


@pytest.mark.parametrize("name", ["429", "500", "reset", "empty 200"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_when_it_never_stops(net, clock, name, method):
    script = net.Script([trouble(net, name)])
    error = Unavailable if method == "GET" or name == "429" else AmbiguousWrite
    with pytest.raises(error) as caught:
        run(net, clock, script, method)
    path = "/articles" if method == "POST" else "/articles/1"
    assert caught.value.operation == f"{method} {path}"
    assert caught.value.hint
    first_contact = name == "empty 200"  # has never answered as Intercom does
    repeats = method != "POST" or name == "429"
    assert len(script.seen) == (1 if not repeats else 4 if first_contact else 8)
    if repeats:
        waits = [0.25, 0.5, 1, 2, 4, 8, 8]
        assert clock.naps == (waits[:3] if first_contact else waits)


def test_messages_of_the_two_endings(net, clock):
    with pytest.raises(Unavailable) as reading:
        run(net, clock, net.Script([trouble(net, "500")]), "GET", attempts=2)
    assert str(reading.value) == (
        "Intercom gave no usable answer: Intercom failed after 2 attempts. "
        '(GET /articles/1: 500 server_error "oops" request r-1)'
    )
    with pytest.raises(AmbiguousWrite) as writing:
        run(net, clock, net.Script([trouble(net, "reset")]), "POST")
    assert str(writing.value) == (
        "It is not known whether Intercom did this: the connection broke off before the answer was complete. "
        "(POST /articles)"
    )


def test_one_lost_write_before_429s_stays_in_doubt(net, clock):
    script = net.Script([trouble(net, "reset"), trouble(net, "429")])
    with pytest.raises(AmbiguousWrite):
        run(net, clock, script, "PUT", attempts=3)
    assert len(script.seen) == 3


def test_a_delete_found_gone_after_a_lost_answer_is_done(net, clock):
    gone = net.refused(404, "not_found", "Resource Not Found")
    script = net.Script([trouble(net, "reset"), gone])
    assert run(net, clock, script, "DELETE") is None
    assert len(script.seen) == 2


@pytest.mark.parametrize("before", [[], ["429"]])
def test_a_delete_of_nothing_is_not_found(net, clock, before):
    gone = net.refused(404, "not_found", "Resource Not Found")
    script = net.Script([*(trouble(net, name) for name in before), gone])
    with pytest.raises(NotFound):
        run(net, clock, script, "DELETE")


def test_a_written_object_of_unknown_form_is_in_doubt_at_once(net, clock):
    script = net.Script([net.as_json({"name": "no id"})])
    with pytest.raises(AmbiguousWrite) as caught:
        run(net, clock, script, "PUT")
    assert caught.value.code == "HC405"
    assert len(script.seen) == 1


def test_a_read_of_unknown_form_is_not_repeated(net, clock):
    script = net.Script([net.as_json([])])
    with pytest.raises(Unavailable) as caught:
        run(net, clock, script, "GET")
    assert caught.value.code == "HC405"
    assert len(script.seen) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_refusal_is_final(net, clock, method):
    script = net.Script([net.refused(422, "data_invalid", "no")])
    with pytest.raises(Rejected):
        run(net, clock, script, method)
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("headers", "nap"),
    [
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "Fri, 15 Jan 2027 08:00:09 GMT"}, 9),
        ({"Retry_After": "Fri, 15 Jan 2027 09:00:12 GMT", "Date": "Fri, 15 Jan 2027 09:00:00 GMT"}, 12),
        ({"Retry_After": "99999"}, 60),
        ({"Retry_After": "soon", "X_RateLimit_Reset": "1800000004"}, 4),
        ({"X_RateLimit_Reset": "1800000006"}, 6),
        ({"X_RateLimit_Reset": "1800003603", "Date": "Fri, 15 Jan 2027 09:00:00 GMT"}, 3),  # their clock is ahead
        ({"Retry_After": "2", "X_RateLimit_Reset": "1800000006"}, 2),
        ({}, 0.25),
    ],
)
def test_too_many_requests_says_how_long_to_wait(net, clock, headers, nap):
    script = net.Script([net.refused(429, "rate_limit_exceeded", "slow down", **headers), net.as_json(GOOD)])
    assert run(net, clock, script, "POST") == "1"
    assert clock.naps == [nap]


def test_a_host_that_nobody_listens_at(net, clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        async def main(method):
            async with connect(f"http://127.0.0.1:{port}", net.token, read_only=False, timing=clock.timing) as client:
                await do(client, method)

        for method in ("GET", "POST", "PUT", "DELETE"):
            clock.naps.clear()
            with pytest.raises(Unavailable) as caught:
                asyncio.run(main(method))
            assert caught.value.code == "HC404"
            assert "127.0.0.1" in (caught.value.hint or "")
            assert "could not be reached" in str(caught.value)
            assert clock.naps == [0.25, 0.5, 1]


def test_plain_http_where_tls_is_meant(net, clock):
    async def plain(_, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def main():
        async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
            https = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with connect(https, net.token, read_only=True, timing=clock.timing) as client:
                await client.me()

    with pytest.raises(Unavailable) as caught:
        asyncio.run(main())
    assert caught.value.code == "HC404"
