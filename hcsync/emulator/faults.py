"""`NAME=RATE` words and a seed go in; which fault, if any, strikes each request comes out, the same in each run."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from hcsync.errors import UsageError

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "429": "rate limit exceeded, though it is not",
        "500": "server error; nothing happened",
        "502": "an HTML error page from the edge; nothing happened",
        "503": "an HTML error page from the edge; nothing happened",
        "reset-before": "the connection breaks; nothing happened",
        "reset-after": "it happened, but the connection breaks instead of an answer",
        "timeout-before": "nothing happens, and no answer ever comes",
        "timeout-after-commit": "it happened, but no answer ever comes",
        "truncated": "it happened, and the answer's JSON is cut in the middle",
        "empty-200": "it happened, and the answer is a 200 without content",
        "twice": "it happens twice, since something on the way delivers the request again; the second answer comes",
        "slow": "it happens a quarter to two seconds late",
    }
)
"""Fault → what it does."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Probability of each fault, between 0 and 1; together at most 1."""

    rates: Mapping[str, float]
    seed: int = 0

    def __post_init__(self) -> None:
        for name, rate in self.rates.items():
            if name not in NAMES:
                near = get_close_matches(name, NAMES, n=1)
                hint = f'Did you mean "{near[0]}"? ' if near else ""
                raise UsageError(f'There is no fault "{name}".', hint=f"{hint}There are: {', '.join(NAMES)}.")
            if not 0 <= rate <= 1:
                raise UsageError(f'The rate of "{name}" is a probability between 0 and 1, not {rate:g}.')
        if sum(self.rates.values()) > 1:
            raise UsageError("The rates of all faults together exceed 1.")


class Dice:
    """Draws one fault or none for each request, in the order of arrival."""

    def __init__(self, faults: Faults) -> None:
        self._rates = [(name, faults.rates[name]) for name in NAMES if name in faults.rates]
        self._random = random.Random(faults.seed)

    def draw(self) -> str | None:
        point = self._random.random()
        for name, rate in self._rates:
            if point < rate:
                return name
            point -= rate
        return None

    def delay(self) -> float:
        """Seconds a slow answer is late."""
        return self._random.uniform(0.25, 2.0)


def parse_faults(words: Iterable[str], seed: int = 0) -> Faults | None:
    """`("500=0.1", …)` → Faults; None for no words. Raises UsageError."""
    rates: dict[str, float] = {}
    for word in words:
        name, equals, rate = word.partition("=")
        try:
            rates[name.strip()] = float(rate) if equals else 1.0
        except ValueError as error:
            raise UsageError(
                f'"{word}" is not a fault setting.', hint="Write --fault NAME=RATE, as in 500=0.1."
            ) from error
    return Faults(rates, seed) if rates else None


def listing() -> str:
    """The faults as text: name and what it does."""
    width = max(map(len, NAMES))
    return "\n".join(f"{name:<{width}}  {what}" for name, what in NAMES.items())
