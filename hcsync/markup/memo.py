"""What the whole tree came to the last time, where not one byte of it has moved since; else what it comes to now."""

from collections.abc import Callable, Mapping

import msgspec

from hcsync.markup.kept import RenderCache
from hcsync.markup.versions import CANONICAL_VERSION, RENDER_VERSION
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.digest import digest
from hcsync.model.source import SourceTree

# Raised when desire() comes to say something else about the same tree.
DESIRE_VERSION = 2

Desired = tuple[DesiredState, tuple[Diagnostic, ...]]


class _Memo(msgspec.Struct, frozen=True, array_like=True):
    tree: str
    nodes: list[DesiredNode]
    diagnostics: tuple[Diagnostic, ...]


def remembered(
    tree: SourceTree,
    authors: Mapping[str, str],
    has_asset_base: bool,
    cache: RenderCache | None,
    make: Callable[[], Desired],
) -> Desired:
    """`make` is asked where the cache does not know. One answer is kept for each set of authors (an environment)."""
    if cache is None:
        return make()
    people = (f"{author}={remote_id}" for author, remote_id in sorted(authors.items()))
    key = f"desired:{digest(str(has_asset_base), *people)}"
    versions = f"{DESIRE_VERSION}.{RENDER_VERSION}.{CANONICAL_VERSION}"
    # Files may hold an id for each environment, of which the tree has the one that counts.
    ids = (f"{address}={meta.id}" for address, node in tree.nodes.items() if (meta := node.main.meta).id is not None)
    now = digest(versions, tree.digest, tree.content, tree.default_locale, *tree.locales, "", *ids)
    memo = _decoded(cache.get_many((key,)).get(key))
    if memo is not None and memo.tree == now:
        nodes = {node.address: node for node in memo.nodes}
        return DesiredState(tree.default_locale, tree.locales, nodes, tree.digest), memo.diagnostics
    desired, diagnostics = make()
    kept = _Memo(now, list(desired.nodes.values()), diagnostics)
    cache.put_many({key: msgspec.msgpack.encode(kept)})
    return desired, diagnostics


def _decoded(data: bytes | None) -> _Memo | None:
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=_Memo)
    except msgspec.DecodeError:
        return None
