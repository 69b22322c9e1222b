"""Live objects and who owns them → warnings for those that were made together with one of ours, under its title.

hcsync never sends a request again that may have made something. What lies between here and Intercom may do so all the
same, and then there are two. The second one is nobody's: it is named, and left for a person to delete.
"""

from collections import defaultdict
from collections.abc import Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.planner.tokens import text_token

# Seconds that may lie between a request and its second delivery.
TOGETHER = 600


def twins(desired: DesiredState, ids: Mapping[Address, str], live: LiveSnapshot) -> list[Diagnostic]:
    """`ids` maps everything that has an owner to its remote id, what has lost its file included."""
    owned = {(address.kind, id_) for address, id_ in ids.items()}
    strangers = [
        node
        for kind in Kind
        for id_, node in sorted(live.of(kind).items())
        if (kind, id_) not in owned and node.created_at
    ]
    if not strangers:
        return []
    titles = {(node.kind, _title(node)) for node in strangers}
    ours: dict[tuple[Kind, str], list[tuple[Address, LiveNode]]] = defaultdict(list)
    for address, id_ in ids.items():
        node = live.of(address.kind).get(id_)
        if node is not None and (node.kind, _title(node)) in titles:
            ours[node.kind, _title(node)].append((address, node))
    found: list[Diagnostic] = []
    for other in strangers:
        near = [one for one in ours[other.kind, _title(other)] if _apart(one[1], other) <= TOGETHER]
        if near:
            address, node = min(near, key=lambda one: (one[1].parent != other.parent, _apart(one[1], other), one[0]))
            found.append(_twin(desired, address, node, other))
    return found


def _apart(one: LiveNode, other: LiveNode) -> int:
    """Seconds between the makings of two objects."""
    return abs(one.created_at - other.created_at)


def _title(node: LiveNode) -> str:
    """That of the default locale."""
    return text_token(node.main.title)


def _twin(desired: DesiredState, address: Address, ours: LiveNode, other: LiveNode) -> Diagnostic:
    kind = address.kind.value
    file = desired.nodes.get(address)
    return Diagnostic(
        Code.LOOKALIKE,
        f"Intercom has a second {kind} of this title ({other.remote_id}), made together with this one "
        f"({ours.remote_id}), and no file owns it: something on the way may have delivered a request twice",
        file.main.place if file else None,
        f"look at both; if they are the same, delete {other.remote_id} in Intercom",
        Severity.WARNING,
    )
