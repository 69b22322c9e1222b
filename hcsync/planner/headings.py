"""The live help center, the state and the files → the ids of headings that articles link to, and which of these links
can be kept true."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.live import LiveSnapshot
from hcsync.model.reference import Reference
from hcsync.model.state import Entry
from hcsync.planner.order import ordered
from hcsync.planner.tokens import HeadingIds

# (article, locale) → the anchors of its headings that others link to.
Linked = Mapping[tuple[Address, str], set[str]]


def heading_ids(live: LiveSnapshot, entries: Mapping[Address, Entry]) -> HeadingIds:
    """What a heading was called when it was last observed counts where the live page no longer has it: it may be called
    otherwise by now, and still bear its id."""
    applied = applied_ids(entries)

    def known(kind: Kind, remote_id: str, locale: str) -> Mapping[str, str]:
        node = live.of(kind).get(remote_id)
        version = node.versions.get(locale) if node else None
        then, now = applied(kind, remote_id, locale), (version.headings if version else None) or {}
        return {**then, **now} if then else now

    return known


def applied_ids(entries: Mapping[Address, Entry]) -> HeadingIds:
    """As they were last observed."""
    kept = {(address.kind, entry.id): entry for address, entry in entries.items()}

    def known(kind: Kind, remote_id: str, locale: str) -> Mapping[str, str]:
        entry = kept.get((kind, remote_id))
        before = entry.locales.get(locale) if entry else None
        return before.headings if before else {}

    return known


def linked_headings(desired: DesiredState) -> Linked:
    """What the state is to remember of headings."""
    found: dict[tuple[Address, str], set[str]] = {}
    for node in desired.nodes.values():
        for reference in references(node):
            found.setdefault((reference.address, reference.locale), set()).add(reference.fragment)
    return found


def references(node: DesiredNode) -> Iterator[Reference]:
    """Its links to headings, as they stand in all its bodies."""
    for version in node.versions.values():
        yield from _references(version)


def _references(version: DesiredVersion) -> Iterator[Reference]:
    for link in version.body.links if version.body else ():
        reference = Reference.parse(link) if "#" in link else None
        if reference is not None and reference.address.kind is Kind.ARTICLE:
            yield reference


def heading_targets(node: DesiredNode, locale: str | None = None) -> set[Address]:
    """The articles to whose headings it links, itself among them (or its body in one locale does)."""
    found = references(node) if locale is None else _references(node.versions[locale])
    return {reference.address for reference in found}


def is_restless(entries: Iterable[Entry]) -> bool:
    """Whether Intercom gives headings other ids with each write, as far as anybody has seen."""
    return any(kept.restless for entry in entries for kept in entry.locales.values())


def loosened(desired: DesiredState) -> tuple[DesiredState, tuple[Diagnostic, ...]]:
    """For a help center whose headings get other ids with each write: of articles that link to headings in a circle,
    each write of one would make another one's links stale, for ever. So that the circle ends, some of these links lead
    to the top of their pages. Which, hangs on the files alone."""
    edges = {
        address: sorted(found & desired.nodes.keys())
        for address, node in desired.nodes.items()
        if (found := heading_targets(node))
    }
    ends: dict[Address, list[Address]] = {target: [] for targets in edges.values() for target in targets}
    _, after = ordered({**ends, **edges})
    changed: dict[Address, DesiredNode] = {}
    lost: list[tuple[str, Place]] = []
    for address, targets in edges.items():
        cut = set(targets) - set(after[address])
        if cut:
            node = desired.nodes[address]
            changed[address] = _without(node, cut)
            lost += [
                (str(one), version.place)
                for version in node.versions.values()
                for one in _references(version)
                if one.address in cut
            ]
    if not changed:
        return desired, ()
    return msgspec.structs.replace(desired, nodes=desired.nodes | changed), (_told(lost),)


def _without(node: DesiredNode, cut: set[Address]) -> DesiredNode:
    def page(link: str) -> str:
        reference = Reference.parse(link) if "#" in link else None
        return (
            link
            if reference is None or reference.address not in cut
            else str(msgspec.structs.replace(reference, fragment=""))
        )

    versions = {}
    for locale, version in node.versions.items():
        body = version.body
        if body is not None:
            body = msgspec.structs.replace(body, links=tuple(map(page, body.links)))
        versions[locale] = msgspec.structs.replace(version, body=body)
    return msgspec.structs.replace(node, versions=versions)


def _told(lost: list[tuple[str, Place]]) -> Diagnostic:
    link, place = lost[0]
    what = "a link leads" if len(lost) == 1 else f"{len(lost)} links lead"
    return Diagnostic(
        Code.RESTLESS_HEADINGS,
        f"{what} to the top of a page and not to its heading ({link.removeprefix('hcsync:')}): Intercom gives headings "
        "other ids with each write, and these articles link to each other's",
        place,
        "link to headings in one direction only",
        Severity.WARNING,
    )
