"""What is to be done to objects whose files have moved → the same, each with the address it had until now."""

from collections.abc import Iterable, Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredState
from hcsync.model.plan import Action, Change, Field
from hcsync.model.state import Entry
from hcsync.planner.moves import Move


def taken_over(entries: Mapping[Address, Entry], equal: Mapping[Address, str], desired: DesiredState) -> list[Move]:
    """Files found equal with a live object whose own file is gone. `equal` maps address → remote id."""
    owners = {(address.kind, entry.id): address for address, entry in entries.items() if address not in desired.nodes}
    return [
        Move(owners[new.kind, remote_id], new, "Intercom holds the same text")
        for new, remote_id in equal.items()
        if (new.kind, remote_id) in owners
    ]


def relocated(
    changes: Iterable[Change],
    moves: Mapping[Address, Move],
    desired: DesiredState,
    ids: Mapping[Address, str],
    unsettled: Mapping[Address, tuple[str, ...]],
) -> list[Change]:
    """`moves` is by new address. A change that is nothing but a move is made so; an object with no other change gets
    one that is, and whose `keep` holds its `unsettled` slots: what has drifted, what is in conflict, and what is
    written only later, of which the state goes on saying what it said."""
    found = [_told(change, moves[change.address]) if change.address in moves else change for change in changes]
    for new in moves.keys() - {change.address for change in found}:
        node = desired.nodes[new]
        found.append(
            Change(
                new,
                Action.MOVE,
                node.main.title,
                moves[new].reason,
                remote_id=ids.get(new),
                state=node.main.state or "",
                keep=unsettled.get(new, ()),
                moved_from=moves[new].old,
            )
        )
    return found


def _told(change: Change, move: Move) -> Change:
    only_parent = change.action is Action.UPDATE and all(delta.field is Field.PARENT for delta in change.fields)
    return msgspec.structs.replace(
        change,
        action=Action.MOVE if only_parent else change.action,
        reason=move.reason,
        moved_from=move.old,
    )
