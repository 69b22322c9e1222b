"""What `moved:` of hcsync.yml says → which entry of the state belongs to which file; and what it names in vain."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.state import Entry
from hcsync.yaml12 import nearest


class Named(msgspec.Struct, frozen=True):
    """A key, and what it is to be; without a kind, whatever has that key, and all that lies under it."""

    key: str
    kind: Kind | None = None

    def names(self, address: Address) -> bool:
        return address.key == self.key and self.kind in (None, address.kind)

    def rest_of(self, address: Address) -> str | None:
        """What the address has beyond this key: "" for the thing itself, "/x" for what lies in it; None for others."""
        if self.names(address):
            return ""
        inside = self.kind is not Kind.ARTICLE and address.key.startswith(f"{self.key}/")
        return address.key[len(self.key) :] if inside else None


class Hint(msgspec.Struct, frozen=True):
    """One line of `moved:`."""

    old: Named
    new: Named
    place: Place | None = None

    def moved(self, address: Address) -> Address | None:
        """Where an address is to be by this line; None where it says nothing about it."""
        rest = self.old.rest_of(address)
        return None if rest is None else Address(address.kind, self.new.key + rest)


def hinted(hints: tuple[Hint, ...], entries: Mapping[Address, Entry], desired: DesiredState) -> dict[Address, Address]:
    """Old address → new one, for the lines that are still to be followed. A line that has been applied, so that its old
    address is not in the state, says nothing any more; nor does one whose old address has a file of its own again. Two
    may change places: then each makes room for the other. What an apply has called an orphan makes room in any
    case."""
    if not hints:
        return {}
    found: dict[Address, Address] = {}
    for old in entries:
        new = _followed(hints, old, desired)
        if new is not None:
            found[old] = new
    claimed = Counter(found.values())
    found = {old: new for old, new in found.items() if claimed[new] == 1}
    roomy = {address for address in desired.nodes if address not in entries or entries[address].orphaned}
    return admissible(found, entries.keys() - desired.nodes.keys(), roomy)


def admissible(
    pairs: Mapping[Address, Address], vacated: Iterable[Address], fresh: Iterable[Address]
) -> dict[Address, Address]:
    """The pairs whose old address has lost its file, or gets another entry by another pair; and whose new address has
    no entry, or gives its own away by another pair."""
    left, gone, come = dict(pairs), set(vacated), set(fresh)
    while True:
        news = set(left.values())
        kept = {
            old: new
            for old, new in left.items()
            if old != new and (old in gone or old in news) and (new in come or new in left)
        }
        if kept == left:
            return kept
        left = kept


def _followed(hints: tuple[Hint, ...], old: Address, desired: DesiredState) -> Address | None:
    """Where the lines lead, one after the other, until there is a file: an environment may have missed some."""
    at, seen = old, {old}
    while True:
        # The line that says most about it: one for the article goes before one for its folder.
        nearest_line = max(
            (hint for hint in hints if hint.old.rest_of(at) is not None),
            key=lambda hint: (len(hint.old.key), hint.old.kind is not None),
            default=None,
        )
        following = nearest_line.moved(at) if nearest_line else None
        if following is None or following in seen:
            return None
        if following in desired.nodes:
            return following
        seen.add(following)
        at = following


def faults(
    hints: tuple[Hint, ...], entries: Mapping[Address, Entry], desired: DesiredState, left: Iterable[Address] = ()
) -> list[Diagnostic]:
    """`left` are the entries that have lost their file and that nothing was found for. A line that names no file is an
    error where an entry waits for it; where nothing waits, a line may be for another environment."""
    waiting = set(left)
    found: list[Diagnostic] = []
    for hint in hints:
        is_wanted = any(hint.old.rest_of(address) is not None for address in waiting)
        twin = next((other for other in hints if other is not hint and other.new == hint.new), None)
        if twin is not None and twin.old.key < hint.old.key:
            found.append(_fault(hint, f"both {twin.old.key} and {hint.old.key} lead to {hint.new.key}", "keep one"))
        elif not _there(hint.new, desired.nodes) and not any(other.old.key == hint.new.key for other in hints):
            near = nearest(hint.new.key, {address.key for address in desired.nodes})
            words = f"did you mean `{near}`?" if near else "write where the file is now, or take the line out"
            found.append(_fault(hint, f"{hint.new.key} is not in the repository", words, is_error=is_wanted))
        elif waiting and not _there(hint.old, entries) and not _there(hint.new, entries):
            near = nearest(hint.old.key, {address.key for address in waiting})
            words = f"did you mean `{near}`?" if near else "write the key it had when it was last applied"
            found.append(_fault(hint, f"nothing was ever applied as {hint.old.key}", words))
        elif _there(hint.old, entries) and not is_wanted and _stays(hint, entries, desired):
            words = "take the line out, or delete the old file"
            found.append(_fault(hint, f"{hint.old.key} is still in the repository, beside {hint.new.key}", words))
    return found


def _there(named: Named, addresses: Iterable[Address]) -> bool:
    return any(named.rest_of(address) is not None for address in addresses)


def _stays(hint: Hint, entries: Mapping[Address, Entry], desired: DesiredState) -> bool:
    """Whether the thing itself is where it was, and something new where it should have gone."""
    return any(
        hint.old.names(address)
        and address in desired.nodes
        and (new := hint.moved(address)) in desired.nodes
        and new not in entries
        for address in entries
    )


def _fault(hint: Hint, message: str, way_out: str, *, is_error: bool = False) -> Diagnostic:
    severity = Severity.ERROR if is_error else Severity.WARNING
    return Diagnostic(Code.UNKNOWN_MOVE, f"`moved`: {message}", hint.place, way_out, severity)
