"""Pieces of work in, what each comes to out: done side by side by several processes, where there is enough to do."""

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Fewer pieces, of some milliseconds each, are done before a process has been started.
WORTH_IT = 600
_MOST = 8  # processes; each has about 50 MB
_CHUNK = 10  # pieces handed over at once
_AHEAD = 4  # chunks for each process that are done or waiting: so much is in memory


class Crew:
    """A held resource. `pieces` is about how many there will be. Work is a function of a module, of values that can be
    pickled, and changes nothing. Where a process cannot be started, or was killed, its work is done here."""

    def __init__(self, pieces: int) -> None:
        self.size = min(processors(), _MOST) if pieces >= WORTH_IT else 1
        self._pool = _pool(self.size) if self.size > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What has not been begun is left."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    async def do(self, work: Callable[[T], R], piece: T) -> R:
        given = self._given(work, [piece])
        if given is not None:
            try:
                return (await asyncio.wrap_future(given))[0]
            except BrokenExecutor:
                pass
        return work(piece)

    def each(self, work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """In order. `pieces` are taken as they are needed."""
        left = iter(pieces)
        begun: deque[tuple[list[T], Future[list[R]] | None]] = deque()
        while chunk := list(islice(left, _CHUNK)):
            begun.append((chunk, self._given(work, chunk)))
            if len(begun) >= self.size * _AHEAD:
                yield from _outcome(work, *begun.popleft())
        while begun:
            yield from _outcome(work, *begun.popleft())

    def _given(self, work: Callable[[T], R], chunk: list[T]) -> Future[list[R]] | None:
        """None where there is nobody to do it."""
        if self._pool is None:
            return None
        try:
            with _undisturbed():
                return self._pool.submit(_all, work, chunk)
        except (BrokenExecutor, OSError):
            return None


def _outcome(work: Callable[[T], R], chunk: list[T], given: Future[list[R]] | None) -> list[R]:
    if given is not None:
        try:
            return given.result()
        except BrokenExecutor:
            pass
    return _all(work, chunk)


def _all(work: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [work(piece) for piece in chunk]


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _pool(size: int) -> ProcessPoolExecutor | None:
    """Started anew, not forked: a fork would have half of a database connection and of an event loop."""
    try:
        return ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), _begin)
    except (OSError, ImportError, NotImplementedError):
        return None  # A sandbox without semaphores.


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes started within hear no Ctrl-C, from their first moment on: it is for the one that started them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a process of the crew: it goes when the one that started it is gone, be that killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As for a plan: what a page leaves behind is freed without looking for garbage.
    gc.set_threshold(100_000, 20, 20)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
