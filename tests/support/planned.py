"""Hand-made desired and live objects for the planner's tests, and an ideal help center that does what a plan says."""

import msgspec

from hcsync.applier import hidden
from hcsync.applier.entries import as_draft, entry_after, orphaned
from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.body import BodyForm
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Place
from hcsync.model.digest import digest
from hcsync.model.live import HelpCenter, LiveNode, LiveSnapshot, LiveVersion, Workspace
from hcsync.model.plan import Action, Change, Field, Plan
from hcsync.model.reference import Reference
from hcsync.model.state import Entry, State
from hcsync.planner.compare import compare, slots_of
from hcsync.planner.decide import Decision, decide
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.planner.schedule import reaches_intercom
from hcsync.planner.threeway import Verdict
from hcsync.planner.tokens import resolve, slot

WORKSPACE = Workspace("ws1", "Acme", "us", HelpCenter("1", "Acme Help", "https://help.acme.com"), {})
CANONICAL = 1


def link(key: str, locale: str = "en", fragment: str = "") -> str:
    return str(Reference(article(key), locale, fragment))


def version(
    title: str = "Title",
    text: str = "text",
    links: tuple[str, ...] = (),
    images: tuple[str, ...] = (),
    *,
    description: str = "",
    author: str = "1",
    state: str = "published",
    blob: str | None = None,
) -> DesiredVersion:
    """One locale of an article. A link is written as `link` makes it, an image as "hcsync:asset.images/a.png@blob"."""
    blob = digest(title, text, *links, description, author, state) if blob is None else blob
    return DesiredVersion(title, description, Place("x.md", 1), blob, author, state, BodyForm(text, links, images))


def name(title: str = "Name", description: str = "") -> DesiredVersion:
    """One locale of a collection."""
    return DesiredVersion(title, description, Place("_collection.yml", 1), digest(title, description))


def page(key: str, parent: str | None = None, remote_id: str | None = None, **versions: DesiredVersion) -> DesiredNode:
    """An article; with a version per locale, or one in English titled by its key."""
    found = versions or {"en": version(key)}
    placed = {locale: _placed(one, f"content/{locale}/{key}.md") for locale, one in found.items()}
    return DesiredNode(article(key), collection(parent) if parent else None, placed, remote_id)


def group(key: str, parent: str | None = None, **versions: DesiredVersion) -> DesiredNode:
    found = versions or {"en": name(key)}
    placed = {locale: _placed(one, f"content/{locale}/{key}/_collection.yml") for locale, one in found.items()}
    return DesiredNode(collection(key), collection(parent) if parent else None, placed)


def _placed(one: DesiredVersion, path: str) -> DesiredVersion:
    return msgspec.structs.replace(one, place=Place(path, 1, 1))


def desire(*nodes: DesiredNode) -> DesiredState:
    return DesiredState("en", ("en", "fr"), {node.address: node for node in nodes}, "digest")


def seen(*nodes: LiveNode) -> LiveSnapshot:
    return LiveSnapshot(
        WORKSPACE,
        {node.remote_id: node for node in nodes if node.kind is Kind.COLLECTION},
        {node.remote_id: node for node in nodes if node.kind is Kind.ARTICLE},
    )


def state_of(entries: dict[Address, Entry] | None = None, canonical: int = CANONICAL) -> State:
    return State("production", "ws1", "l1", 7, canonical, entries or {})


def stored(
    node: DesiredNode, remote_id: str, ids: dict[Address, str] | None = None, created_at: int = 1000
) -> LiveNode:
    """The node as Intercom holds it after it was written: links that could not be made are missing, images have moved
    to Intercom's own host, and a text with "~" in it is rewritten in a way no canonical rule knows."""
    known = ids or {}
    parent = known[node.parent] if node.parent else None
    versions = {locale: _held(one, known) for locale, one in node.versions.items()}
    return LiveNode(node.address.kind, remote_id, parent, versions, created_at, created_at)


def _held(one: DesiredVersion, ids: dict[Address, str]) -> LiveVersion:
    if one.body is None:
        return LiveVersion(one.title, one.description)
    form = resolve(one.body, ids)
    links = tuple(target for target in form.links if not target.startswith("hcsync:"))
    images = tuple(f"https://cdn/{digest(image)}/{image.split('@')[0].rsplit('/', 1)[-1]}" for image in form.images)
    return _with_body(
        LiveVersion(one.title, one.description, one.author, one.state, updated_at=1000),
        BodyForm(form.text.replace("~", "="), links, images),
    )


def _with_body(one: LiveVersion, form: BodyForm) -> LiveVersion:
    return msgspec.structs.replace(
        one, body=form.token, raw=f"raw {form.token}", likeness=form.likeness, links=form.links
    )


def edited(node: LiveNode, locale: str, **changes: str) -> LiveNode:
    """The node after somebody changed a locale's title, description, author, state or text in Intercom."""
    one = node.versions.get(locale, LiveVersion("", "", "1", "published"))
    text = changes.pop("text", None)
    one = msgspec.structs.replace(one, **changes, updated_at=2000)
    if text is not None:
        one = _with_body(one, BodyForm(text))
    return msgspec.structs.replace(node, versions={**node.versions, locale: one})


def without(node: LiveNode, locale: str) -> LiveNode:
    return msgspec.structs.replace(
        node, versions={known: one for known, one in node.versions.items() if known != locale}
    )


def decided(
    desired: DesiredState,
    live: LiveSnapshot,
    state: State,
    on_drift: OnDrift = OnDrift.KEEP,
    on_conflict: OnConflict = OnConflict.FAIL,
    on_orphan: OnOrphan = OnOrphan.REPORT,
) -> Plan:
    return decide(desired, live, state, (), CANONICAL, Policy(on_drift, on_conflict, on_orphan)).plan


class World:
    """A held resource: an ideal help center and the state kept of it. `apply` does what a decision says."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[Kind, str], LiveNode] = {}
        self.state = state_of()
        # The texts (an article's id and a locale) over which somebody has left a draft: what is sent waits in it.
        self.drafts: set[tuple[str, str]] = set()
        self._last = 100

    @property
    def live(self) -> LiveSnapshot:
        """As it is read: what is byte for byte as it was last observed is not parsed."""
        observed = {
            (address.kind, entry.id, locale): kept
            for address, entry in self.state.entries.items()
            for locale, kept in entry.locales.items()
        }
        nodes = []
        for node in self.nodes.values():
            versions = dict(node.versions)
            for locale, one in node.versions.items():
                kept = observed.get((node.kind, node.remote_id, locale))
                if kept and kept.raw and kept.raw == one.raw and "body" in kept.fields:
                    body = kept.fields["body"].observed
                    versions[locale] = msgspec.structs.replace(one, body=body, likeness="", links=())
            nodes.append(msgspec.structs.replace(node, versions=versions))
        return seen(*nodes)

    def put(self, node: LiveNode) -> None:
        self.nodes[node.kind, node.remote_id] = node

    def new_id(self) -> str:
        self._last += 1
        return str(self._last)

    def plan(self, desired: DesiredState, policy: Policy) -> Decision:
        return decide(desired, self.live, self.state, (), CANONICAL, policy)

    def apply(self, decision: Decision, policy: Policy) -> None:
        desired, plan = decision.desired, decision.plan
        entries, ids = dict(decision.entries), dict(decision.ids)
        for address in plan.refresh:
            node, live = desired.nodes[address], self.live.of(address.kind)[ids[address]]
            verdicts = compare(node, live, entries.get(address), ids, policy)
            unsettled = slots_of(verdicts, Verdict.DRIFT, Verdict.CONFLICT)
            entries[address] = entry_after(node, live, entries.get(address), ids, unsettled)
        for orphan in plan.orphans:
            if not orphan.known:
                entries[orphan.address] = orphaned(entries[orphan.address], orphan.locales)
        again: list[Change] = []
        for change in plan.changes:
            if change.action in (Action.FORGET, Action.DELETE):
                gone = entries.pop(change.address)
                if change.action is Action.DELETE:
                    del self.nodes[change.address.kind, gone.id]
                continue
            if change.address not in desired.nodes:
                entries[change.address] = self._hide(entries[change.address], change, whole=True)
                continue
            if reaches_intercom(change):
                missing = self._write(change, desired, ids)
                if missing:
                    again.append(change)
            elif (change.address.kind, change.remote_id or "") not in self.nodes:
                # Its file has moved, and the object was deleted in Intercom: the entry has its new address already.
                continue
            self._settle(change, desired, entries, ids)
            if any(delta.field is Field.STATE and not delta.place for delta in change.fields):
                entries[change.address] = self._hide(entries[change.address], change, whole=False)
        for change in again:
            written = msgspec.structs.replace(
                change, action=Action.UPDATE, remote_id=ids[change.address], fields=(), keep=change.keep
            )
            self._write(written, desired, ids)
            self._settle(written, desired, entries, ids)
        self.state = msgspec.structs.replace(self.state, entries=entries, serial=self.state.serial + 2)

    def _hide(self, entry: Entry, change: Change, *, whole: bool) -> Entry:
        """What has lost its file becomes a draft: the whole object with every locale of the entry, or some locales."""
        key = change.address.kind, entry.id
        before = self.nodes[key]
        left = [delta.locale for delta in change.fields if delta.field is Field.STATE and not delta.place]
        mine = [locale for locale in before.versions if locale in (entry.locales if whole else left)]
        drafts = {locale: msgspec.structs.replace(before.versions[locale], state="draft") for locale in mine}
        self.nodes[key] = msgspec.structs.replace(before, versions=before.versions | drafts)
        return as_draft(entry, before, self.nodes[key], mine, whole=whole)

    def _settle(
        self, change: Change, desired: DesiredState, entries: dict[Address, Entry], ids: dict[Address, str]
    ) -> None:
        node = desired.nodes[change.address]
        remote_id = change.remote_id or self._made
        live = self.nodes[node.address.kind, remote_id]
        before = entries.get(node.address)
        # This help center holds a body as it was sent, or does not show it at all.
        rewritten = change.action in (Action.UPDATE, Action.UNPUBLISH)
        unshown = hidden.slots(change, node, live, before, ids, lambda *_: False) if rewritten else []
        unsettled, waiting = {*change.keep, *unshown}, hidden.waiting(node.address.kind, unshown)
        entries[node.address] = entry_after(node, live, before, ids, unsettled, waiting)
        ids[node.address] = remote_id

    def _write(self, change: Change, desired: DesiredState, ids: dict[Address, str]) -> bool:
        """Returns whether links are missing."""
        node = desired.nodes[change.address]
        kind = node.address.kind
        targets = [
            reference.address
            for one in node.versions.values()
            for target in (one.body.links if one.body else ())
            if (reference := Reference.parse(target))
        ]
        if change.action is Action.CREATE:
            self._made = self.new_id()
            self.nodes[kind, self._made] = stored(node, self._made, ids)
        else:
            assert change.remote_id
            before = self.nodes[kind, change.remote_id]
            versions = dict(before.versions)
            for locale, one in node.versions.items():
                mine = {field for field in Field if slot(locale, field) in change.keep}
                theirs = before.versions.get(locale)
                if mine and theirs is None:
                    continue
                if kind is Kind.ARTICLE and (change.remote_id, locale) in self.drafts and theirs:
                    mine |= {Field.TITLE, Field.DESCRIPTION, Field.BODY}
                versions[locale] = _mixed(_held(one, ids), theirs, mine)
            moved = any(delta.field is Field.PARENT for delta in change.fields)
            parent = (ids[node.parent] if node.parent else None) if moved else before.parent
            self.nodes[kind, change.remote_id] = msgspec.structs.replace(before, versions=versions, parent=parent)
        return any(target not in ids for target in targets)


def _mixed(ours: LiveVersion, theirs: LiveVersion | None, kept: set[Field]) -> LiveVersion:
    if theirs is None:
        return ours
    changes: dict[str, object] = {field.value: getattr(theirs, field.value) for field in kept}
    if Field.BODY in kept:
        changes |= {"raw": theirs.raw, "likeness": theirs.likeness, "links": theirs.links}
    return msgspec.structs.replace(ours, **changes)
