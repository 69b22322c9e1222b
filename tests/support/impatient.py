"""An apply that waits hundredths of seconds where hcsync waits seconds: the entry of a forked process."""

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hcsync.config import load
from hcsync.errors import ContentInvalid, HcsyncError
from hcsync.intercom.timing import Timing
from hcsync.planner.policy import OnOrphan, Policy
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView
from hcsync.workflow.apply import apply as applied
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.request import Request


class Hasty:
    """A clock that leaps over most of each wait."""

    def __init__(self) -> None:
        self._leapt = 0.0

    async def sleep(self, seconds: float) -> None:
        self._leapt += seconds
        await asyncio.sleep(min(seconds, 0.01))

    def monotonic(self) -> float:
        return time.monotonic() + self._leapt


def hurry(**given: Any) -> Timing:
    """A patience as long as hcsync's own, in no time."""
    clock = Hasty()
    return Timing(sleep=clock.sleep, monotonic=clock.monotonic, **given)


def _show(view: PlanView) -> None:
    print(plan_text(view), flush=True)


def apply(arguments: Sequence[str]) -> int:
    """`hcsync apply --auto-approve` here, with its exit codes; what is wrong is said on stdout. An argument is the
    deletions that are meant."""
    config = load(Path.cwd(), {})
    asked = Request(
        Policy(on_orphan=OnOrphan(config.safety.on_orphan)), allow_deletes=int(arguments[0]) if arguments else None
    )
    try:
        timing = hurry(read_timeout=0.4, write_timeout=0.4, attempts=4)
        dialogue = Dialogue(show=_show)
        outcome = asyncio.run(applied(config, config.environment(), os.environ, asked, 8, dialogue, timing=timing))
    except Exception as raised:
        error = raised
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        if not isinstance(error, HcsyncError):
            raise
        print(type(error).__name__, error, *(error.faults if isinstance(error, ContentInvalid) else ()), sep="\n")
        return error.exit_code
    print(outcome)
    return 0 if outcome is None or outcome.complete else 6
