"""The changes of a plan → those that follow from them, where Intercom gives headings other ids with each write."""

from collections.abc import Collection, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.live import LiveSnapshot
from hcsync.model.plan import Action, Change, Field, FieldDelta
from hcsync.model.reference import Reference
from hcsync.model.state import Entry
from hcsync.planner.changes import rewriting
from hcsync.planner.headings import heading_targets
from hcsync.planner.schedule import reaches_intercom

REASON = "headings it links to have other ids"


def following(
    changes: Collection[Change],
    desired: DesiredState,
    live: LiveSnapshot,
    ids: Mapping[Address, str],
    settled: Mapping[Address, Entry],
    busy: Collection[Address],
) -> list[Change]:
    """Articles that link to headings of what is written, and what links to theirs. Those in `busy` have something else
    to be said of them, and wait for the next plan. `settled` are the entries of the state."""
    written = {one.address for one in changes if one.action is not Action.CREATE and reaches_intercom(one)}
    rest = {
        address: targets
        for address, node in desired.nodes.items()
        if address not in busy and address in settled and (targets := heading_targets(node) - {address})
    }
    for one in changes:
        rest.pop(one.address, None)
    found: list[Change] = []
    while ready := [address for address, targets in rest.items() if targets & written]:
        for address in ready:
            targets, twin = rest.pop(address), live.articles.get(ids.get(address, ""))
            locales = [locale for locale in desired.nodes[address].versions if twin and locale in twin.versions]
            told = [locale for locale in locales if heading_targets(desired.nodes[address], locale) & written]
            if twin is not None and told:
                node = desired.nodes[address]
                fields = [FieldDelta(locale, Field.BODY, place=node.versions[locale].place) for locale in told]
                found.append(rewriting(node, twin, REASON, fields))
                written.add(address)
    return found


def by_ids_alone(node: DesiredNode, entry: Entry | None, fields: Collection[FieldDelta]) -> bool:
    """Whether it is the ids of headings alone that make an article one to write: its files have not changed."""
    if node.address.kind is not Kind.ARTICLE or entry is None or not fields:
        return False
    for delta in fields:
        version, kept = node.versions.get(delta.locale), entry.locales.get(delta.locale)
        if delta.field is not Field.BODY or version is None or version.body is None or kept is None:
            return False
        references = [Reference.parse(link) for link in version.body.links]
        if version.blob != kept.blob or not any(each and each.fragment for each in references):
            return False
    return True
