"""Kept objects → which live object each of them is today, and what it is to be like once it is brought back."""

from collections.abc import Iterable, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.body import BodyForm
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action
from hcsync.model.snapshot import Item
from hcsync.model.state import Entry

Objects = Mapping[tuple[Kind, str], Address]


class Kept(msgspec.Struct, frozen=True):
    """`item` says what the run was to do. `parent` is a remote id; `versions` has the default locale first and is empty
    for an object the run was to make. In its bodies links are as Intercom has them."""

    item: Item
    parent: str | None = None
    versions: dict[str, DesiredVersion] = {}
    help_center: int | None = None


class Thing(msgspec.Struct, frozen=True):
    """`twin` is the live object it is today, None where there is none. `entry` is what the state holds of it."""

    kept: Kept
    address: Address
    twin: LiveNode | None
    entry: Entry | None

    @property
    def made(self) -> bool:
        """Whether it came to be with the run."""
        return not self.kept.versions


def identify(
    kept: Iterable[Kept], made: Mapping[str, str], live: LiveSnapshot, entries: Mapping[Address, Entry]
) -> list[Thing]:
    """An object is known by its remote id, wherever the state has it by now; one whose id is gone, by its address: it
    may have been made again. `made` maps addresses to the ids of what the run has made."""
    owners = {(address.kind, entry.id): address for address, entry in entries.items()}
    found: dict[Address, Thing] = {}
    for one in kept:
        kind, remote_id = one.item.kind, one.item.remote_id
        named = Address.parse(one.item.address) if one.item.address else Address(kind, f"{kind} {remote_id}")
        holder = entries.get(named)
        if not one.versions:
            remote_id = made.get(one.item.address) or (holder.id if holder else "")
        address = owners.get((kind, remote_id))
        if address is None and holder is not None and remote_id not in live.of(kind):
            address, remote_id = named, holder.id
        if address is None:
            free = holder is None and named not in found
            address = named if free else Address(kind, f"{kind} {remote_id}")
        found[address] = Thing(one, address, live.of(kind).get(remote_id), entries.get(address))
    return list(found.values())


class Ground(msgspec.Struct, frozen=True):
    """What everything else is compared upon. `ids` maps every address that exists to its remote id; `places` maps the
    remote id of a collection to its address, be it the id it has or one it had; `moved` does so for every object that
    has another id than the one that was kept, or is to get one."""

    live: LiveSnapshot
    ids: dict[Address, str]
    places: dict[str, Address]
    moved: dict[tuple[Kind, str], Address]


def ground(
    things: Iterable[Thing], again: set[Address], live: LiveSnapshot, entries: Mapping[Address, Entry]
) -> Ground:
    """`again` are the things that are to be made anew."""
    ids = {address: entry.id for address, entry in entries.items()}
    moved: dict[tuple[Kind, str], Address] = {}
    for thing in things:
        if thing.twin is not None:
            ids[thing.address] = thing.twin.remote_id
        before = thing.kept.item.remote_id
        if before and (thing.address in again or (thing.twin is not None and thing.twin.remote_id != before)):
            moved[thing.kept.item.kind, before] = thing.address
    ids = {address: id_ for address, id_ in ids.items() if address not in again}
    places = {id_: address for address, id_ in ids.items() if address.kind is Kind.COLLECTION}
    for remote_id in live.collections.keys() - places.keys():
        stranger = Address(Kind.COLLECTION, f"{Kind.COLLECTION} {remote_id}")
        places[remote_id] = stranger
        ids[stranger] = remote_id
    places |= {id_: address for (kind, id_), address in moved.items() if kind is Kind.COLLECTION}
    return Ground(live, ids, places, moved)


def wanted(thing: Thing, ground: Ground) -> DesiredNode:
    """The object as it was kept; links to objects that have another id by now lead there."""
    kept = thing.kept
    parent = ground.places.get(kept.parent) if kept.parent else None
    if kept.parent and parent is None and thing.twin is not None and thing.twin.parent:
        # The collection it was in is gone for good: it stays where it is.
        parent = ground.places.get(thing.twin.parent)
    versions = {locale: _relinked(version, ground.moved) for locale, version in kept.versions.items()}
    return DesiredNode(
        thing.address,
        parent,
        versions,
        protect=thing.entry.protect if thing.entry else False,
        help_center=kept.help_center,
    )


def homeless(thing: Thing, ground: Ground) -> bool:
    """Whether the collection it was in is gone for good."""
    return bool(thing.kept.parent) and thing.kept.parent not in ground.places


def goes_again(thing: Thing, ours: bool) -> bool:
    """Whether it is to be made anew: the run deleted it, or somebody did since and is to be overruled."""
    return thing.twin is None and not thing.made and (ours or thing.kept.item.action is Action.DELETE)


def _relinked(version: DesiredVersion, moved: Objects) -> DesiredVersion:
    if version.body is None or not moved:
        return version
    links = tuple(renamed(link, moved) for link in version.body.links)
    return msgspec.structs.replace(version, body=BodyForm(version.body.text, links, version.body.images))


def renamed(link: str, moved: Objects) -> str:
    """`intercom:article/12@fr#how-long` → `hcsync:article.billing/refunds@fr#how-long`, where that object has another
    id by now or is to get one."""
    kind, slash, rest = link.removeprefix("intercom:").partition("/")
    if not slash or not link.startswith("intercom:"):
        return link
    remote_id, at, tail = rest.partition("@")
    address = moved.get((Kind(kind), remote_id))
    return link if address is None else f"hcsync:{address}{at}{tail}"
