"""What all lines of one rendering share: colours, and columns as wide as what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass

from hcsync.model.address import Address
from hcsync.model.plan import Action, Change, Divergence, Held, Orphan
from hcsync.report.moves import Folded, folded
from hcsync.report.safe import shown
from hcsync.report.view import PlanView

# paint(role, text): the role is one of create, update, move, remove, adopt, drift, conflict, strong, faint, good, bad.
Paint = Callable[[str, str], str]

ROLES = {
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.MOVE: "move",
    Action.UNPUBLISH: "remove",
    Action.DELETE: "remove",
    Action.ADOPT: "adopt",
    Action.FORGET: "faint",
}


def plain(_role: str, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Page:
    """What one rendering works with. `key` and `id` are the widths of these columns; 0 leaves a column out. `told` says
    which moves are told by the line of their folder."""

    view: PlanView
    paint: Paint
    key: int
    id: int
    told: Folded

    def row(self, role: str, symbol: str, address: Address, remote_id: str | None, *rest: str) -> str:
        """`  ~ article     start/install  8137  …`; a key wider than its column pushes the rest on."""
        key, number = shown(address.key), shown(remote_id or "")
        columns = [f"{address.kind.value:<10}", f"{key:<{self.key}}"]
        if self.id and (number or len(key) <= self.key):
            columns.append(f"{number:<{self.id}}")
        return f"  {self.paint(role, symbol)} {'  '.join([*columns, *filter(None, rest)])}".rstrip()


# A key may be as wide as this before it breaks its column.
_WIDEST_KEY = 48


def page_of(view: PlanView, paint: Paint) -> Page:
    plan = view.plan
    told = folded(plan.changes)
    changes = [change for change in plan.changes if change.address not in told.hidden]
    rows: list[Change | Divergence | Orphan | Held] = [*changes, *plan.conflicts, *plan.drift, *plan.held]
    rows += [orphan for orphan in plan.orphans if not orphan.known]
    key = max((width for row in rows if (width := len(shown(row.address.key))) <= _WIDEST_KEY), default=0)
    return Page(view, paint, key, max((len(shown(row.remote_id or "")) for row in rows), default=0), told)
