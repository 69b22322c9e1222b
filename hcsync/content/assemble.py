"""The files by address and locale → nodes with their parents: the collections, then the articles."""

from dataclasses import dataclass

from hcsync.content.gather import Gathered
from hcsync.content.place import folder_of
from hcsync.model.address import Address, Kind, collection
from hcsync.model.source import SourceFile, SourceNode


@dataclass(slots=True)
class Assembled:
    """`nodes` are those whose default-locale file can be read. `parents`: the parent of every node as it is written or
    as its folder says, whether that collection is there or not. `folders` are the collections that the default locale
    needs because something lies in their folder; `cycles` the collections that lie within themselves."""

    gathered: Gathered
    nodes: dict[Address, SourceNode]
    parents: dict[Address, Address | None]
    folders: frozenset[Address]
    cycles: frozenset[Address]

    def is_collection(self, address: Address) -> bool:
        """Whether the default locale has it: as a file, readable or not, or as a folder that should have one."""
        return address in self.folders or self.gathered.has(address, self.gathered.default_locale)

    def line_of(self, address: Address | None) -> tuple[Address, ...]:
        """The collection and all above it, nearest first. Ends where one repeats."""
        seen: dict[Address, None] = {}
        while address is not None and address not in seen:
            seen[address] = None
            address = self.parents.get(address, _parent_folder(address))
        return tuple(seen)


def assemble(gathered: Gathered) -> Assembled:
    """A node's parent is one of the nodes or None: where the parent is missing, cannot be read or lies within itself,
    a check reports it."""
    default = gathered.default_locale
    sources = {address: files for address, files in gathered.files.items() if default in files}
    parents = {address: _parent(address, files[default]) for address, files in sources.items()}
    folders: set[Address] = set()
    for address, files in sources.items():
        parent = _parent_folder(address) if files[default].meta.collection is None else None
        while parent is not None and parent not in folders:
            folders.add(parent)
            written = sources.get(parent, {}).get(default)
            parent = _parent_folder(parent) if written is None or written.meta.collection is None else None
    cycles = frozenset(address for address in parents if address.kind is Kind.COLLECTION and _returns(address, parents))
    nodes = {}
    for address in sorted(sources, key=_rank):
        parent = parents[address]
        kept = parent if parent in sources and address not in cycles else None
        nodes[address] = SourceNode(address, kept, _default_first(sources[address], gathered))
    return Assembled(gathered, nodes, parents, frozenset(folders), cycles)


def _parent(address: Address, source: SourceFile) -> Address | None:
    written = source.meta.collection
    if written is None:
        return _parent_folder(address)
    return collection(written) if written else None


def _parent_folder(address: Address) -> Address | None:
    folder = folder_of(address.key)
    return collection(folder) if folder else None


def _returns(address: Address, parents: dict[Address, Address | None]) -> bool:
    seen: set[Address] = set()
    at = parents.get(address)
    while at is not None and at not in seen:
        if at == address:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def _rank(address: Address) -> tuple[bool, str]:
    return address.kind is Kind.ARTICLE, address.key


def _default_first(files: dict[str, SourceFile], gathered: Gathered) -> dict[str, SourceFile]:
    order = (gathered.default_locale, *gathered.locales)
    return {locale: files[locale] for locale in dict.fromkeys(order) if locale in files}
