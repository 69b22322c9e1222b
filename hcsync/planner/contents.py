"""Files that read as others did when they were applied, though their bytes differ → one and the same, moved.

Who moves a file has to mend the paths in it. What its links lead to stays what it was, and that is what counts here.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

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
    pairs = _candidates(search)
    settled = {address: entry.id for address, entry in search.entries.items() if address not in search.vacated}
    settled |= {new: search.entries[move.old].id for new, move in search.moves.items()}
    headings = applied_ids(search.entries)
    while pairs:
        ids = Ids(settled | {new: search.vacated[old].id for new, old in pairs.items()}, headings)
        left = {new: old for new, old in pairs.items() if _reads(search.fresh[new], search.vacated[old], ids)}
        if left == pairs:
            break
        pairs = left
    for new, old in pairs.items():
        search.settle(old, new, "it reads the same")


def _candidates(search: Search) -> dict[Address, Address]:
    """New → old, each once."""
    olds: dict[str, list[Address]] = defaultdict(list)
    for address, entry in search.vacated.items():
        kept = entry.locales.get(search.desired.default_locale)
        base = kept.fields.get(Field.TITLE) if kept and not kept.orphaned else None
        if base and address.kind is Kind.ARTICLE:
            olds[base.written].append(address)
    news: dict[str, list[Address]] = defaultdict(list)
    for address, node in search.fresh.items():
        if address.kind is Kind.ARTICLE:
            news[text_token(node.main.title)].append(address)
    ways = folders.ways(search.moves)
    found: list[tuple[Address, Address]] = []
    for title in olds.keys() & news.keys():
        alone = len(olds[title]) == len(news[title]) == 1
        found += [
            (new, old) for new in news[title] for old in olds[title] if alone or folders.corresponds(old, new, ways)
        ]
    by_new, by_old = Counter(new for new, _ in found), Counter(old for _, old in found)
    return {new: old for new, old in sorted(found) if by_new[new] == by_old[old] == 1}


def _reads(node: DesiredNode, entry: Entry, ids: Mapping[Address, str]) -> bool:
    """Whether every language that both have says the same as it was written last; the default one is among them."""
    common = [locale for locale in node.versions if locale in entry.locales]
    for locale in common:
        kept, wanted = entry.locales[locale].fields, desired_fields(node.versions[locale], ids)
        if any(name not in kept or kept[name].written != wanted.get(name) for name in _TEXTS):
            return False
    return bool(common)
