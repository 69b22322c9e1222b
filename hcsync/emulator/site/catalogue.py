"""A store and a locale go in; what readers of that locale can find, and where it lies, comes out.

Seen is what is published in the locale. A collection counts only if it and all above it have a name there; what lies
in one that does not is as good as unpublished (observed). An article in no collection has a page, but nothing leads
to it, not even search.
"""

from dataclasses import dataclass

from hcsync.emulator.rows import groups, site
from hcsync.emulator.rows.articles import Article
from hcsync.emulator.rows.groups import Group, Tree
from hcsync.emulator.rows.site import Head
from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection as readers see it. `articles` lie in it itself, `count` includes those further down;
    `shelves` are its sub-collections that hold anything."""

    id: int
    name: str
    description: str
    icon: str
    articles: tuple[Head, ...]
    shelves: tuple["Shelf", ...]
    count: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that can be found in a locale. `shelves` are those of the first level that hold anything; `by_id` has
    every named collection, the empty ones too; `lineages` leads from the first level down to each of them."""

    locale: str
    shelves: tuple[Shelf, ...]
    by_id: dict[int, Shelf]
    lineages: dict[int, tuple[Shelf, ...]]
    heads: dict[int, Head]


def catalogue(store: Store, locale: str) -> Catalogue:
    tree = groups.tree(store)
    lying: dict[int, list[Head]] = {}
    for head in site.published(store, locale):
        if head.parent_id is not None:
            lying.setdefault(head.parent_id, []).append(head)
    by_id: dict[int, Shelf] = {}

    def shelve(group: Group) -> Shelf | None:
        naming = group.namings.get(locale)
        if naming is None or not naming.name.strip():
            return None
        below = tuple(shelf for shelf in map(shelve, tree.children(group.id)) if shelf is not None)
        own = tuple(lying.get(group.id, ()))
        count = len(own) + sum(shelf.count for shelf in below)
        filled = tuple(shelf for shelf in below if shelf.count)
        by_id[group.id] = Shelf(group.id, naming.name, naming.description, group.icon, own, filled, count)
        return by_id[group.id]

    top = [shelf for shelf in map(shelve, tree.children(None)) if shelf is not None]
    return Catalogue(
        locale=locale,
        shelves=tuple(shelf for shelf in top if shelf.count),
        by_id=by_id,
        lineages={one: tuple(by_id[group.id] for group in tree.lineage(one)) for one in by_id},
        heads={head.id: head for shelf in by_id.values() for head in shelf.articles},
    )


def article_locales(store: Store, article: Article) -> set[str]:
    """The locales in which an article has a page."""
    tree = groups.tree(store)
    return {
        locale
        for locale, content in article.contents.items()
        if content.state == "published" and (article.parent_id is None or _named(tree, article.parent_id, locale))
    }


def collection_locales(store: Store, collection_id: int) -> set[str]:
    """The locales in which a collection has a page."""
    tree = groups.tree(store)
    if collection_id not in tree.by_id:
        return set()
    namings = tree.by_id[collection_id].namings
    return {locale for locale in namings if _named(tree, collection_id, locale)}


def served_locales(store: Store) -> tuple[str, ...]:
    """The enabled locales, then any other in which something is published: a database that was filled with more
    locales than it is now served with still shows them all. Intercom's answer to such locales is not known."""
    enabled = store.settings.locales
    return (*enabled, *(locale for locale in site.locales_with_content(store) if locale not in enabled))


def _named(tree: Tree, collection_id: int, locale: str) -> bool:
    lineage = tree.lineage(collection_id)
    return all(locale in group.namings and group.namings[locale].name.strip() for group in lineage)
