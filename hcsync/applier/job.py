"""What one apply works with: the decision, the live help center to write to, the journal, and what has been written."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from hcsync.applier import headings
from hcsync.applier.links import Links
from hcsync.applier.observe import Observer
from hcsync.errors import AmbiguousWrite, ApiError
from hcsync.intercom.client import Client
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.headings import linked_to
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.live import LiveNode, LiveSnapshot, LiveVersion
from hcsync.model.outcome import Result
from hcsync.model.plan import Change
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import Entry
from hcsync.planner.decide import Decision
from hcsync.planner.headings import Linked
from hcsync.planner.order import linked
from hcsync.planner.tokens import Ids, bases, resolve, same_body
from hcsync.state.journal import Journal

# Told of a change when it begins (None), and of its result when all of it is done.
Watch = Callable[[Change, Result | None], None]


def _unlimited() -> bool:
    return True


def unwatched(_change: Change, _result: Result | None) -> None:
    return


@dataclass(frozen=True, slots=True)
class Sources:
    """Where texts come from. `html` renders one locale of a node, links and images still as `hcsync:` references;
    `fill` puts URLs in their place, in order (a link without one becomes its text); `asset` is the public URL of an
    image reference."""

    html: Callable[[DesiredNode, str], str]
    fill: Callable[[str, list[str | None], list[str]], str]
    asset: Callable[[str], str]


@dataclass(slots=True)
class Job:
    """A held resource. `now` gives Unix seconds; `step` is called after each write, for a progress bar; `watch` is told
    of each change. In a rollback `stays` maps each address to what the state goes on to say of it, but for a new id
    and for what was left there.
    `entries`, `results` and `diagnostics` grow as the work goes on; `halted` stops it from being started, and so does
    `holds`, once it says that others may write by now. `sent` is the last write of each object, with what the state
    held before it. `deleted` maps addresses to the ids of what is gone; `inside` is what lies in each collection, once
    that was looked for. `restless`: Intercom gives headings other ids with each write. `linked` are the headings whose
    ids are to be remembered, `inward` those that a page links to within itself, with the ids they were sent with;
    `astray` maps articles to the locales in which these are not the ids they bear."""

    decision: Decision
    desired: DesiredState
    live: LiveSnapshot
    client: Client
    journal: Journal
    observer: Observer
    sources: Sources
    links: Links
    help_center: str | None
    now: Callable[[], float]
    step: Callable[[], None]
    watch: Watch = unwatched
    holds: Callable[[], bool] = _unlimited
    stays: Mapping[Address, Entry | None] | None = None
    entries: dict[Address, Entry] = field(default_factory=dict)
    results: dict[Address, Result] = field(default_factory=dict)
    written: dict[Address, LiveNode] = field(default_factory=dict)
    sent: dict[Address, tuple[Change, Entry | None]] = field(default_factory=dict)
    deleted: dict[Address, str] = field(default_factory=dict)
    inside: dict[str, set[tuple[Kind, str]]] | None = None
    unfilled: dict[Address, Change] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    halted: bool = False
    restless: bool = False
    linked: Linked = field(default_factory=dict)
    astray: dict[Address, tuple[str, ...]] = field(default_factory=dict)
    inward: dict[tuple[Address, str], Mapping[str, str]] = field(default_factory=dict)
    _bare: dict[tuple[Address, str, frozenset[Address]], str] = field(default_factory=dict)

    @contextmanager
    def intending(self, planned: Intent) -> Iterator[None]:
        """What is sent within stands in the journal first. A refusal is an answer: the write did not happen. Anything
        else is none: the intent stays open."""
        self.journal.append(planned)
        try:
            yield
        except AmbiguousWrite:
            raise
        except ApiError:
            self.journal.append(Dropped(planned.address))
            raise

    def record(self, address: Address, entry: Entry | None) -> None:
        """Note in the journal what became of an object: the entry it has now, None for one that is gone."""
        told = entry
        if self.stays is not None:
            told = self.stays.get(address)
            if told is not None and entry is not None:
                left = {name: base.observed for name, base in bases(entry).items()}
                told = msgspec.structs.replace(told, id=entry.id, left=left)
        elif entry is not None:
            told = entry = headings.trimmed(address, entry, self.linked)
        self.journal.append(Done(str(address), told))
        if entry is not None:
            self.entries[address] = entry

    @property
    def stopped(self) -> bool:
        """Whether no further write may be started."""
        return self.halted or not self.holds()

    def has_file(self, change: Change) -> bool:
        return change.address in self.desired.nodes

    def node(self, change: Change) -> DesiredNode:
        return self.desired.nodes[change.address]

    def body(self, node: DesiredNode, locale: str, known: Container[Address], promised: Container[Address] = ()) -> str:
        """The HTML to send, with every link to what is `known`."""
        form = node.versions[locale].body
        if form is None:
            return ""
        found = self.links.urls(form, known, promised)
        urls = [url for link, url in zip(form.links, found, strict=True) if link.startswith("hcsync:")]
        images = [self.sources.asset(image) for image in form.images if image.startswith("hcsync:")]
        return self.sources.fill(self.sources.html(node, locale), urls, images)

    def sent_body(self, node: DesiredNode, locale: str, known: Container[Address]) -> str:
        """The same with ids for its headings, as it is to be sent now."""
        live = self.links.live(node.address)
        version = live.versions.get(locale) if live else None
        html = self.body(node, locale, known)
        named = headings.named(html, node.address, locale, version, restless=self.restless)
        self.inward[node.address, locale] = named.inward
        return named.html

    def reads_as_sent(self, node: DesiredNode, locale: str, live: LiveVersion, known: Mapping[Address, str]) -> bool:
        """Whether readers see the body that was sent. Where a file spells out an address of the help center, that is
        known only of the HTML itself: what the file comes to calls it a link elsewhere."""
        version = node.versions.get(locale)
        if version is None or version.body is None:
            return False
        if same_body(resolve(version.body, known), live):
            return True
        html = self.body(node, locale, known)
        inward = self.inward.get((node.address, locale), {})
        # Where Intercom has not kept the headings' ids, links within the page lead to those that were sent.
        variants = (html, linked_to(html, inward)) if inward else (html,)
        return any(same_body(form(canonical(each, sites=self.observer.sites)), live) for each in variants)

    def bare(self, node: DesiredNode, known: Collection[Address], promised: Collection[Address] = ()) -> dict[str, str]:
        """Locale → likeness of a body that is sent without some of its links: their text alone is, and that is what
        the body is to be recognised by should the answer be lost."""
        found: dict[str, str] = {}
        for locale, version in node.versions.items():
            missing = frozenset(linked(node, locale).difference(known, promised))
            if version.body is None or not missing:
                continue
            key = (node.address, locale, missing)
            if key not in self._bare:
                sent = form(canonical(self.body(node, locale, known, promised), sites=self.observer.sites))
                self._bare[key] = msgspec.structs.replace(version.body, text=sent.text).likeness
            found[locale] = self._bare[key]
        return found

    def known(self, change: Change) -> Ids:
        """The remote ids of what a change points to, as far as it may know them: of what was there before this run and
        of what it waits for. Others may have come to be by now; what is sent must not hang on who was faster, or
        nobody could tell from the plan what it was."""
        node = self.node(change)
        pointed_to = linked(node) if node.parent is None else linked(node) | {node.parent}
        waited = {*change.depends_on, *change.after}
        ids = self.links.ids
        known = {
            address: ids[address]
            for address in pointed_to
            if address in ids and (address in self.decision.ids or address in waited)
        }
        return Ids(known, ids.headings)
