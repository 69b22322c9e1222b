"""Faults over the ASGI transport: what the client meets, and what has happened."""

import asyncio
import json

import httpx
import pytest

from hcsync.emulator.faults import NAMES, Dice, Faults, listing, parse_faults
from hcsync.errors import UsageError

GROUPS = "/help_center/collections"


def with_fault(start, name):
    return start({"faults": Faults({name: 1.0})})


def count(center):
    return center.store.value("SELECT count(*) FROM collections")


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500)])
def test_errors_of_the_api(start, fault, status):
    center = with_fault(start, fault)
    answer = center.ask("POST", GROUPS, {"name": "A"})
    assert (answer.status_code, answer.json()["type"], count(center)) == (status, "error.list", 0)
    assert ("x-ratelimit-reset" in answer.headers) == (fault == "429")


@pytest.mark.parametrize("fault", ["502", "503"])
def test_pages_of_the_edge(start, fault):
    center = with_fault(start, fault)
    answer = center.ask("POST", GROUPS, {"name": "A"})
    assert (answer.status_code, answer.headers["content-type"]) == (int(fault), "text/html; charset=utf-8")
    assert answer.text.startswith("<html>") and count(center) == 0


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        ("reset-before", ConnectionResetError, 0),
        ("reset-after", ConnectionResetError, 1),
        ("timeout-before", TimeoutError, 0),
        ("timeout-after-commit", TimeoutError, 1),
    ],
)
def test_no_answer(start, fault, error, kept):
    center = with_fault(start, fault)
    with pytest.raises(error):
        center.ask("POST", GROUPS, {"name": "A"})
    assert count(center) == kept


def test_a_request_delivered_twice(start):
    center = with_fault(start, "twice")
    answer = center.ask("POST", GROUPS, {"name": "A"})
    assert (answer.status_code, count(center)) == (200, 2)
    ids = [row["id"] for row in center.store.rows("SELECT id FROM collections ORDER BY id")]
    assert answer.json()["id"] == str(ids[1])
    assert center.ask("DELETE", f"{GROUPS}/{ids[1]}").status_code == 404
    assert count(center) == 1


def test_an_empty_answer(start):
    center = with_fault(start, "empty-200")
    answer = center.ask("POST", GROUPS, {"name": "A"})
    assert (answer.status_code, answer.content, count(center)) == (200, b"", 1)


def test_half_an_answer(start):
    center = with_fault(start, "truncated")
    answer = center.ask("POST", GROUPS, {"name": "A"})
    assert (answer.status_code, count(center)) == (200, 1)
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_late_answer_is_whole_and_others_do_not_wait_for_it(start):
    center = with_fault(start, "slow")

    async def both():
        transport = httpx.ASGITransport(center.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            late = asyncio.create_task(client.get("/me", headers={"Authorization": "Bearer x"}))
            control = await client.put("/_emulator/articles/1/pending-draft", headers={"Authorization": "Bearer x"})
            assert not late.done()
            return control.status_code, (await late).status_code

    assert asyncio.run(both()) == (400, 200)


def test_only_the_api_is_struck(start):
    center = with_fault(start, "500")
    assert center.ask("GET", "/articlesque").status_code == 404
    assert center.ask("GET", "/articles/1").status_code == 500


def test_the_same_seed_the_same_faults():
    faults = Faults({"500": 0.2, "reset-after": 0.3}, seed=7)
    one, two = Dice(faults), Dice(faults)
    drawn = [one.draw() for _ in range(400)]
    assert drawn == [two.draw() for _ in range(400)]
    assert set(drawn) == {None, "500", "reset-after"}
    other = Dice(Faults(faults.rates, seed=8))
    assert drawn != [other.draw() for _ in range(400)]


def test_parsing():
    assert parse_faults([]) is None
    assert parse_faults(["500=0.25", "slow=.5"], 3) == Faults({"500": 0.25, "slow": 0.5}, 3)
    assert parse_faults(["slow"]) == Faults({"slow": 1.0})
    for words, message in (
        (["five=0.1"], 'There is no fault "five".'),
        (["500=often"], '"500=often" is not a fault setting.'),
        (["500=2"], 'The rate of "500" is a probability between 0 and 1, not 2.'),
        (["500=0.7", "503=0.7"], "The rates of all faults together exceed 1."),
    ):
        with pytest.raises(UsageError) as caught:
            parse_faults(words)
        assert caught.value.message == message
    assert all(name in listing() for name in NAMES)
