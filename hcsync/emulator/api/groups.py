"""Calls about collections go in; their answers come out."""

from collections.abc import Callable
from typing import Any

from hcsync.emulator.api import fields, paging
from hcsync.emulator.api.call import Call
from hcsync.emulator.refusal import Refusal, invalid, missing, not_found
from hcsync.emulator.rows import articles, groups, people
from hcsync.emulator.rows.groups import Group, Naming, Tree
from hcsync.emulator.store import Store
from hcsync.emulator.wire import groups as wire

PER_PAGE = 20
LEVELS = 3
_ORDERS: dict[str, Callable[[Group], tuple[int, ...]]] = {
    "updated": lambda group: (-group.updated_at, -group.id),
    "position": lambda group: (group.position, group.id),
    "id": lambda group: (group.id,),
}


async def listing(call: Call) -> dict[str, Any]:
    """GET /help_center/collections."""
    stretch = paging.read(call.request, call.quirks, PER_PAGE)
    found = sorted(groups.tree(call.store).by_id.values(), key=_ORDERS[call.quirks["collection-order"]])
    part = found[stretch.offset : stretch.offset + stretch.per_page]
    return {
        "type": "list",
        "data": [wire.full(call.store, group) for group in part],
        "total_count": len(found),
        "pages": paging.pages(call.request, call.quirks, stretch, len(found)),
    }


async def create(call: Call) -> dict[str, Any]:
    """POST /help_center/collections."""
    with call.store.transaction():
        group_id = add(call.store, call.body)
    return wire.full(call.store, groups.tree(call.store).by_id[group_id])


async def read(call: Call) -> dict[str, Any]:
    """GET /help_center/collections/{id}."""
    return wire.full(call.store, _existing(call, groups.tree(call.store)))


async def update(call: Call) -> dict[str, Any]:
    """PUT /help_center/collections/{id}: name, description, parent_id and translated_content can be written."""
    store = call.store
    with store.transaction():
        tree = groups.tree(store)
        group = _existing(call, tree)
        namings = _namings(store, call.body)
        moved = False
        if "parent_id" in call.body:
            parent_id = fields.parent(call.body, "parent_id", call.quirks)
            moved = parent_id != group.parent_id
            if moved:
                _move(store, tree, group, parent_id)
        changed = _write(store, group, namings)
        if moved or changed or call.quirks["noop-put"] == "bump":
            groups.touch(store, group.id, store.now)
    return wire.full(store, groups.tree(store).by_id[group.id])


async def delete(call: Call) -> dict[str, Any]:
    """DELETE /help_center/collections/{id}; what becomes of its content is the quirk collection-delete."""
    store = call.store
    with store.transaction():
        tree = groups.tree(store)
        group = _existing(call, tree)
        below = list(tree.below(group.id))
        direct = articles.in_collection(store, group.id)
        fate = call.quirks["collection-delete"]
        if fate == "refuse" and (below or direct):
            raise Refusal(422, "unprocessable_entity", "The collection is not empty")
        if fate == "cascade":
            for inner in reversed(below):
                articles.delete(store, [article.id for article in articles.in_collection(store, inner.id)])
                groups.delete(store, inner.id)
            articles.delete(store, [article.id for article in direct])
        else:
            for child in tree.children(group.id):
                groups.move(store, child.id, None, child.help_center_id)
            store.change("UPDATE articles SET parent_id = NULL WHERE parent_id = ?", (group.id,))
        groups.delete(store, group.id)
    return {"id": str(group.id), "object": "collection", "deleted": True}


def add(store: Store, body: dict[str, Any]) -> int:
    """Store a new collection inside a transaction; returns its id."""
    quirks = store.settings.quirks
    namings = _namings(store, body)
    main = namings.get(store.settings.default_locale)
    if main is None or main[0] is None:
        raise missing("Name is a required parameter.")
    tree = groups.tree(store)
    parent_id = fields.parent(body, "parent_id", quirks) if "parent_id" in body else None
    if parent_id is not None:
        _check_place(tree, parent_id, 1, store)
        center = tree.by_id[parent_id].help_center_id
    else:
        center = _center(store, body)
    icon = "book-bookmark" if parent_id is None else "folder"
    group_id = groups.insert(store, parent_id, center, icon, store.now)
    _write(store, Group(group_id, parent_id, center, 0, icon, store.now, store.now), namings)
    return group_id


def _existing(call: Call, tree: Tree) -> Group:
    group = tree.by_id.get(call.id)
    if group is None:
        raise not_found()
    return group


def _center(store: Store, body: dict[str, Any]) -> int:
    """The help center asked for, or the default one."""
    centers = [center.id for center in people.help_centers(store)]
    asked = fields.parent(body, "help_center_id", store.settings.quirks) if "help_center_id" in body else None
    if asked is not None and asked not in centers:
        raise fields.unknown_parent("help_center_id", store.settings.quirks)
    return asked or centers[0]


def _check_place(tree: Tree, parent_id: int, height: int, store: Store) -> None:
    """Something `height` levels high must fit under a parent."""
    if parent_id not in tree.by_id:
        raise fields.unknown_parent("parent_id", store.settings.quirks)
    if len(tree.lineage(parent_id)) + height > LEVELS and store.settings.quirks["collection-depth"] == "refuse":
        raise invalid("parent_id", f"Collections can be nested {LEVELS} levels deep")


def _move(store: Store, tree: Tree, group: Group, parent_id: int | None) -> None:
    center = group.help_center_id
    if parent_id is not None:
        if any(above.id == group.id for above in tree.lineage(parent_id if parent_id in tree.by_id else None)):
            raise invalid("parent_id", "A collection can't be moved into itself")
        _check_place(tree, parent_id, tree.height(group.id), store)
        center = tree.by_id[parent_id].help_center_id
    groups.move(store, group.id, parent_id, center)


_Sent = tuple[str | None, str | None]


def _namings(store: Store, body: dict[str, Any]) -> dict[str, _Sent | None]:
    """Locale → (name, description) as sent, None for null; the default locale is that of the root."""
    settings, quirks = store.settings, store.settings.quirks
    found: dict[str, _Sent | None] = {}
    for locale, item in fields.translations(body, settings.default_locale, settings.locales, quirks).items():
        if item is None:
            found[locale] = None
            continue
        name, description = item.get("name"), fields.text(item, "description", quirks)
        if name != "":
            name = fields.heading(item, "name", quirks)
        if not name and quirks["empty-translation"] == "drop":
            continue
        found[locale] = (name, description)
    root = (fields.heading(body, "name", quirks), fields.text(body, "description", quirks))
    twin = found.get(settings.default_locale) or (None, None)
    first, second = (root, twin) if quirks["default-locale-twice"] == "root" else (twin, root)
    found[settings.default_locale] = (
        second[0] if first[0] is None else first[0],
        second[1] if first[1] is None else first[1],
    )
    return found


def _write(store: Store, group: Group, namings: dict[str, _Sent | None]) -> bool:
    """Merge what was sent into what is there; True if anything changed."""
    settings = store.settings
    changed = False
    for locale, sent in namings.items():
        old = group.namings.get(locale)
        if sent is None:
            if old is not None and settings.quirks["locale-null"] == "delete":
                groups.drop_naming(store, group.id, locale)
                changed = True
            continue
        whole = settings.quirks["locale-merge"] == "replace" and locale != settings.default_locale
        base = Naming("", "") if old is None or whole else old
        new = Naming(base.name if sent[0] is None else sent[0], base.description if sent[1] is None else sent[1])
        if new != old:
            groups.put_naming(store, group.id, locale, new)
            changed = True
    return changed
