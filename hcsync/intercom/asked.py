"""The headers of an answer in; what they ask of us (how long to wait, how much of the budget is left) out."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

from hcsync.intercom.timing import Timing


@dataclass(frozen=True, slots=True)
class Budget:
    """The `X-RateLimit-*` headers: requests allowed and left in the window, when it ends (the server's Unix seconds,
    which names the window) and in how many seconds that is."""

    limit: int
    remaining: int
    reset: float
    ends_in: float


def budget(response: httpx.Response, timing: Timing) -> Budget | None:
    """None where the headers are missing, as on refused credentials (docs), or are no numbers."""
    limit = _number(response.headers.get("x-ratelimit-limit"))
    remaining = _number(response.headers.get("x-ratelimit-remaining"))
    reset = _number(response.headers.get("x-ratelimit-reset"))
    if limit is None or remaining is None or reset is None or limit < 1:
        return None
    return Budget(int(limit), int(remaining), reset, _until(reset, response, timing))


def pause_asked(response: httpx.Response, timing: Timing) -> float | None:
    """Seconds to wait before the next request: `Retry-After`, else (on a 429) until `X-RateLimit-Reset`, else None.
    Retry-After is not documented and may be absent; it may be seconds or a date (RFC 9110)."""
    asked = response.headers.get("retry-after")
    if asked is not None:
        number = _number(asked)
        moment = _moment(asked) if number is None else None
        if number is not None:
            return _bounded(number, timing)
        if moment is not None:
            return _until(moment, response, timing)
    reset = _number(response.headers.get("x-ratelimit-reset"))
    if response.status_code == 429 and reset is not None:
        return _until(reset, response, timing)
    return None


def skew(response: httpx.Response, timing: Timing) -> float | None:
    """Seconds that the server's clock is ahead of ours, by its `Date`; None where it does not tell."""
    told = _moment(response.headers.get("date"))
    return None if told is None else told - timing.now()


def _until(moment: float, response: httpx.Response, timing: Timing) -> float:
    """Seconds until a moment of the server's clock, which its `Date` tells: ours may be minutes off."""
    told = _moment(response.headers.get("date"))
    return _bounded(moment - (timing.now() if told is None else told), timing)


def _bounded(seconds: float, timing: Timing) -> float:
    return min(max(seconds, 0.0), timing.longest_pause)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None


def _moment(text: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
