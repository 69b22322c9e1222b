"""Pages by number, whatever their numbers look like and however the list moves while it is read."""

import asyncio

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.intercom import wire
from hcsync.intercom.paging import walk


def article(number):
    return msgspec.convert({"id": number}, wire.Article)


def server(ids, per_page, *, shape=lambda page, pages: {"total_pages": pages}, total=True, moves=None):
    """`fetch` over a list of ids. `moves` changes the list after a page was given: page → function of the list."""
    asked = []
    held = list(ids)

    async def fetch(number, sent):
        asked.append(number)
        sent()
        await asyncio.sleep(0)
        part = held[(number - 1) * per_page : number * per_page]
        told = shape(number, -(-len(held) // per_page))
        count = len(held)
        if moves and number in moves:
            moves.pop(number)(held)
        return (
            [article(one) for one in part],
            None if told is None else msgspec.convert(told, wire.Pages),
            count if total else None,
        )

    return fetch, asked


def read(fetch):
    async def main():
        return [[one.id for one in page] async for page in walk(fetch)]

    return asyncio.run(main())


SHAPES = {
    "total_pages": lambda page, pages: {"total_pages": pages},
    "text": lambda page, pages: {"total_pages": str(pages), "page": str(page)},
    "both": lambda page, pages: {"total_pages": pages, "next": "https://x" if page < pages else None},
    "next url": lambda page, pages: {"next": f"https://x/?page={page + 1}"} if page < pages else {},
    "next object": lambda page, pages: {"next": {"page": 2, "starting_after": "x"} if page < pages else None},
    "next for ever": lambda page, pages: {"next": "https://x"},
}


@pytest.mark.parametrize("shape", SHAPES)
@given(count=st.integers(0, 40), per_page=st.integers(1, 12), total=st.booleans())
def test_every_item_once_in_the_fewest_requests(shape, count, per_page, total):
    fetch, asked = server(range(1, count + 1), per_page, shape=SHAPES[shape], total=total)
    pages = read(fetch)
    assert [one for page in pages for one in page] == [str(n) for n in range(1, count + 1)]
    fewest = max(1, -(-count // per_page))
    one_more = shape == "next for ever" and count > 0
    assert asked == list(range(1, fewest + 1 + one_more))


def test_no_pages_at_all_is_one_page():
    fetch, asked = server([1, 2, 3], 3, shape=lambda page, pages: None)
    assert read(fetch) == [["1", "2", "3"]]
    assert asked == [1]


def test_an_empty_page_ends_it_whatever_the_numbers_say():
    fetch, asked = server([1, 2, 3], 2, shape=lambda page, pages: {"total_pages": 900}, total=False)
    assert read(fetch) == [["1", "2"], ["3"]]
    assert asked == [1, 2, 3]


def test_a_server_that_ignores_the_page_number_does_not_keep_us():
    async def fetch(number, sent):
        return [article(1), article(2)], wire.Pages(next="https://x"), None

    assert read(fetch) == [["1", "2"]]


def test_an_item_edited_behind_us_is_not_given_twice():
    fetch, asked = server([1, 2, 3, 4, 5, 6], 2, moves={1: lambda held: held.insert(0, held.pop(1))})
    assert read(fetch) == [["1", "2"], ["3", "4"], ["5", "6"]]
    fetch, asked = server([1, 2, 3, 4, 5, 6], 2, moves={1: lambda held: held.insert(0, 9)})
    assert sorted(one for page in read(fetch) for one in page) == ["1", "2", "3", "4", "5", "6", "9"]
    assert asked == [1, 2, 3, 4, 1, 2]


def test_an_item_edited_ahead_of_us_is_fetched_by_a_second_look():
    # 5 is edited after page 1 was read: it jumps to the front, and the rest moves back by one
    fetch, asked = server([1, 2, 3, 4, 5, 6], 2, moves={1: lambda held: held.insert(0, held.pop(4))})
    assert read(fetch) == [["1", "2"], ["3"], ["4", "6"], ["5"]]
    assert asked == [1, 2, 3, 1, 2]


def test_a_count_that_is_never_reached_is_looked_after_once():
    async def fetch(number, sent):
        asked.append(number)
        return [article(1)], wire.Pages(total_pages=1), "7"

    asked = []
    assert read(fetch) == [["1"]]
    assert asked == [1, 1]


def test_the_next_page_is_on_its_way_while_the_caller_works():
    fetch, asked = server(range(1, 9), 2)

    async def main():
        stages = []
        async for page in walk(fetch):
            stages.append((page[0].id, list(asked)))
        return stages

    assert asyncio.run(main()) == [("1", [1, 2]), ("3", [1, 2, 3]), ("5", [1, 2, 3, 4]), ("7", [1, 2, 3, 4])]


def test_leaving_early_calls_off_the_page_on_its_way():
    called_off = []

    async def fetch(number, sent):
        sent()
        if number == 2:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                called_off.append(number)
                raise
        return [article(number)], wire.Pages(total_pages=5), 5

    async def main():
        pages = walk(fetch)
        first = await anext(pages)
        await pages.aclose()
        return [one.id for one in first]

    assert asyncio.run(main()) == ["1"]
    assert called_off == [2]


def test_a_failing_page_is_raised_where_it_is_awaited():
    async def fetch(number, sent):
        if number == 2:
            raise LookupError("page 2")
        return [article(number)], wire.Pages(total_pages=3), 3

    async def main():
        got = []
        with pytest.raises(LookupError):
            async for page in walk(fetch):
                got += [one.id for one in page]
        return got

    assert asyncio.run(main()) == ["1"]
