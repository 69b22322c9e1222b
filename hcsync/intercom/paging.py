"""A function that fetches a page by its number in; the pages' new items out, one list a page.

The next page is asked for before the last one is handed over, so that Intercom works while the caller does.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from hcsync.intercom import wire

I = TypeVar("I", wire.Article, wire.Collection)  # noqa: E741
Listing = tuple[list[I], wire.Pages | None, wire.Number]
Fetch = Callable[[int, Callable[[], None]], Awaitable[Listing[I]]]


async def walk(fetch: Fetch[I]) -> AsyncGenerator[list[I], None]:
    """`fetch(number, sent)` gets a page and calls `sent()` once its request has left.

    Lists are cut by offset in an order that every edit changes, so items shift while they are read: each id is handed
    over once, and when fewer ids came by than the list counts, it is read once more for those that slipped through.
    """
    seen: set[str] = set()
    total: int | None = None
    for again in (False, True):
        async with aclosing(_pages(fetch)) as pages:
            async for items, count in pages:
                total = count
                fresh = {item.id: item for item in items if item.id not in seen}
                seen.update(fresh)
                if fresh:
                    yield list(fresh.values())
                if again and _complete(seen, total):
                    break
        if _complete(seen, total):
            return


def _complete(seen: set[str], total: int | None) -> bool:
    return total is None or len(seen) >= total


async def _pages(fetch: Fetch[I]) -> AsyncGenerator[tuple[list[I], int | None], None]:
    """Page 1, 2, … until the pages say that there are no more, or one is empty or the same as the one before: a server
    that ignores `page` must not keep us for ever."""
    number, before = 1, list[str]()
    coming = await _begin(fetch, number)
    try:
        while True:
            items, pages, count = await coming
            ids = [item.id for item in items]
            more = ids not in ([], before) and _more(number, pages)
            before = ids
            if more:
                number += 1
                coming = await _begin(fetch, number)
            yield items, wire.whole(count)
            if not more:
                return
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


def _more(number: int, pages: wire.Pages | None) -> bool:
    """By `total_pages` where it is told; else by `next`, a URL (observed) or an object (2.10 document)."""
    if pages is None:
        return False
    total = wire.whole(pages.total_pages)
    return number < total if total is not None else bool(pages.next)


async def _begin(fetch: Fetch[I], number: int) -> "asyncio.Task[Listing[I]]":
    """Start to fetch, and come back when the request has left: a caller busy with the page before would hold it up."""
    left = asyncio.Event()
    coming = asyncio.ensure_future(fetch(number, left.set))
    leaving = asyncio.ensure_future(left.wait())
    try:
        await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        coming.cancel()
        raise
    finally:
        leaving.cancel()
    return coming
