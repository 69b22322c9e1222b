"""One attempt in, as a function; the answer of the first one that counts out, or the error that ends them.

A loop of our own and not tenacity or stamina: whether to go on depends on the method, on what may already have been
written and on Intercom's own Reset, which would make every part of theirs a callback of ours.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from hcsync.errors import ApiError, NotFound
from hcsync.intercom.timing import Timing
from hcsync.intercom.trouble import Call, Trouble, given_up

T = TypeVar("T")


async def persist(
    call: Call,
    attempt: Callable[[], Awaitable[T | Trouble | ApiError]],
    timing: Timing,
    attempts: Callable[[Trouble], int],
) -> T | None:
    """Repeats only what is safe to repeat. None stands for a DELETE whose object is gone after an earlier try of ours.

    | trouble                               | GET | PUT, DELETE | POST            |
    |---------------------------------------|-----|-------------|-----------------|
    | 429, nothing sent                     | yes | yes         | yes             |
    | 408, 5xx, timeout, lost or bad answer | yes | yes         | AmbiguousWrite  |

    Raises Unavailable where surely nothing was written, AmbiguousWrite where something may have been, and what
    Intercom refused as it is.
    """
    doubt = False
    tries = 0
    while True:
        result = await attempt()
        tries += 1
        if isinstance(result, NotFound) and call.method == "DELETE" and doubt:
            return None
        if isinstance(result, ApiError):
            raise result
        if not isinstance(result, Trouble):
            return result
        doubt = doubt or result.landed
        if result.final or tries >= attempts(result) or (result.landed and not call.repeatable):
            raise given_up(call, result, attempts=tries, doubt=doubt)
        await timing.sleep(_delay(result, tries, timing))


def _delay(trouble: Trouble, failures: int, timing: Timing) -> float:
    if trouble.pause is None:
        return timing.backoff(failures)
    return trouble.pause + timing.jitter()
