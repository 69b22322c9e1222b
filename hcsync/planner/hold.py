"""A plan that was made earlier and the decision of today → what of it no longer fits, or the decision to do just it."""

import msgspec

from hcsync.model.address import Address
from hcsync.model.plan import Action, Change, Plan
from hcsync.planner.decide import Decision


class Moved(msgspec.Struct, frozen=True):
    """An object of the earlier plan that no longer is as the plan saw it. `why` goes on after its name."""

    address: Address
    remote_id: str | None
    why: str


def moved(saved: Plan, today: Plan) -> tuple[Moved, ...]:
    """What the saved plan would change, be it in the state alone, and today's would not change in the same way. What
    the saved plan leaves alone may have moved as it likes."""
    changes = {change.address: change for change in today.changes}
    found = [
        Moved(change.address, change.remote_id, _why(change, changes.get(change.address), today))
        for change in saved.changes
        if changes.get(change.address) != change
    ]
    refreshed = set(today.refresh)
    found += [Moved(address, None, _EDITED) for address in saved.refresh if address not in refreshed]
    orphans = {(orphan.address, orphan.remote_id, orphan.locales) for orphan in today.orphans if not orphan.known}
    found += [
        Moved(orphan.address, orphan.remote_id, "is no longer an orphan")
        for orphan in saved.orphans
        if not orphan.known and (orphan.address, orphan.remote_id, orphan.locales) not in orphans
    ]
    return tuple(found)


def done(saved: Plan, today: Plan) -> bool:
    """Whether nothing that the saved plan would change is left to do."""
    left = {change.address for change in today.changes}
    return bool(saved.changes) and left.isdisjoint(change.address for change in saved.changes)


def held(saved: Plan, today: Decision) -> Decision:
    """Today's decision narrowed to the saved plan, of which nothing has moved."""
    return msgspec.structs.replace(today, plan=saved)


_EDITED = "was edited after the plan was made"


def _why(change: Change, now: Change | None, today: Plan) -> str:
    gone = {item.address for item in today.drift if item.gone}
    if change.address in gone or (now and change.remote_id and now.action in (Action.CREATE, Action.FORGET)):
        return "was deleted in Intercom after the plan was made"
    edited = {item.address for item in (*today.drift, *today.conflicts)}.union(today.refresh)
    if change.address in edited or (now and change.precondition and now.precondition != change.precondition):
        return _EDITED
    if now is None:
        return "is no longer to be changed"
    if now.action is not change.action:
        return f"is to {now.action.value} by now, not to {change.action.value}: {now.reason}"
    return "would be changed in another way by now: what it links to or lies in has moved"
