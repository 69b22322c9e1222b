"""`hcsync doctor`: every check in turn, each on what those before it have found out. Writes to nobody but its cache."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from enum import Enum
from pathlib import Path

from hcsync.model.checkup import Check, Checkup, Finding, Health
from hcsync.workflow.checks import intercom, kept, languages, publishing, repository, settings
from hcsync.workflow.checks.known import Known


class _For(Enum):
    """Which environments a check is for."""

    ANY = "any"
    LIVE = "live"
    EMBEDDED = "embedded"


# A check returns None where something it needs is not known.
_CHECKS: tuple[tuple[str, Callable[[Known], Awaitable[Finding | None]], _For], ...] = (
    ("configuration", settings.configuration, _For.ANY),
    ("environment", settings.environment, _For.ANY),
    ("emulator", settings.emulator, _For.EMBEDDED),
    ("token", settings.token_variable, _For.LIVE),
    ("host", intercom.host, _For.LIVE),
    ("access", intercom.access, _For.LIVE),
    ("workspace", intercom.workspace, _For.LIVE),
    ("region", intercom.region, _For.LIVE),
    ("help center", intercom.help_center, _For.LIVE),
    ("locales", languages.locales, _For.LIVE),
    ("authors", intercom.people, _For.LIVE),
    ("rate limit", intercom.budget, _For.LIVE),
    ("clock", intercom.clock, _For.LIVE),
    ("content", repository.content, _For.ANY),
    ("images", publishing.images, _For.ANY),
    ("git", repository.git, _For.ANY),
    ("state", kept.state, _For.ANY),
    ("lock", kept.lock, _For.ANY),
    ("journal", kept.journal, _For.ANY),
)

_UNCHECKED = Finding(Health.UNCHECKED)


async def doctor(start: Path, explicit: Path | None, wanted: str | None, environ: Mapping[str, str]) -> Checkup:
    """`start` is where to look for hcsync.yml unless `explicit` names it; `wanted` is the environment, None for the
    default one. What is wrong is in the findings."""
    checks: list[Check] = []
    async with AsyncExitStack() as stack:
        known = Known(start, explicit, wanted, environ, stack)
        for name, check, meant in _CHECKS:
            if meant in (_For.ANY, _kind(known)):
                checks.append(Check(name, await check(known) or _UNCHECKED))
        return Checkup(known.environment.name if known.environment else "", tuple(checks))


def _kind(known: Known) -> _For:
    embedded = known.environment is not None and known.environment.emulator is not None
    return _For.EMBEDDED if embedded else _For.LIVE
