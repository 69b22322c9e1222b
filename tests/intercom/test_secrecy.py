"""The token is never to be seen: not in an error, a log line, a repr, or the locals of a traceback."""

import asyncio
import logging
import traceback

import pytest

from hcsync.errors import HcsyncError
from hcsync.intercom.client import connect

SECRET = "s3cr3t-T0k3n-0123456789"


def exposed(error):
    """Everything a crash reporter would show of an error and of those it hides behind."""
    shown = []
    chain, todo = set(), [error]
    while todo:
        one = todo.pop()
        if one is None or id(one) in chain:
            continue
        chain.add(id(one))
        todo += [one.__cause__, one.__context__]
        shown += [str(one), repr(one), repr(vars(one)), *traceback.format_exception(one)]
        trace = one.__traceback__
        while trace:
            if "/hcsync/" in trace.tb_frame.f_code.co_filename or "httpx" in trace.tb_frame.f_code.co_filename:
                shown += [f"{name}={value!r}" for name, value in trace.tb_frame.f_locals.items()]
            trace = trace.tb_next
    return "\n".join(shown)


def answers(net):
    echo = f"no such token: {SECRET}"
    return {
        "401": net.refused(401, "unauthorized", echo, SECRET),
        "404": net.refused(404, SECRET, echo),
        "422": net.refused(422, "data_invalid", echo),
        "429": net.refused(429, "rate_limit_exceeded", echo),
        "500": net.refused(500, "server_error", echo),
        "redirect": net.Answer(302, b"", {"Location": "https://elsewhere/"}),
        "reset": net.Answer(drop="before"),
        "cut": net.Answer(body=echo.encode(), drop="after"),
        "html": net.Answer(body=f"<html>{echo}".encode()),
        "empty": net.Answer(body=b""),
        "other form": net.as_json([echo]),
        "slow": net.Answer(slow=True),
        "unreachable": None,
    }


KINDS = ["401", "404", "422", "429", "500", "redirect", "reset", "cut", "html", "empty", "other form", "slow"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("kind", [*KINDS, "unreachable"])
def test_no_error_or_log_shows_the_token(net, clock, caplog, kind, method):
    caplog.set_level(logging.DEBUG)
    script = net.Script([answers(net)[kind]])
    timing = clock.impatient(attempts=2, read_timeout=0.05, write_timeout=0.05)

    async def main():
        async with script.serving() as url:
            host = "http://127.0.0.1:9" if kind == "unreachable" else url
            async with connect(host, SECRET, read_only=False, timing=timing) as client:
                with pytest.raises(HcsyncError) as caught:
                    if method == "GET":
                        await client.article("1")
                    elif method == "POST":
                        await client.create_article({"title": "T"})
                    else:
                        await client.update_article("1", {"title": "T"})
                assert SECRET not in repr(client)
                assert SECRET not in repr(vars(client))
                return caught.value

    error = asyncio.run(main())
    assert SECRET not in exposed(error)
    assert SECRET not in caplog.text
    if kind != "unreachable":
        assert SECRET in script.seen[0].headers["authorization"]


def test_nor_does_a_violation_of_read_only(net, clock):
    async def main():
        async with connect("http://127.0.0.1:9", SECRET, read_only=True, timing=clock.timing) as client:
            with pytest.raises(HcsyncError) as caught:
                await client.delete_article("1")
            return caught.value

    assert SECRET not in exposed(asyncio.run(main()))


@pytest.mark.parametrize(("host", "token"), [("ftp://x", SECRET), ("https://x", f"{SECRET} {SECRET}")])
def test_nor_does_a_refusal_to_connect(host, token):
    with pytest.raises(HcsyncError) as caught:
        connect(host, token, read_only=True)
    frames = []
    trace = caught.value.__traceback__.tb_next  # this test holds the token itself
    while trace:
        frames += [repr(value) for value in trace.tb_frame.f_locals.values()]
        trace = trace.tb_next
    assert SECRET not in f"{frames} {caught.value!r} {caught.value}"
