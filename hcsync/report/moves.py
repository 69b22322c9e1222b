"""The changes of a plan → how what has moved is told: a folder in one line, with how much has come along in it."""

from collections.abc import Iterable

import msgspec

from hcsync.model.address import Address, Kind, collection
from hcsync.model.plan import Action, Change
from hcsync.report.view import counted


class Folded(msgspec.Struct, frozen=True):
    """`hidden` are told by the line of their folder. `inside` maps a folder's collection to what came along in it."""

    hidden: frozenset[Address]
    inside: dict[Address, tuple[Address, ...]]


def folded(changes: Iterable[Change]) -> Folded:
    """Only what lies in its folder where it lay before, and is not changed in any other way, needs no line of its
    own."""
    moved = {change.address: change for change in changes if change.moved_from}
    heads: dict[Address, Address] = {}
    for address in sorted(moved, key=lambda address: address.key):
        change, old = moved[address], moved[address].moved_from
        assert old is not None
        for folder in _folders(address.key):
            head = moved.get(collection(folder))
            if change.action is not Action.MOVE or change.fields or head is None or head.moved_from is None:
                continue
            if head.moved_from.key + address.key[len(folder) :] == old.key:
                heads[address] = heads.get(head.address, head.address)
                break
    inside: dict[Address, tuple[Address, ...]] = {}
    for address, head_address in heads.items():
        inside[head_address] = (*inside.get(head_address, ()), address)
    return Folded(frozenset(heads), inside)


def _folders(key: str) -> Iterable[str]:
    """`a/b/c` → `a`, `a/b`."""
    parts = key.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def moved_words(change: Change, told: Folded) -> str:
    """`moved from billing, with 2 collections and 16 articles in it`; "" for what has not moved."""
    if change.moved_from is None:
        return ""
    inside = told.inside.get(change.address, ())
    numbers = [
        counted(number, kind.value) for kind in Kind if (number := sum(address.kind is kind for address in inside))
    ]
    along = f", with {' and '.join(numbers)} in it" if numbers else ""
    why = "" if change.reason in _PLAIN else f" ({change.reason})"
    return f"moved from {change.moved_from.key}{along}{why}"


# What nobody asks further about.
_PLAIN = ("its text is the same", "what was in it is in it now")
