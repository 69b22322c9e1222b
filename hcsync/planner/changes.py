"""An object and what was decided about it → the Change that does it."""

from collections.abc import Iterable

from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action, Change, Field, FieldDelta
from hcsync.planner.tokens import live_tokens


def creation(node: DesiredNode, reason: str) -> Change:
    return Change(
        node.address, Action.CREATE, node.main.title, reason, tuple(node.versions), state=node.main.state or ""
    )


def adoption(node: DesiredNode, twin: LiveNode, reason: str) -> Change:
    return Change(
        node.address,
        Action.ADOPT,
        node.main.title,
        reason,
        tuple(node.versions),
        twin.remote_id,
        node.main.state or "",
        precondition=live_tokens(twin),
    )


def rewriting(
    node: DesiredNode, twin: LiveNode, reason: str, fields: Iterable[FieldDelta], keep: Iterable[str] = ()
) -> Change:
    """`twin` gets the `fields` of `node`. `keep`: see `Change`."""
    fields = tuple(fields)
    retitled = tuple(
        delta.locale
        for delta in fields
        if delta.field is Field.TITLE and delta.before and twin.versions[delta.locale].state == "published"
    )
    return Change(
        node.address,
        Action.UNPUBLISH if any(delta.hides for delta in fields) else Action.UPDATE,
        node.main.title,
        reason,
        tuple(dict.fromkeys(delta.locale for delta in fields if delta.locale)),
        twin.remote_id,
        node.main.state or "",
        fields,
        live_tokens(twin),
        tuple(keep),
        retitled=retitled,
    )
