"""Desired objects without a state entry + live objects nobody claims → which of them are one and the same.

Only equal objects are taken for the same, or those a frontmatter's `id:` names; never by title alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.reference import Reference
from hcsync.planner.doubts import doubt
from hcsync.planner.headings import heading_ids
from hcsync.planner.order import by_depth, rank
from hcsync.planner.tokens import Ids, resolve, text_token


class Adoption(msgspec.Struct, frozen=True):
    """`named` came from an `id:`, `equal` was found by comparing. Both map address → remote id. `doubtful` are objects
    without a file that a new file has the title and the place of."""

    named: dict[Address, str]
    equal: dict[Address, str]
    diagnostics: tuple[Diagnostic, ...]
    doubtful: frozenset[Address] = frozenset()


def adopt(
    desired: DesiredState,
    known: Mapping[Address, str],
    live: LiveSnapshot,
    doubtful: Set[Address] = frozenset(),
    *,
    orphans_stay: bool = True,
) -> Adoption:
    """`known` maps address → remote id of everything the state holds. `doubtful` are those without a file of which a
    person is to say where they have gone: equal or not, their objects are not to be taken over. Unless what has lost
    its file stays as it is for readers (`orphans_stay`), nobody will see two of it."""
    fresh = [desired.nodes[address] for address in sorted(desired.nodes.keys() - known.keys(), key=rank)]
    # An object whose file is gone is free to be taken over: that is how a file is renamed or moved.
    claims = {
        (address.kind, id_): address
        for address, id_ in known.items()
        if address in desired.nodes or address in doubtful
    }
    named, refused = _named(fresh, live, claims)
    nameless = {node.address: node for node in fresh if node.remote_id is None}
    parents = {address: node.parent for address, node in desired.nodes.items()}
    groups = [nameless[one] for one in by_depth((one for one in nameless if one.kind is Kind.COLLECTION), parents)]
    articles = [node for address, node in nameless.items() if address.kind is Kind.ARTICLE]
    equal = _equal_collections(groups, {**known, **named}, live, claims)
    equal |= _equal_articles(articles, {**known, **named, **equal}, live, claims)
    alike = list(_lookalikes(nameless.values(), equal, {**known, **named, **equal}, live, claims))
    going = {
        (address.kind, id_): address
        for address, id_ in known.items()
        if not orphans_stay and address not in desired.nodes and (address.kind, id_) not in claims
    }
    suspects, told = _suspects(alike, going)
    return Adoption(named, equal, (*refused, *told), frozenset(suspects))


def _named(
    fresh: Iterable[DesiredNode], live: LiveSnapshot, claims: dict[tuple[Kind, str], Address]
) -> tuple[dict[Address, str], list[Diagnostic]]:
    """What is taken over by its `id:`, which `claims` then says too; and the ids that are refused."""
    named: dict[Address, str] = {}
    refused: list[Diagnostic] = []
    for node in fresh:
        if node.remote_id is None:
            continue
        fault = _refuse(node, node.remote_id, claims, live)
        if fault:
            refused.append(fault)
            continue
        named[node.address] = node.remote_id
        claims[node.address.kind, node.remote_id] = node.address
    return named, refused


def _suspects(
    alike: Iterable[tuple[DesiredNode, bool, list[LiveNode]]], going: Mapping[tuple[Kind, str], Address]
) -> tuple[set[Address], list[Diagnostic]]:
    """The objects without a file that a new file may be, moved; and a word about each file that has lookalikes. `going`
    are those that readers are not to see any longer."""
    suspects: set[Address] = set()
    told: list[Diagnostic] = []
    for node, beside, twins in alike:
        mine = [going.get((twin.kind, twin.remote_id)) for twin in twins]
        if beside and None not in mine:
            olds = {one: "its title and its place are the same" for one in mine if one is not None}
            suspects |= olds.keys()
            told.append(doubt(node, olds))
        else:
            told.append(_lookalike(node, twins, beside))
    return suspects, told


def _refuse(
    node: DesiredNode, remote_id: str, claims: Mapping[tuple[Kind, str], Address], live: LiveSnapshot
) -> Diagnostic | None:
    place = node.main.place
    kind = node.address.kind
    owner = claims.get((kind, remote_id))
    if owner is not None:
        return Diagnostic(
            Code.UNKNOWN_LIVE_ID,
            f"id {remote_id} belongs to {owner} already",
            place,
            "remove the id here, or remove the other file",
        )
    if remote_id not in live.of(kind):
        return Diagnostic(
            Code.UNKNOWN_LIVE_ID,
            f"the workspace has no {kind.value} with id {remote_id}",
            place,
            f"remove the id to create a new {kind.value}",
        )
    return None


def _oldest_first(nodes: Mapping[str, LiveNode], claims: Mapping[tuple[Kind, str], Address]) -> Iterable[LiveNode]:
    free = (node for node in nodes.values() if (node.kind, node.remote_id) not in claims)
    return sorted(free, key=lambda node: node.age)


def _by_title(nodes: Mapping[str, LiveNode], claims: Mapping[tuple[Kind, str], Address]) -> dict[str, list[LiveNode]]:
    """Those that nobody claims, by what they are called in any language, the oldest first."""
    found: dict[str, list[LiveNode]] = defaultdict(list)
    for twin in _oldest_first(nodes, claims):
        for title in {text_token(version.title) for version in twin.versions.values()}:
            found[title].append(twin)
    return found


def _equal(node: DesiredNode, twin: LiveNode, ids: Mapping[Address, str]) -> bool:
    """Whether every managed locale of `node` reads the same in `twin`, links aside."""
    parent = "" if node.parent is None else ids.get(node.parent, "?")
    if (twin.parent or "") != parent:
        return False
    for locale, version in node.versions.items():
        other = twin.versions.get(locale)
        if other is None or text_token(version.title) != text_token(other.title):
            return False
        if text_token(version.description) != text_token(other.description):
            return False
        if (version.author, version.state) != (other.author, other.state):
            return False
        if version.body is not None and version.body.likeness != other.likeness:
            return False
    return True


def _equal_collections(
    groups: Iterable[DesiredNode],
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    claims: dict[tuple[Kind, str], Address],
) -> dict[Address, str]:
    """`groups` has parents first: whether a collection lies in the same place can be told only once its parent is
    known."""
    found: dict[Address, str] = {}
    known = dict(ids)
    for node in groups:
        twin = next((twin for twin in _oldest_first(live.collections, claims) if _equal(node, twin, known)), None)
        if twin:
            found[node.address] = known[node.address] = twin.remote_id
            claims[node.address.kind, twin.remote_id] = node.address
    return found


def _equal_articles(
    articles: Iterable[DesiredNode],
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    claims: dict[tuple[Kind, str], Address],
) -> dict[Address, str]:
    """Pairs by everything but links, then drops the pairs whose links disagree, until all that is left agrees:
    articles link to each other, so none can be judged alone."""
    by_title = _by_title(live.articles, claims)
    pairs: dict[Address, str] = {}
    taken: set[str] = set()
    nodes = {node.address: node for node in articles}
    for node in nodes.values():
        for twin in by_title.get(text_token(node.main.title), []):
            if twin.remote_id not in taken and _equal(node, twin, ids):
                pairs[node.address] = twin.remote_id
                taken.add(twin.remote_id)
                break
    while True:
        known = Ids({**ids, **pairs}, heading_ids(live, {}))
        wrong = [a for a, remote_id in pairs.items() if not _links_agree(nodes[a], live.articles[remote_id], known)]
        if not wrong:
            break
        for address in wrong:
            del pairs[address]
    claims.update({(Kind.ARTICLE, remote_id): address for address, remote_id in pairs.items()})
    return pairs


def _links_agree(node: DesiredNode, twin: LiveNode, ids: Mapping[Address, str]) -> bool:
    for locale, version in node.versions.items():
        if version.body is None:
            continue
        mine, theirs = resolve(version.body, ids).links, twin.versions[locale].links
        if len(mine) != len(theirs) or not all(map(_link_agrees, mine, theirs)):
            return False
    return True


def _link_agrees(mine: str, theirs: str) -> bool:
    """A link to an object that is not known to exist may lead anywhere of its kind: its target may have been edited
    since, and that alone makes the article with the link no other one."""
    reference = Reference.parse(mine)
    if reference is None:
        return mine == theirs
    page, _, fragment = theirs.partition("#")
    head, _, tail = msgspec.structs.replace(reference, fragment="").at("\0").partition("\0")
    # What id its heading would have there, nobody can know.
    return page.startswith(head) and page.endswith(tail) and bool(fragment) == bool(reference.fragment)


def _lookalikes(
    fresh: Iterable[DesiredNode],
    equal: Mapping[Address, str],
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    claims: Mapping[tuple[Kind, str], Address],
) -> Iterator[tuple[DesiredNode, bool, list[LiveNode]]]:
    """New objects that bear the title of live ones nobody claims, and these. In the same collection (True) that is most
    likely the same object, edited on either side, and a person must say so: making another would be a duplicate.
    Elsewhere it is worth a word."""
    by_title = {kind: _by_title(live.of(kind), claims) for kind in Kind}
    for node in fresh:
        twins = by_title[node.address.kind].get(text_token(node.main.title), [])
        if node.address in equal or not twins:
            continue
        parent = None if node.parent is None else ids.get(node.parent, str(node.parent))
        beside = [twin for twin in twins if twin.parent == parent]
        yield node, bool(beside), beside or twins


def _lookalike(node: DesiredNode, twins: list[LiveNode], beside: bool) -> Diagnostic:
    kind = "an article" if node.address.kind is Kind.ARTICLE else "a collection"
    where = " in the same place" if beside else ""
    others = ", ".join(twin.remote_id for twin in twins[:3])
    otherwise = ", or give one of the two another title" if beside else "; as it is, a new one is made"
    return Diagnostic(
        Code.LOOKALIKE,
        f'Intercom has {kind} titled "{node.main.title}"{where} that no file here owns ({others})',
        node.main.place,
        f"write id: {twins[0].remote_id} in the file to take it over{otherwise}",
        Severity.ERROR if beside else Severity.WARNING,
    )
