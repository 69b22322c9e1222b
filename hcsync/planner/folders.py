"""Which folder has become which, told by what has moved: collections are one and the same by what lies in them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from hcsync.model.address import Address, Kind
from hcsync.model.plan import Field
from hcsync.planner.moves import Move, Search
from hcsync.planner.tokens import text_token

# A folder and the one it has become: what stands before the part that two keys have in common at their ends.
Way = tuple[str, str]


def ways(moves: Mapping[Address, Move]) -> Set[Way]:
    """`a/x → b/x` says that what lies in `a` lies in `b` now."""
    return {_way(move.old, move.new) for move in moves.values()}


def corresponds(old: Address, new: Address, known: Set[Way]) -> bool:
    """Whether the file has kept its name, or lies where its folder has gone."""
    return old.key.rpartition("/")[2] == new.key.rpartition("/")[2] or _way(old, new) in known


def _way(old: Address, new: Address) -> Way:
    one, other = old.key.split("/"), new.key.split("/")
    while one and other and one[-1] == other[-1]:
        one.pop()
        other.pop()
    return "/".join(one), "/".join(other)


def expected(new: Address, known: Set[Way]) -> Iterator[str]:
    """Where a file would have lain before its folder moved."""
    for one, other in known:
        if not other or new.key.startswith(f"{other}/"):
            rest = new.key[len(other) :].removeprefix("/")
            yield f"{one}/{rest}" if one else rest


def pair_collections(search: Search) -> None:
    """Collections by what has moved from one to the other: the most of it, and at least half of what the smaller one
    holds, unless they bear one name too. One that was empty is known by its file alone, if there is but one like it.
    Deepest first, since a collection that has moved speaks for the one it lies in."""
    before, inside, holding = _homes(search)
    for depth in sorted({_depth(address) for address in search.vacated}, reverse=True):
        votes = Counter(
            (before[move.old], home)
            for move in search.moves.values()
            if (home := search.desired.nodes[move.new].parent) is not None and before.get(move.old) is not None
        )
        for old in [address for address in search.vacated if address.kind is Kind.COLLECTION]:
            if _depth(old) != depth:
                continue
            homes = {pair[1]: count for pair, count in votes.items() if pair[0] == old}
            new = _only([one for one in homes if _same_name(old, one, search)], homes)
            if new is None or new not in search.fresh:
                continue
            rivals = {pair[0]: count for pair, count in votes.items() if pair[1] == new and pair[0] in search.vacated}
            half = votes[old, new] * 2 >= min(inside[old], holding[new])
            best = _only([one for one in rivals if _same_name(one, new, search)], rivals)
            if best == old and (half or _same_name(old, new, search)):
                search.settle(old, new, "what was in it is in it now")
            else:
                search.doubt(old, new, "some of what was in it is in it now")
    _alone(search, inside)


def _homes(search: Search) -> tuple[dict[Address, Address | None], Counter[Address], Counter[Address]]:
    """The collection each entry lay in when it was applied; how many things lay in each; how many lie in each now."""
    by_id = {entry.id: address for address, entry in search.entries.items() if address.kind is Kind.COLLECTION}
    before = {address: by_id.get(entry.parent.written) for address, entry in search.entries.items()}
    inside = Counter(home for home in before.values() if home is not None)
    holding = Counter(node.parent for node in search.desired.nodes.values() if node.parent is not None)
    return before, inside, holding


def _only(named: list[Address], votes: Mapping[Address, int]) -> Address | None:
    """The one with the most votes; of several, the one among the `named`."""
    most = [address for address, count in votes.items() if count == max(votes.values())]
    if len(most) > 1:
        most = [address for address in most if address in named]
    return most[0] if len(most) == 1 else None


def _same_name(old: Address, new: Address, search: Search) -> bool:
    locale = search.desired.default_locale
    kept, node = search.entries[old].locales.get(locale), search.desired.nodes[new]
    if kept is None:
        return False
    title = kept.fields.get(Field.TITLE)
    return kept.blob == node.main.blob or (title is not None and title.written == text_token(node.main.title))


def _alone(search: Search, inside: Mapping[Address, int]) -> None:
    """Collections nothing has moved out of. Their files say little, and many are alike."""
    olds = [address for address in search.vacated if address.kind is Kind.COLLECTION]
    news = [address for address in search.fresh if address.kind is Kind.COLLECTION]
    pairs = [(old, new) for old in olds for new in news if _same_name(old, new, search)]
    by_old, by_new = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    for old, new in pairs:
        if by_old[old] == by_new[new] == 1 and not inside.get(old) and _same_file(old, new, search):
            search.settle(old, new, "its file is the same")
        else:
            search.doubt(old, new, "it bears the same name")


def _same_file(old: Address, new: Address, search: Search) -> bool:
    kept = search.entries[old].locales.get(search.desired.default_locale)
    return kept is not None and bool(kept.blob) and kept.blob == search.desired.nodes[new].main.blob


def _depth(address: Address) -> int:
    return address.key.count("/")
