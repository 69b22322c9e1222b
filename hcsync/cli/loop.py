"""A coroutine in, its result out, as `asyncio.run` does it; quiet where Ctrl-C is pressed more than once, and ended in
the same good order where a system asks for it."""

import asyncio
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """The first Ctrl-C cancels `work`, a second one breaks into whatever it is doing; either ends in
    KeyboardInterrupt. So does SIGTERM, by which a job is cancelled or a container stopped: the lock is given back."""
    try:
        with _ending_alike(), asyncio.Runner() as runner:
            runner.get_loop().set_exception_handler(_tell)
            return runner.run(work)
    finally:
        work.close()  # One that was never begun would complain.


@contextmanager
def _ending_alike() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return

    def end(_number: int, frame: FrameType | None) -> None:
        on_interrupt = signal.getsignal(signal.SIGINT)
        # What a shell starts in the background ignores Ctrl-C, and must heed this.
        (on_interrupt if callable(on_interrupt) else signal.default_int_handler)(signal.SIGINT, frame)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio would print the traceback of a task that a second Ctrl-C has broken off."""
    if not isinstance(context.get("exception"), KeyboardInterrupt):
        loop.default_exception_handler(context)
