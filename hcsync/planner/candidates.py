"""Files that are in no help center yet × live objects nobody owns → which may be one and the same, with reasons."""

from collections.abc import Iterable, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.candidate import Candidate
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.planner.order import rank
from hcsync.planner.tokens import text_token

# Of one file no more are told.
MOST = 3


def candidates(
    files: Iterable[DesiredNode],
    free: Iterable[LiveNode],
    ids: Mapping[Address, str],
    alike: Mapping[tuple[Address, str], int],
) -> tuple[Candidate, ...]:
    """The likeliest first for each file, in address order. `ids` are the remote ids of the collections that are known;
    `alike` maps a file and a remote id to how much of the text is the same, in percent. That two lie in one collection
    counts only beside something else."""
    live = list(free)
    titles: dict[tuple[Kind, str], list[LiveNode]] = {}
    by_id = {(twin.kind, twin.remote_id): twin for twin in live}
    for twin in live:
        for title in {text_token(version.title) for version in twin.versions.values()}:
            titles.setdefault((twin.kind, title), []).append(twin)
    found: list[Candidate] = []
    for node in sorted(files, key=lambda node: rank(node.address)):
        kind = node.address.kind
        fitting = {
            twin.remote_id: twin
            for version in node.versions.values()
            for twin in titles.get((kind, text_token(version.title)), ())
        }
        if kind is Kind.ARTICLE:
            similar = {id_ for address, id_ in alike if address == node.address and (kind, id_) in by_id}
            fitting |= {id_: by_id[kind, id_] for id_ in similar}
        judged = [_judged(node, twin, ids, alike) for twin in fitting.values()]
        found += sorted(judged, key=_rank)[:MOST]
    return tuple(found)


def _judged(
    node: DesiredNode, twin: LiveNode, ids: Mapping[Address, str], alike: Mapping[tuple[Address, str], int]
) -> Candidate:
    reasons = [
        f"same title in {locale}" if locale != next(iter(node.versions)) else "same title"
        for locale, version in node.versions.items()
        if locale in twin.versions and text_token(version.title) == text_token(twin.versions[locale].title)
    ][:1]
    parent = None if node.parent is None else ids.get(node.parent)
    if twin.parent == parent and (node.parent is None or parent is not None):
        reasons.append("same collection" if node.parent else "in no collection either")
    percent = alike.get((node.address, twin.remote_id)) if node.address.kind is Kind.ARTICLE else None
    if percent is not None:
        reasons.append("same text" if percent == 100 else f"{percent} % of the text is the same")
    title = twin.main.title
    return Candidate(node.address, twin.remote_id, title, tuple(reasons), percent)


def _rank(one: Candidate) -> tuple[int, int, int, str]:
    """What has the more in common comes first; of those that have as much, the older."""
    return -(one.percent or 0), -len(one.reasons), len(one.remote_id), one.remote_id
