"""Which new articles link to which → an order in which as few links as possible point to an article not made yet."""

from collections.abc import Iterable, Mapping, Sequence, Set

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.reference import Reference


def rank(address: Address) -> tuple[bool, str]:
    """Sorts collections before articles, as they are made."""
    return address.kind is not Kind.COLLECTION, address.key


def link_targets(node: DesiredNode, locale: str | None = None) -> set[Address]:
    """Every object the bodies of `node` link to (or the body in one locale), itself aside."""
    return linked(node, locale) - {node.address}


def linked(node: DesiredNode, locale: str | None = None) -> set[Address]:
    """The same, itself not left aside."""
    versions = node.versions.values() if locale is None else (node.versions[locale],)
    references = (Reference.parse(link) for version in versions if version.body for link in version.body.links)
    return {reference.address for reference in references if reference}


def link_order(
    nodes: Mapping[Address, DesiredNode], new: Set[Address]
) -> tuple[list[Address], dict[Address, tuple[Address, ...]]]:
    """Orders `nodes` so that those of `new` come before the articles that link to them, and articles before those that
    link to their headings. Returns the order, and for
    each address the targets to wait for: those that come before it. Within a circle some link has to lead on to one
    that comes later; there are few of them, and which they are is known beforehand.
    """
    edges = {address: sorted(_waited(node, new) & nodes.keys()) for address, node in nodes.items()}
    return ordered(edges)


def _waited(node: DesiredNode, new: Set[Address]) -> set[Address]:
    """New articles have no address yet; and of one that is written, headings may have other ids afterwards."""
    return {
        reference.address
        for version in node.versions.values()
        for link in (version.body.links if version.body else ())
        if (reference := Reference.parse(link)) and (reference.address in new or reference.fragment)
    } - {node.address}


def ordered(
    edges: Mapping[Address, Sequence[Address]],
) -> tuple[list[Address], dict[Address, tuple[Address, ...]]]:
    """The same for what each links to. Targets that are no keys are passed over.

    Tarjan's strongly connected components, without recursion: a help center may link thousands deep.
    """
    edges = {address: [target for target in targets if target in edges] for address, targets in edges.items()}
    order: list[Address] = []
    done: set[Address] = set()
    index: dict[Address, int] = {}
    low: dict[Address, int] = {}
    finished: dict[Address, int] = {}
    stack: list[Address] = []
    for root in sorted(edges):
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            address, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(edges[target])))
                    break
                if target not in done:
                    low[address] = min(low[address], index[target])
            else:
                finished[address] = len(finished)
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[address])
                if low[address] == index[address]:
                    circle = _taken(address, stack)
                    done.update(circle)
                    # What was gone through first links back to few that come later.
                    order.extend(sorted(circle, key=finished.__getitem__))
    places = {address: place for place, address in enumerate(order)}
    after = {
        address: tuple(target for target in targets if places[target] < places[address])
        for address, targets in edges.items()
    }
    return order, after


def _taken(root: Address, stack: list[Address]) -> list[Address]:
    """Take one finished circle (often a single article) off the stack."""
    members = [stack.pop()]
    while members[-1] != root:
        members.append(stack.pop())
    return members


def by_depth(addresses: Iterable[Address], parents: Mapping[Address, Address | None]) -> list[Address]:
    """Collections, parents before children."""

    def depth(address: Address) -> int:
        count, parent = 0, parents.get(address)
        while parent is not None:
            count, parent = count + 1, parents.get(parent)
        return count

    return sorted(addresses, key=lambda address: (depth(address), address))
