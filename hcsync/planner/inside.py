"""The live help center and changes, one after the other → what is in each collection once they are made."""

from collections.abc import Iterable

from hcsync.model.address import Address, Kind
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action, Change, Field


class Inside:
    """What is in each collection once all changes so far are made."""

    def __init__(self, live: LiveSnapshot, changes: Iterable[Change]) -> None:
        self._live = live
        self._held: dict[str, set[tuple[Kind, str]]] = {}
        self._emptied: dict[str, list[Address]] = {}
        for node in (*live.collections.values(), *live.articles.values()):
            if node.parent:
                self._held.setdefault(node.parent, set()).add((node.kind, node.remote_id))
        for change in changes:
            if change.action is Action.DELETE or any(delta.field is Field.PARENT for delta in change.fields):
                self.leave(change)

    def leave(self, change: Change) -> None:
        node = self._live.of(change.address.kind).get(change.remote_id or "")
        if node is not None and node.parent in self._held:
            self._held[node.parent].discard((node.kind, node.remote_id))
            self._emptied.setdefault(node.parent, []).append(change.address)

    def held(self, remote_id: str) -> list[LiveNode]:
        found = sorted(self._held.get(remote_id, ()))
        return [self._live.of(kind)[id_] for kind, id_ in found]

    def emptied_by(self, remote_id: str) -> tuple[Address, ...]:
        """What has left it: it can be deleted only after these."""
        return tuple(self._emptied.get(remote_id, ()))
