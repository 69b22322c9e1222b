"""A store and ids go in; collections with their names in all locales come out, and the other way round.

There are few collections, so they are read whole: a `Tree` of them answers what lies where.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class Naming:
    """A collection in one locale."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Group:
    """A collection. `namings` by locale, the default one included; `parent_id` None at the first level; `position`
    counts from 1 among its siblings; times are Unix seconds."""

    id: int
    parent_id: int | None
    help_center_id: int
    position: int
    icon: str
    created_at: int
    updated_at: int
    namings: dict[str, Naming] = field(default_factory=dict)


class Tree:
    """All collections of a help center at one moment."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.by_id = {group.id: group for group in groups}

    def children(self, parent_id: int | None) -> list[Group]:
        """In their order; None: those of the first level."""
        found = (group for group in self.by_id.values() if group.parent_id == parent_id)
        return sorted(found, key=lambda group: (group.position, group.id))

    def lineage(self, group_id: int | None) -> list[Group]:
        """From the first level down to the collection itself."""
        path: list[Group] = []
        while group_id is not None:
            group = self.by_id[group_id]
            path.insert(0, group)
            group_id = group.parent_id
        return path

    def below(self, group_id: int) -> Iterator[Group]:
        """Everything under a collection, parents before children."""
        for child in self.children(group_id):
            yield child
            yield from self.below(child.id)

    def height(self, group_id: int) -> int:
        """Levels a collection takes up: 1 without sub-collections."""
        return 1 + max((self.height(child.id) for child in self.children(group_id)), default=0)


def tree(store: Store) -> Tree:
    """All collections."""
    groups = [Group(*tuple(row)) for row in store.rows(
        "SELECT id, parent_id, help_center_id, position, icon, created_at, updated_at FROM collections ORDER BY id"
    )]  # fmt: skip
    whole = Tree(groups)
    for row in store.rows("SELECT collection_id, locale, name, description FROM collection_content ORDER BY 1, 2"):
        whole.by_id[row["collection_id"]].namings[row["locale"]] = Naming(row["name"], row["description"])
    return whole


def exists(store: Store, group_id: int) -> bool:
    return store.row("SELECT 1 FROM collections WHERE id = ?", (group_id,)) is not None


def insert(store: Store, parent_id: int | None, help_center_id: int, icon: str, now: int) -> int:
    """A new collection without names, last among its siblings; returns its id. Inside a transaction."""
    return store.change(
        "INSERT INTO collections (parent_id, help_center_id, position, icon, created_at, updated_at)"
        " VALUES (?1, ?2, 1 + (SELECT count(*) FROM collections WHERE parent_id IS ?1), ?3, ?4, ?4)",
        (parent_id, help_center_id, icon, now),
    )


def move(store: Store, group_id: int, parent_id: int | None, help_center_id: int) -> None:
    """To the end of another parent's children. Inside a transaction."""
    store.change(
        "UPDATE collections SET parent_id = ?1, help_center_id = ?2,"
        " position = 1 + (SELECT count(*) FROM collections WHERE parent_id IS ?1) WHERE id = ?3",
        (parent_id, help_center_id, group_id),
    )


def touch(store: Store, group_id: int, now: int) -> None:
    store.change("UPDATE collections SET updated_at = ? WHERE id = ?", (now, group_id))


def put_naming(store: Store, group_id: int, locale: str, naming: Naming) -> None:
    """Write one locale's name. Inside a transaction."""
    store.change(
        "INSERT OR REPLACE INTO collection_content (collection_id, locale, name, description) VALUES (?, ?, ?, ?)",
        (group_id, locale, naming.name, naming.description),
    )


def drop_naming(store: Store, group_id: int, locale: str) -> None:
    store.change("DELETE FROM collection_content WHERE collection_id = ? AND locale = ?", (group_id, locale))


def delete(store: Store, group_id: int) -> None:
    """A collection that holds nothing any more. Inside a transaction."""
    store.change("DELETE FROM collections WHERE id = ?", (group_id,))
