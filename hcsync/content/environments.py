"""A tree whose files hold an id for each environment → the same with the ids of one environment; and wrong names."""

from collections.abc import Iterable

import msgspec

from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, in_order, shown
from hcsync.model.source import SourceNode, SourceTree
from hcsync.yaml12 import did_you_mean


def for_environment(tree: SourceTree, environment: str, known: Iterable[str], *, plain: bool) -> SourceTree:
    """`known` are all environments: another name is an error, since whoever mistypes one loses its id. `plain`: an id
    that names no environment is meant for this one, too."""
    names = tuple(known)
    changed: dict[Address, SourceNode] = {}
    faults: list[Diagnostic] = []
    for address, node in tree.nodes.items():
        ids = node.main.meta.id
        if isinstance(ids, str) and not plain:
            changed[address] = _with_id(node, None)
        if not isinstance(ids, dict):
            continue
        for name in ids.keys() - set(names):
            hint = did_you_mean(name, names) or "known: " + ", ".join(names)
            message = f"`id` names the environment `{shown(name)}`, which hcsync.yml does not have"
            faults.append(Diagnostic(Code.UNKNOWN_KEY, message, node.main.place("id"), hint))
        changed[address] = _with_id(node, ids.get(environment))
    if not changed:
        return tree
    diagnostics = in_order([*tree.diagnostics, *faults])
    return msgspec.structs.replace(tree, nodes=tree.nodes | changed, diagnostics=diagnostics)


def _with_id(node: SourceNode, remote_id: str | None) -> SourceNode:
    locale = next(iter(node.files))
    meta = msgspec.structs.replace(node.main.meta, id=remote_id)
    file = msgspec.structs.replace(node.main, meta=meta)
    return msgspec.structs.replace(node, files=node.files | {locale: file})
