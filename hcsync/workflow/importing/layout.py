"""What is to be brought in, and the tree that is there → where each of it goes, and the tree as it will be."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.source import Meta, SourceFile, SourceNode, SourceTree
from hcsync.workflow.importing.keys import folded, stem, unlike
from hcsync.workflow.importing.scope import Identity, Scope

UNTITLED = "Untitled"


class Layout(msgspec.Struct, frozen=True):
    """`coming` maps what is brought in to its address; `owned` what was there before. `tree` is the tree as it will be,
    without the bytes of what is to come. `left` tells of what is not brought in, and why."""

    coming: dict[Identity, Address]
    owned: dict[Identity, Address]
    tree: SourceTree
    left: tuple[Diagnostic, ...]

    @property
    def ids(self) -> dict[Address, str]:
        return {address: remote_id for (_, remote_id), address in (*self.owned.items(), *self.coming.items())}


def layout(
    live: LiveSnapshot,
    scope: Scope,
    tree: SourceTree,
    owned: Mapping[Identity, Address],
    known: Mapping[Identity, str],
    is_ours: Callable[[str], bool],
) -> Layout:
    """`known` are the keys that an earlier run chose, `is_ours` tells of a path (relative to the project) whether that
    run is to write it."""
    theirs = {
        folded(address.key)
        for address, node in tree.nodes.items()
        if not all(is_ours(file.path) for file in node.files.values())
    }
    lost = {folded(address.key) for address in tree.nodes.keys() - set(owned.values())} & theirs
    taken = theirs | {folded(key) for key in known.values()}
    coming: dict[Identity, Address] = {}
    left: list[Diagnostic] = []
    without: set[str] = set()
    for who in scope.objects:
        kind, remote_id = who
        node = live.of(kind)[remote_id]
        if who in owned:
            coming[who] = owned[who]
            continue
        if node.parent in without:
            without.update({remote_id} if kind is Kind.COLLECTION else ())
            left.append(_left(node, "the collection it lies in was left out"))
            continue
        parent = (Kind.COLLECTION, node.parent or "")
        above = coming.get(parent) or owned.get(parent)
        folder = above.key if above else ""
        name = stem(node.main.title, f"{kind.value}-{remote_id}")
        natural = f"{folder}/{name}" if folder else name
        if who not in known and folded(natural) in lost:
            without.update({remote_id} if kind is Kind.COLLECTION else ())
            told = f"hcsync adopt {kind.value}.{natural} {remote_id}"
            left.append(_left(node, f"{natural} is there already, and may be this one", f"if so: {told}"))
            continue
        key = known.get(who) or unlike(folder, name, lambda key: folded(key) in taken)
        taken.add(folded(key))
        coming[who] = Address(kind, key)
    return Layout(coming, dict(owned), _tree(live, scope, tree, coming, owned), tuple(left))


def path_of(tree: SourceTree, address: Address, locale: str) -> str:
    """Where the file of an object is to lie, relative to the project."""
    top = f"{locale}/" if tree.content == "." else f"{tree.content}/{locale}/"
    return f"{top}{address.key}{'.md' if address.kind is Kind.ARTICLE else '/_collection.yml'}"


def _left(node: LiveNode, why: str, hint: str | None = None) -> Diagnostic:
    title = node.main.title or UNTITLED
    message = f'{node.kind.value} {node.remote_id} ("{title}") was not brought in: {why}'
    return Diagnostic(Code.IMPORT_LEFT, message, None, hint, Severity.WARNING)


def _tree(
    live: LiveSnapshot,
    scope: Scope,
    tree: SourceTree,
    coming: Mapping[Identity, Address],
    owned: Mapping[Identity, Address],
) -> SourceTree:
    nodes = dict(tree.nodes)
    for who, address in coming.items():
        kind, remote_id = who
        node = live.of(kind)[remote_id]
        parent = (Kind.COLLECTION, node.parent or "")
        there = nodes.get(address)
        files = {
            locale: SourceFile(path_of(tree, address, locale), locale, "", _meta(node, locale))
            for locale in scope.objects[who]
        }
        before = there.files if there and who in owned else {}
        nodes[address] = SourceNode(address, coming.get(parent) or owned.get(parent), {**before, **files})
    return msgspec.structs.replace(tree, nodes=_in_order(nodes.items()))


def _meta(node: LiveNode, locale: str) -> Meta:
    version = node.versions.get(locale)
    return Meta(title=version.title, state=version.state) if version else Meta()


def _in_order(nodes: Iterable[tuple[Address, SourceNode]]) -> dict[Address, SourceNode]:
    return dict(sorted(nodes, key=lambda item: (item[0].kind is Kind.ARTICLE, item[0].key)))
