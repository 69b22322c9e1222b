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


def _untold(_words: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`show` is given the plan, `confirm` says whether to go on. `progress` is given the number of writes to come and
    returns what to call after each of them, `uploads` the same of images; `watch` is told of each change as it begins
    and ends; `tell` of what people should know beside it (another run is waited for). Left out, they are silent and
    agree. `patience` is how many seconds to wait for another run to end; `texts`: see `workflow.plan`."""

    show: Callable[[PlanView], None] = _shown
    confirm: Callable[[PlanView], bool] = _agreed
    progress: Callable[[int], Callable[[], None]] = _uncounted
    watch: Watch = unwatched
    tell: Callable[[str], None] = _untold
    patience: float = 0.0
    texts: bool = False
    uploads: Callable[[int], Callable[[], None]] = _uncounted
