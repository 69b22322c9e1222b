"""What a help center holds, what is owned already and what the user chose → what is to be brought in. Pure."""

from collections.abc import Collection, Mapping, Set

import msgspec

from hcsync.errors import UsageError
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.digest import canonical_text
from hcsync.model.live import LiveNode, LiveSnapshot

Identity = tuple[Kind, str]
"""The kind and the remote id of a live object."""


class Scope(msgspec.Struct, frozen=True):
    """`objects` maps what is to be brought in to its locales, the default one first: collections, the upper ones
    before those in them, then articles, each by age. `unlisted` counts the texts in locales that hcsync.yml does not
    list, `elsewhere` the objects of other help centers."""

    objects: dict[Identity, tuple[str, ...]]
    unlisted: dict[str, int]
    elsewhere: int


class Wish(msgspec.Struct, frozen=True):
    """What the user asked for. `collections` are ids or names, "" of both: everything. `pictures`: whether pictures
    that Intercom hosts are to be downloaded, None: if there is a place to publish them from."""

    collections: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    pictures: bool | None = None


def scope(
    live: LiveSnapshot,
    wish: Wish,
    default: str,
    locales: tuple[str, ...],
    owned: Mapping[Identity, Set[str]],
    help_center: str | None,
) -> Scope:
    """`locales` are those of hcsync.yml. `owned` maps what has a file to the locales that it has, or had, one in; of
    such an object only locales are brought in that are new to the repository. Raises UsageError for a collection or
    locale that there is none of."""
    unknown = [locale for locale in wish.locales if locale not in locales]
    if unknown:
        raise UsageError(
            f"--locale: hcsync.yml does not list {unknown[0]}.",
            hint=f"Add it to `locales`, which are {', '.join(locales)}.",
            code=Code.UNKNOWN_TARGET,
        )
    wanted = (default, *(one for one in locales if one != default and (not wish.locales or one in wish.locales)))
    here = {one.remote_id for one in live.collections.values() if _is_here(one, live, help_center)}
    chosen = _chosen(live, wish.collections, here)
    above = {each for one in chosen for each in live.line(one)}
    nodes = [live.collections[one] for one in _by_depth(live, above | chosen)]
    articles = [one for one in live.articles.values() if _is_in(one, live, here, chosen, bool(wish.collections))]
    nodes += sorted(articles, key=lambda node: node.age)
    hidden = _unnamed(live, [node for node in nodes if node.kind is Kind.ARTICLE], wanted)
    objects: dict[Identity, tuple[str, ...]] = {}
    unlisted: dict[str, int] = {}
    for node in nodes:
        known = owned.get((node.kind, node.remote_id))
        there = node.versions.keys() | (hidden.get(node.remote_id, set()) if node.kind is Kind.COLLECTION else set())
        mine = tuple(one for one in wanted if one in there and (known is None or one not in known))
        if mine:
            objects[node.kind, node.remote_id] = mine
        for locale in node.versions.keys() - set(locales):
            unlisted[locale] = unlisted.get(locale, 0) + 1
    return Scope(objects, unlisted, len(live.collections) - len(here))


def _unnamed(live: LiveSnapshot, articles: Collection[LiveNode], wanted: Collection[str]) -> dict[str, set[str]]:
    """The locales in which published articles lie in collections that have no name there, by collection. Readers do not
    see them (observed), and files may not say so: a file has to give the name."""
    found: dict[str, set[str]] = {}
    for node in articles:
        spoken = {one for one, version in node.versions.items() if one in wanted and version.state == "published"}
        for above in live.line(node.parent):
            found.setdefault(above, set()).update(spoken - live.collections[above].versions.keys())
    return found


def _is_here(node: LiveNode, live: LiveSnapshot, help_center: str | None) -> bool:
    """Below the first level no help center is told (2.10 document)."""
    told = {live.collections[one].help_center for one in live.line(node.remote_id)} - {None}
    return help_center is None or not told or help_center in told


def _chosen(live: LiveSnapshot, names: Collection[str], here: Set[str]) -> set[str]:
    """The collections that were named, and all that lie in them."""
    if not names:
        return set(here)
    tops: set[str] = set()
    for name in names:
        found = {one for one in here if one == name or _is_named(live.collections[one], name)}
        if not found:
            some = sorted(f'{one} ("{live.collections[one].main.title}")' for one in here)
            raise UsageError(
                f"--collection {name} names no collection of this help center.",
                hint=f"It has: {', '.join(some[:8])}{' …' if len(some) > 8 else ''}." if some else "It has none.",
                code=Code.UNKNOWN_TARGET,
            )
        tops |= found
    return {one for one in here if tops.intersection(live.line(one))}


def _is_named(node: LiveNode, name: str) -> bool:
    wanted = canonical_text(name).casefold()
    return any(canonical_text(version.title).casefold() == wanted for version in node.versions.values())


def _is_in(node: LiveNode, live: LiveSnapshot, here: Set[str], chosen: Set[str], narrowed: bool) -> bool:
    """An article that lies in no collection that is there belongs to every help center."""
    if node.parent is None or node.parent not in live.collections:
        return not narrowed
    return node.parent in (chosen if narrowed else here)


def _by_depth(live: LiveSnapshot, chosen: Set[str]) -> list[str]:
    return sorted(chosen, key=lambda one: (live.depth(one), live.collections[one].age))
