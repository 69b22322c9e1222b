"""A coroutine in, its result out, as `asyncio.run` does it; and quiet where Ctrl-C is pressed more than once."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """The first Ctrl-C cancels `work`, a second one breaks into whatever it is doing; either ends in
    KeyboardInterrupt."""
    try:
        with asyncio.Runner() as runner:
            runner.get_loop().set_exception_handler(_tell)
            return runner.run(work)
    finally:
        work.close()  # One that was never begun would complain.


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio would print the traceback of a task that a second Ctrl-C has broken off."""
    if not isinstance(context.get("exception"), KeyboardInterrupt):
        loop.default_exception_handler(context)
