"""Files that read as others did when they were applied, though their bytes differ → one and the same, moved.

Who moves a file has to mend the paths in it. What its links lead to stays what it was, and that is what counts here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import product

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.plan import Field
from hcsync.model.state import Entry
from hcsync.planner import folders
from hcsync.planner.headings import applied_ids
from hcsync.planner.moves import Search
from hcsync.planner.tokens import Ids, desired_fields, text_token

# Who wrote it, and whether it is published, says nothing of what it is.
_TEXTS = (Field.TITLE.value, Field.DESCRIPTION.value, Field.BODY.value)


def pair_by_content(search: Search) -> None:
    """Articles link to each other, so none can be judged alone: all that bear the title of just one that is gone are
    taken for it, then those that do not read the same with links so understood are let go, until all that are left do.
    Of several of one title, those that have kept their file's name, or lie where their folder has gone."""
    olds, news = _by_title(search, search.vacated, search.fresh)
    pairs = _candidates(search, olds, news)
    settled = _settled(search)
    for new, old in _alike(search, pairs, settled, olds, news) | _agreeing(search, pairs, settled):
        search.settle(old, new, "it reads the same")


def exchanged(search: Search, leaving: Collection[Address], taken: Collection[Address]) -> dict[Address, Address]:
    """Old → new, for files that read as another one did, also where a file lies whose entry said something else
    (`taken`); those of `leaving` may have moved themselves. What has kept its title was edited where it is; of several
    of one title, those that read the same and nothing else does."""
    retitled = {a for a in taken if _title(search, a) != text_token(search.desired.nodes[a].main.title)}
    olds, news = _by_title(search, (*retitled.intersection(leaving), *search.vacated), (*retitled, *search.fresh))
    pairs = {
        news[title][0]: olds[title][0]
        for title in olds.keys() & news.keys()
        if len(olds[title]) == len(news[title]) == 1 and olds[title] != news[title]
    }
    settled = _settled(search)
    several = _by_title(search, (*leaving, *search.vacated), (*taken, *search.fresh))
    found = _alike(search, pairs, settled, *several) | _agreeing(search, pairs, settled)
    return {old: new for new, old in found if old != new}


_Titles = Mapping[str, list[Address]]


def _by_title(search: Search, olds: Iterable[Address], news: Iterable[Address]) -> tuple[_Titles, _Titles]:
    """The articles among them: title as it was applied → entries, and title as it is → files."""
    before: dict[str, list[Address]] = defaultdict(list)
    now: dict[str, list[Address]] = defaultdict(list)
    for address in olds:
        title = _title(search, address)
        if title and address.kind is Kind.ARTICLE:
            before[title].append(address)
    for address in news:
        if address.kind is Kind.ARTICLE:
            now[text_token(search.desired.nodes[address].main.title)].append(address)
    return before, now


def _title(search: Search, address: Address) -> str:
    """The token of the one that was applied; "" where there was none, or where the file was gone before."""
    kept = search.entries[address].locales.get(search.desired.default_locale)
    base = kept.fields.get(Field.TITLE) if kept and not kept.orphaned else None
    return base.written if base else ""


def _settled(search: Search) -> dict[Address, str]:
    """The remote ids of what has its file, where it was or where it has moved."""
    found = {address: entry.id for address, entry in search.entries.items() if address not in search.vacated}
    return found | {new: search.entries[move.old].id for new, move in search.moves.items()}


def _candidates(search: Search, olds: _Titles, news: _Titles) -> dict[Address, Address]:
    """New → old, each once."""
    ways = folders.ways(search.moves)
    return _unrivalled(
        (new, old)
        for title in olds.keys() & news.keys()
        for new in news[title]
        for old in olds[title]
        if len(olds[title]) == len(news[title]) == 1 or folders.corresponds(old, new, ways)
    )


# Of more pairs of one title none is looked at: each takes the reading of a text.
_MOST = 1000


def _alike(
    search: Search, pairs: Mapping[Address, Address], settled: Mapping[Address, str], olds: _Titles, news: _Titles
) -> set[tuple[Address, Address]]:
    """Of several of one title, those that read the same with no help of others, and nothing else does: (new, old)."""
    headings = applied_ids(search.entries)
    found: list[tuple[Address, Address]] = []
    for title in olds.keys() & news.keys():
        left = (
            [new for new in news[title] if new not in pairs],
            [old for old in olds[title] if old not in pairs.values()],
        )
        if len(left[0]) * len(left[1]) > _MOST:
            continue
        for new, old in product(*left):
            entry = search.entries[old]
            if _reads(search.desired.nodes[new], entry, Ids({**settled, new: entry.id}, headings)):
                found.append((new, old))
    return set(_unrivalled(found).items())


def _agreeing(
    search: Search, pairs: Mapping[Address, Address], settled: Mapping[Address, str]
) -> set[tuple[Address, Address]]:
    """Those of the pairs, new → old, that read the same once all that are left are so understood: (new, old)."""
    headings = applied_ids(search.entries)
    while pairs:
        ids = Ids({**settled, **{new: search.entries[old].id for new, old in pairs.items()}}, headings)
        left = {n: old for n, old in pairs.items() if _reads(search.desired.nodes[n], search.entries[old], ids)}
        if left == pairs:
            break
        pairs = left
    return set(pairs.items())


def _unrivalled(pairs: Iterable[tuple[Address, Address]]) -> dict[Address, Address]:
    """New → old, where neither is in another pair."""
    found = sorted(set(pairs))
    by_new, by_old = Counter(new for new, _ in found), Counter(old for _, old in found)
    return {new: old for new, old in found if by_new[new] == by_old[old] == 1}


def _reads(node: DesiredNode, entry: Entry, ids: Mapping[Address, str]) -> bool:
    """Whether every language that both have says the same as it was written last; the default one is among them."""
    common = [locale for locale in node.versions if locale in entry.locales]
    for locale in common:
        kept, wanted = entry.locales[locale].fields, desired_fields(node.versions[locale], ids)
        if any(name not in kept or kept[name].written != wanted.get(name) for name in _TEXTS):
            return False
    return bool(common)
