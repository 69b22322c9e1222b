"""What Intercom made of the headings that were sent → the ids to send with the next write, and which links are behind.

A link leads to the id that a heading bears, and Intercom may give it another one whenever it is written: nobody has
published when it does. So ids are sent, what comes back is what counts, and what links to it is written once more.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from hcsync.markup.headings import chosen, headings, identified, inward
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.outcome import Status
from hcsync.model.plan import Change, Field
from hcsync.model.state import Entry
from hcsync.planner.headings import Linked, heading_targets, loosened
from hcsync.planner.order import linked
from hcsync.planner.tokens import desired_fields, slot

if TYPE_CHECKING:
    from hcsync.applier.job import Job

# Each of them may put others behind; a help center that never comes to rest must not keep an apply for ever.
MOST_WRITES = 4


class Named(msgspec.Struct, frozen=True):
    """A body to send. `inward`: the anchors it links to within itself, with the ids these headings are sent with."""

    html: str
    inward: dict[str, str]


def named(html: str, address: Address, locale: str, live: LiveVersion | None, *, restless: bool) -> Named:
    """Every heading with the id it is to bear, and the links within the page with these. Where ids do not last, such a
    link would lead nowhere in any case, and is sent as it was written."""
    if "<h" not in html:
        return Named(html, {})
    known = {anchor: own for anchor, own in ((live.headings if live else None) or {}).items() if own}
    wanted = {} if restless else {anchor: "" for anchor in inward(html)}
    ids = chosen(tuple(headings(html)), known, f"{address}@{locale}")
    return Named(
        identified(html, ids, inwards=not restless), {anchor: ids[anchor] for anchor in wanted if anchor in ids}
    )


def trimmed(address: Address, entry: Entry, linked: Linked) -> Entry:
    """The entry with the ids of those headings alone that others link to."""
    locales = {}
    for locale, kept in entry.locales.items():
        wanted = linked.get((address, locale), set())
        left = {anchor: own for anchor, own in kept.headings.items() if anchor in wanted}
        locales[locale] = kept if left == kept.headings else msgspec.structs.replace(kept, headings=left)
    return msgspec.structs.replace(entry, locales=locales)


def marked(entry: Entry, before: LiveNode, after: LiveNode) -> Entry:
    """The entry of an object that was written, live as `before` and then as `after`: with a mark where headings came
    back with other ids than they had and were sent with."""
    locales = dict(entry.locales)
    for locale, kept in entry.locales.items():
        was, now = (node.versions.get(locale) for node in (before, after))
        then, there = (version.headings or {} if version else {} for version in (was, now))
        both = then.keys() & there.keys()
        if both:
            restless = any(then[anchor] != there[anchor] for anchor in both)
            locales[locale] = msgspec.structs.replace(kept, restless=restless)
    return msgspec.structs.replace(entry, locales=locales)


def learn(job: "Job", entry: Entry) -> None:
    """Of headings that get other ids with each write, no circle can come to rest: it is opened from now on."""
    if not job.restless and job.stays is None and any(kept.restless for kept in entry.locales.values()):
        job.restless = True
        job.desired, told = loosened(job.desired)
        job.diagnostics.extend(told)


def astray(job: "Job", address: Address, live: LiveNode) -> tuple[str, ...]:
    """The locales in which a link within the page leads to an id that its heading was sent with and does not bear."""
    if job.restless or job.stays is not None:
        return ()
    return tuple(
        locale
        for locale, version in live.versions.items()
        if any(
            (version.headings or {}).get(anchor, sent) != sent
            for anchor, sent in job.inward.get((address, locale), {}).items()
        )
    )


def first_of(waiting: Mapping[Address, Change], job: "Job") -> list[Address]:
    """Those of them that link to no heading of the others, which may get other ids; all, where there is none such."""
    free = [
        address for address in waiting if not (heading_targets(job.desired.nodes[address]) & waiting.keys()) - {address}
    ]
    return free or list(waiting)


def outdated(job: "Job") -> list[Diagnostic]:
    """What this run did not write, and what links to headings that have got other ids in it."""
    if not job.linked or job.stays is not None:
        return []
    late: list[Place] = []
    for address, node in job.desired.nodes.items():
        entry = job.entries.get(address)
        if address in job.sent or entry is None or not heading_targets(node):
            continue
        for locale, version in node.versions.items():
            base = entry.locales[locale].fields.get(Field.BODY) if locale in entry.locales else None
            then, now = (desired_fields(version, ids).get(Field.BODY) for ids in (job.decision.ids, job.links.ids))
            if base is not None and then == base.written != now:
                late.append(version.place)
    if not late:
        return []
    what = "a text links" if len(late) == 1 else f"{len(late)} texts link"
    message = f"{what} to headings that have got other ids in Intercom with this apply"
    return [Diagnostic(Code.STALE_HEADINGS, message, late[0], "apply again to correct the links", Severity.WARNING)]


def remember(job: "Job") -> None:
    """Tell the state the ids of headings that somebody links to by now, in articles that were not written."""
    if job.stays is not None:
        return
    for address in {address for address, _ in job.linked} - job.sent.keys():
        entry, live = job.entries.get(address), job.links.live(address)
        if entry is None or live is None:
            continue
        locales = {
            locale: msgspec.structs.replace(kept, headings={**kept.headings, **(live.versions[locale].headings or {})})
            if locale in live.versions
            else kept
            for locale, kept in entry.locales.items()
        }
        known = trimmed(address, msgspec.structs.replace(entry, locales=locales), job.linked)
        if known != trimmed(address, entry, job.linked):
            job.record(address, known)


def behind(job: "Job", written: Mapping[Address, int]) -> dict[Address, Change]:
    """What was written in this run and is to be written again: for links that could not be known then, or to headings
    that bear other ids by now. `written` counts such writes."""
    found: dict[Address, Change] = {}
    for address, (change, _) in job.sent.items():
        node = job.desired.nodes.get(address)
        if node is None or address.kind is not Kind.ARTICLE or written.get(address, 0) >= MOST_WRITES:
            continue
        result = job.results.get(address)
        if result is None or result.status is not Status.APPLIED:
            continue
        if address in job.unfilled:
            # A target that could not be created leaves its link open; the next apply fills it.
            if linked(node) <= job.links.ids.keys():
                found[address] = change
        elif job.astray.get(address) or (job.linked and any(stale_locales(job, change))):
            found[address] = change
    return found


def stale_locales(job: "Job", change: Change) -> Iterator[str]:
    """The locales in which an article was sent with other links than it would be now."""
    node, entry = job.node(change), job.entries[change.address]
    for locale, version in node.versions.items():
        kept = entry.locales.get(locale)
        base = kept.fields.get(Field.BODY) if kept else None
        if base is None or kept is None or kept.pending or slot(locale, Field.BODY) in change.keep:
            continue
        if desired_fields(version, job.links.ids)[Field.BODY] != base.written:
            yield locale
