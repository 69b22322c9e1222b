"""Entries whose file is gone × files that have no entry → which of them are one and the same, moved; and doubts.

Nothing is taken for the same by its title. Where two are alike, or the texts have little in common, a person decides.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.live import LiveSnapshot
from hcsync.model.plan import Field
from hcsync.model.state import Entry
from hcsync.planner import doubts, folders, hints
from hcsync.planner.contents import exchanged, pair_by_content
from hcsync.planner.moves import Evidence, Likeness, Matched, Search
from hcsync.planner.order import rank
from hcsync.planner.tokens import text_token


def match(entries: Mapping[Address, Entry], desired: DesiredState, live: LiveSnapshot, evidence: Evidence) -> Matched:
    """`entries` is what the state holds. An entry that an apply has called an orphan, and whose object was then deleted
    in Intercom, belongs to nothing any more."""
    over = {a for a, entry in entries.items() if entry.orphaned and entry.id not in live.of(a.kind)}
    search = Search(
        entries,
        desired,
        evidence,
        {a: entries[a] for a in sorted(entries.keys() - desired.nodes.keys() - over, key=rank)},
        {a: desired.nodes[a] for a in sorted(desired.nodes.keys() - entries.keys(), key=rank)},
    )
    for source in FIRST:
        source(search)
    settled = -1
    # What was found of a folder tells more about what lies in it, and the other way round.
    while search.vacated and search.fresh and settled != len(search.moves):
        settled = len(search.moves)
        for source in AGAIN:
            source(search)
    left = {new: [old for old in search.doubtful.get(new, ()) if old in search.vacated] for new in search.fresh}
    return Matched(
        tuple(search.moves[a] for a in sorted(search.moves, key=rank)),
        (*hints.faults(evidence.hints, entries, desired, search.vacated), *_ousted(search)),
        {
            new: doubts.doubt(search.fresh[new], {old: search.doubtful[new][old] for old in olds})
            for new, olds in left.items()
            if olds
        },
        frozenset(old for olds in left.values() for old in olds if old.kind is Kind.ARTICLE),
    )


def _ousted(search: Search) -> Iterator[Diagnostic]:
    """What made room for something that was moved there, and has no address any more."""
    olds = {move.old for move in search.moves.values()}
    for new, move in sorted(search.moves.items()):
        if new in search.entries and new not in olds:
            yield doubts.ousted(search.desired.nodes[new], search.entries[new].id, move.old)


def undecided(
    entries: Mapping[Address, Entry], desired: DesiredState, live: LiveSnapshot, known: Evidence
) -> tuple[list[Address], list[Address]]:
    """The articles without a file, and the files without an entry, of which only their texts can tell: what git is to
    be asked about. `known` is the evidence without such an answer."""
    if not entries.keys() - desired.nodes.keys() or not desired.nodes.keys() - entries.keys():
        return [], []
    moved = {move.old: move.new for move in match(entries, desired, live, known).moves}
    olds = entries.keys() - desired.nodes.keys() - moved.keys()
    news = desired.nodes.keys() - entries.keys() - set(moved.values())
    return (
        [address for address in sorted(olds) if address.kind is Kind.ARTICLE],
        [address for address in sorted(news) if address.kind is Kind.ARTICLE],
    )


def _by_hint(search: Search) -> None:
    for old, new in hints.hinted(search.evidence.hints, search.entries, search.desired).items():
        search.settle(old, new, "`moved` in hcsync.yml says so")


def _by_id(search: Search) -> None:
    """`id:` names an object: what it names it is, and it is nothing else."""
    by_id = {(address.kind, entry.id): address for address, entry in search.vacated.items()}
    for new, node in list(search.fresh.items()):
        if node.remote_id is None:
            continue
        old = by_id.pop((new.kind, node.remote_id), None)
        if old is not None:
            search.settle(old, new, "its id says so")
        else:
            del search.fresh[new]


def _by_pull(search: Search) -> None:
    """A file that took in what was edited in Intercom in one object alone, after it was moved or before."""
    for old, new in _pulled(search, search.vacated, search.fresh).items():
        search.settle(old, new, _TAKEN_IN)


_TAKEN_IN = "it has taken in what was edited in Intercom"


def _pulled(search: Search, olds: Collection[Address], news: Collection[Address]) -> dict[Address, Address]:
    """Old → new, for each of `news` that took in what was edited in just one of `olds`."""
    pairs = [
        (old, new)
        for old, marks in search.evidence.taken.items()
        if old in olds
        for new in news
        if old.kind is new.kind
        if any(one.place.path in marks or one.blob in marks for one in search.desired.nodes[new].versions.values())
    ]
    by_old, by_new = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    return {old: new for old, new in pairs if by_old[old] == by_new[new] == 1}


def _by_exchange(search: Search) -> None:
    """Files that took each other's names, or moved up one after the other: each text is where another one was. What an
    apply has called an orphan makes room: its file was gone, and it is not what lies in its place now."""
    locale = search.desired.default_locale
    both = [a for a in search.entries.keys() & search.desired.nodes.keys() if a.kind is Kind.ARTICLE]
    orphaned = {a for a in both if search.entries[a].orphaned}
    taken = {
        address
        for address in both
        if address in orphaned or _applied(search.entries[address], locale) != ""
        if _kept(search.entries[address], locale) != search.desired.nodes[address].main.blob
    }
    if not taken:
        return
    olds, news = defaultdict(list), defaultdict(list)
    for address in (*taken - orphaned, *search.vacated):
        olds[_applied(search.entries[address], locale)].append(address)
    for address in (*taken, *search.fresh):
        news[search.desired.nodes[address].main.blob].append(address)
    same = {
        olds[blob][0]: news[blob][0] for blob in olds.keys() & news.keys() if len(olds[blob]) == len(news[blob]) == 1
    }
    reasons = dict.fromkeys(same, "its text is the same")
    pulled = _pulled(search, {*taken - orphaned, *search.vacated}, {*taken, *search.fresh})
    # Who moves a file has to mend the paths in it.
    for pairs, reason in ((pulled, _TAKEN_IN), (exchanged(search, taken - orphaned, taken), "it reads the same")):
        more = {old: new for old, new in pairs.items() if old not in same and new not in same.values()}
        same |= more
        reasons |= dict.fromkeys(more, reason)
    for old, new in hints.admissible(same, search.vacated, {*search.fresh, *taken & orphaned}).items():
        if {old, new} & taken and old.kind is new.kind:
            search.settle(old, new, reasons[old])


def _by_text(search: Search) -> None:
    """A file with the very bytes that were applied, in the default locale or else in another one. There it must be the
    only file of its kind: many a translation is but a line that says there is none."""
    for locale in search.desired.locales:
        olds, news = _by_blob(search, locale)
        for blob in olds.keys() & news.keys():
            if locale == search.desired.default_locale:
                _pair(search, olds[blob], news[blob], "its text is the same")
            elif not _is_common(search, locale, blob):
                _pair(search, olds[blob], news[blob], f"its text in {locale} is the same")


def _by_blob(search: Search, locale: str) -> tuple[dict[str, list[Address]], dict[str, list[Address]]]:
    olds, news = defaultdict(list), defaultdict(list)
    for address, entry in search.vacated.items():
        if address.kind is Kind.ARTICLE and (blob := _applied(entry, locale)):
            olds[blob].append(address)
    for address, node in search.fresh.items():
        if address.kind is Kind.ARTICLE and locale in node.versions:
            news[node.versions[locale].blob].append(address)
    return olds, news


def _pair(search: Search, olds: list[Address], news: list[Address], reason: str) -> None:
    """One of each is one and the same. Of several, those whose other locales are the same too; or else those that have
    kept their file's name, or lie where their folder has gone, where that holds for none of the others."""
    if len(olds) == len(news) == 1:
        search.settle(olds[0], news[0], reason)
        return
    groups: dict[str, tuple[list[Address], list[Address]]] = defaultdict(lambda: ([], []))
    for old in olds:
        groups[str(sorted((locale, kept.blob) for locale, kept in search.vacated[old].locales.items()))][0].append(old)
    for new in news:
        versions = search.fresh[new].versions
        groups[str(sorted((locale, version.blob) for locale, version in versions.items()))][1].append(new)
    for same_olds, same_news in groups.values():
        if len(same_olds) == len(same_news) == 1:
            search.settle(same_olds[0], same_news[0], reason)
    ways = folders.ways(search.moves)
    pairs = [
        (old, new)
        for old in olds
        for new in news
        if old in search.vacated and new in search.fresh and folders.corresponds(old, new, ways)
    ]
    by_old, by_new = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    for old, new in pairs:
        if by_old[old] == by_new[new] == 1:
            search.settle(old, new, f"{reason}, and so is its place or its file's name")
    for new in news:
        for old in olds:
            search.doubt(old, new, reason)


def _is_common(search: Search, locale: str, blob: str) -> bool:
    return any(
        address not in search.fresh and locale in node.versions and node.versions[locale].blob == blob
        for address, node in search.desired.nodes.items()
    )


# From here on two texts are one that was edited, if nothing else comes near and they share more than a greeting (or
# their title, too).
SETTLED, ENOUGH = 60, 100
# Below this, two texts have in common what all texts have.
DOUBTFUL = 40


def _by_likeness(search: Search) -> None:
    """Texts that were edited while they were moved."""
    pairs = [one for one in search.evidence.alike if one.old in search.vacated and one.new in search.fresh]
    of_old, of_new = defaultdict(list), defaultdict(list)
    for one in pairs:
        of_old[one.old].append(one)
        of_new[one.new].append(one)
    ways = folders.ways(search.moves)
    decisive: list[Likeness] = []
    for one in pairs:
        rivals = [other for other in (*of_old[one.old], *of_new[one.new]) if other != one]
        near = [other for other in rivals if 100 - other.percent < 2 * (100 - one.percent) + 3]
        placed = folders.corresponds(one.old, one.new, ways) and not any(
            folders.corresponds(other.old, other.new, ways) for other in near
        )
        if one.percent >= SETTLED and _is_enough(search, one) and (placed or not near):
            decisive.append(one)
        elif one.percent >= DOUBTFUL:
            search.doubt(one.old, one.new, f"{one.percent} % of its text is the same")
    by_old, by_new = Counter(one.old for one in decisive), Counter(one.new for one in decisive)
    for one in decisive:
        if by_old[one.old] == by_new[one.new] == 1:
            search.settle(one.old, one.new, f"{one.percent} % of its text is the same")


def _is_enough(search: Search, one: Likeness) -> bool:
    kept = search.entries[one.old].locales.get(search.desired.default_locale)
    title = kept.fields.get(Field.TITLE) if kept else None
    same_title = title is not None and title.written == text_token(search.desired.nodes[one.new].main.title)
    return one.shared >= ENOUGH or same_title


def _by_place(search: Search) -> None:
    """Where a folder has moved, a file that lies where an old one would lie now may be that one, rewritten."""
    ways = folders.ways(search.moves)
    for new in search.fresh:
        for key in folders.expected(new, ways):
            old = Address(new.kind, key)
            if old in search.vacated:
                search.doubt(old, new, "its folder has moved there")


def _applied(entry: Entry, locale: str) -> str:
    """The blob id of the file that was applied; "" where there was none, or where it was gone before."""
    kept = entry.locales.get(locale)
    return kept.blob if kept and not kept.orphaned else ""


def _kept(entry: Entry, locale: str) -> str:
    """The same, gone before or not."""
    kept = entry.locales.get(locale)
    return kept.blob if kept else ""


# The order counts: what a person says goes before what the files say, and what is certain before what is likely.
FIRST = (_by_hint, _by_id, _by_pull, _by_exchange)
AGAIN = (_by_text, pair_by_content, _by_likeness, folders.pair_collections, _by_place)
