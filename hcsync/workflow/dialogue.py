"""How an apply talks with whoever asked for it, while it runs: what it shows, asks and tells."""

from collections.abc import Callable
from dataclasses import dataclass

from hcsync.applier.job import Watch, unwatched
from hcsync.report.view import PlanView


def _shown(_view: PlanView) -> None:
    return


def _agreed(_view: PlanView) -> bool:
    return True


def _uncounted(_total: int) -> Callable[[], None]:
    return lambda: None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`show` is given the plan, `confirm` says whether to go on. `progress` is given the number of writes to come and
    returns what to call after each of them; `watch` is told of each change as it begins and ends. Left out, they are
    silent and agree."""

    show: Callable[[PlanView], None] = _shown
    confirm: Callable[[PlanView], bool] = _agreed
    progress: Callable[[int], Callable[[], None]] = _uncounted
    watch: Watch = unwatched
