"""The changes of a plan → the order they are made in, what each waits for, and how many API calls that takes."""

from collections.abc import Set

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.plan import Action, Change, Cost
from hcsync.planner.order import by_depth, link_order, link_targets, linked
from hcsync.planner.tokens import text_token


def in_order(changes: list[Change], desired: DesiredState) -> list[Change]:
    """Collections by depth, then articles so that link targets come first; each change with what it waits for. What is
    deleted comes last, as it stands: nothing undoes that."""
    deletions = [change for change in changes if change.action is Action.DELETE]
    changes = [change for change in changes if change.action is not Action.DELETE]
    by_address = {change.address: change for change in changes}
    new = {change.address for change in changes if change.action is Action.CREATE}
    parents = {address: node.parent for address, node in desired.nodes.items()}
    collections = by_depth((address for address in by_address if address.kind is Kind.COLLECTION), parents)
    written = {
        change.address: desired.nodes[change.address]
        for change in changes
        if change.address.kind is Kind.ARTICLE and change.address in desired.nodes
    }
    order, after = link_order(written, new)
    twins = _same_titles([by_address[address] for address in (*collections, *order) if address in new])
    rest = [change.address for change in changes if change.address not in written and change.address not in collections]
    made = [
        msgspec.structs.replace(
            by_address[address],
            depends_on=tuple(parent for parent in (parents.get(address),) if parent in new),
            after=(*_collections_linked(written.get(address), new), *after.get(address, ()), *twins.get(address, ())),
        )
        for address in (*collections, *order, *rest)
    ]
    return [*made, *deletions]


def _collections_linked(node: DesiredNode | None, new: Set[Address]) -> list[Address]:
    """New collections an article links to: no collection waits for an article, so there is no circle."""
    if node is None:
        return []
    return sorted(target for target in link_targets(node) & new if target.kind is Kind.COLLECTION)


def _same_titles(creations: list[Change]) -> dict[Address, tuple[Address, ...]]:
    """New objects that bear one title are made one after the other: were the answers of two lost at once, nobody could
    tell which object is whose."""
    last: dict[tuple[Kind, str], Address] = {}
    found: dict[Address, tuple[Address, ...]] = {}
    for change in creations:
        key = (change.address.kind, text_token(change.title))
        if key in last:
            found[change.address] = (last[key],)
        last[key] = change.address
    return found


def reaches_intercom(change: Change) -> bool:
    """Whether anything is sent; what does not is done to the state alone."""
    if change.action is Action.MOVE:
        return bool(change.fields)
    return change.action not in (Action.ADOPT, Action.FORGET)


def pages(number: int) -> int:
    """Requests to list so many objects, at Intercom's largest page (docs)."""
    return -(-number // 250)


def cost(changes: list[Change], desired: DesiredState, articles: int, collections: int) -> Cost:
    """API calls of an apply: a write each, a second one for links of a new article to itself or within a circle of new
    articles, a look before each but the creations, the keeping of what is there before the first write, and the reading
    back (these two by page, or one by one where that is less). Before collections are deleted, everything is looked
    through once more for what may lie in them."""
    new = {change.address for change in changes if change.action is Action.CREATE}
    writes = reads = 0
    for change in changes:
        if not reaches_intercom(change):
            continue
        writes += 1
        if change.action is not Action.CREATE:
            reads += 1
        elif (linked(desired.nodes[change.address]) & new) - set(change.after):
            writes += 1
            reads += 1
    for kind, there in ((Kind.ARTICLE, articles), (Kind.COLLECTION, collections)):
        made = sum(1 for address in new if address.kind is kind)
        touched = sum(1 for change in changes if change.address.kind is kind and reaches_intercom(change))
        reads += min(touched - made, pages(there)) + min(touched, pages(there + made))
    if any(change.action is Action.DELETE and change.address.kind is Kind.COLLECTION for change in changes):
        reads += pages(articles) + pages(collections)
    return Cost(writes, reads)
