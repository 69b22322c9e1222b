"""One change of a plan → its request, with an intent in the journal before and the result after."""

from collections.abc import Collection, Mapping

import msgspec

from hcsync.applier import headings, hidden, lookup, payload, precondition, removal
from hcsync.applier.entries import as_draft, entry_after, intent, leaving
from hcsync.applier.job import Job
from hcsync.errors import AmbiguousWrite, ApiError
from hcsync.intercom import convert, wire
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.outcome import Result, Status
from hcsync.model.plan import Action, Change, Field, FieldDelta
from hcsync.model.state import Entry
from hcsync.planner.order import linked
from hcsync.planner.schedule import reaches_intercom
from hcsync.planner.tokens import live_tokens


async def perform(change: Change, job: Job) -> Result:
    """Do one change. Raises ApiError where Intercom refuses or cannot be reached; the journal then says so."""
    if not reaches_intercom(change):
        _keep(change, job)
        return Result(change.address, change.action, Status.APPLIED, change.remote_id, verified=True, sent=False)
    match change.action:
        case Action.CREATE:
            return await _create(change, job)
        case Action.UNPUBLISH if not job.has_file(change):
            return await removal.unpublish(change, job)
        case Action.DELETE:
            return await removal.delete(change, job)
        case _:
            return await _update(change, job)


async def fill_links(change: Change, job: Job) -> Result:
    """Another write of an article: its body once more, with the links that could not be known before."""
    live = job.written[change.address]
    locales = dict.fromkeys((*headings.stale_locales(job, change), *job.astray.get(change.address, ())))
    second = msgspec.structs.replace(
        change,
        action=Action.UPDATE,
        remote_id=live.remote_id,
        fields=tuple(FieldDelta(locale, Field.BODY) for locale in locales),
        precondition=live_tokens(live),
        after=tuple(sorted(linked(job.node(change)))),
    )
    return await _update(second, job)


def _keep(change: Change, job: Job) -> None:
    """What is done to the state alone. An entry that is moved has its new address already, and is told what its files
    are now; that of an object deleted in Intercom stays as it was last applied."""
    entry: Entry | None = None
    if change.action is not Action.FORGET:
        node, before = job.node(change), job.entries.get(change.address)
        live = job.live.of(change.address.kind).get(change.remote_id or "")
        if live is not None:
            ids = job.links.ids if before is None else job.decision.ids
            entry = entry_after(node, live, before, ids, change.keep)
        elif before is not None:
            entry = msgspec.structs.replace(before, path=node.main.place.path)
    job.record(change.address, entry)


async def _create(change: Change, job: Job) -> Result:
    node = job.node(change)
    ids = job.known(change)
    request = _request(node, change, job, {}, ids)
    planned = intent(node, Action.CREATE, None, ids, (), int(job.now()), job.bare(node, ids))
    planned = msgspec.structs.replace(planned, undo=job.stays is not None)
    try:
        with job.intending(planned):
            if node.address.kind is Kind.COLLECTION:
                live = job.observer.collection(await job.client.create_collection(request))
            else:
                live = job.observer.article(await job.client.create_article(request))
    except AmbiguousWrite as lost:
        try:
            found = await lookup.created(planned, job)
        except ApiError as error:
            # Nobody can look, so it stays in doubt; nor would the next write fare better.
            job.halted = True
            raise lost from error
        if found is None:
            raise lost
        live = found
    _settle(change, live, (), ids, job, (live, []))
    return _applied(change, live.remote_id)


async def _update(change: Change, job: Job) -> Result:
    """Look, compare with what the plan saw, write. What somebody edited in between is left alone."""
    looked = await precondition.look(change, job)
    if isinstance(looked, Result):
        return looked
    found, before = looked
    job.links.learn(change.address, before)
    kept: dict[str, convert.Content] | dict[str, convert.Name]
    if isinstance(found, wire.Article):
        kept = convert.contents(found, job.desired.default_locale)
    else:
        kept = convert.names(found, job.desired.default_locale)
    return await _put(change, job, before, kept)


async def _put(
    change: Change, job: Job, before: LiveNode, kept: dict[str, convert.Content] | dict[str, convert.Name]
) -> Result:
    node = job.node(change)
    remote_id = change.remote_id or ""
    ids = job.known(change)
    request = _request(node, change, job, kept, ids)
    planned = intent(node, change.action, remote_id, ids, change.keep, int(job.now()), job.bare(node, ids))
    left = [locale for locale in payload.left(node, change) if locale in before.versions]
    locales = planned.locales | leaving(before, left)
    planned = msgspec.structs.replace(planned, locales=locales, undo=job.stays is not None)
    with job.intending(planned):
        if node.address.kind is Kind.COLLECTION:
            live = job.observer.collection(await job.client.update_collection(remote_id, request))
        else:
            live = job.observer.article(await job.client.update_article(remote_id, request))
    unshown = hidden.slots(change, node, live, job.entries.get(change.address), ids, _reader(node, ids, job))
    _settle(change, live, unshown, ids, job, (before, left))
    if unshown:
        job.diagnostics.extend(hidden.warnings(change, node, unshown))
        return _applied(change, remote_id, hidden.UNSEEN)
    return _applied(change, remote_id)


def _request(
    node: DesiredNode,
    change: Change,
    job: Job,
    kept: dict[str, convert.Content] | dict[str, convert.Name],
    ids: Mapping[Address, str],
) -> payload.Payload:
    parent = payload.parent_id(node, ids)
    if node.address.kind is Kind.COLLECTION:
        names = {locale: (one.title, one.description) for locale, one in kept.items()}
        wanted = str(node.help_center) if node.help_center is not None else job.help_center
        return payload.collection(node, names, change, parent, wanted)
    texts = {locale: one for locale, one in kept.items() if isinstance(one, convert.Content)}
    return payload.article(node, lambda locale: job.sent_body(node, locale, ids), texts, change, parent)


def _settle(
    change: Change,
    live: LiveNode,
    unshown: Collection[str],
    ids: Mapping[Address, str],
    job: Job,
    left: tuple[LiveNode, list[str]],
) -> None:
    """The write happened: say so in the journal, and let links point to it. `unshown` are slots that readers still see
    as before. `ids` is what it was sent with. `left` is what was live before, and the locales of it that were made
    drafts since their files are gone."""
    node = job.node(change)
    created = change.action is Action.CREATE
    before = None if created else job.entries.get(change.address)
    unsettled = {*unshown, *(() if created else change.keep)}
    entry = entry_after(node, live, before, ids, unsettled, hidden.waiting(node.address.kind, unshown))
    if left[1]:
        entry = as_draft(entry, left[0], live, left[1])
    if not created:
        entry = headings.marked(entry, left[0], live)
    job.record(change.address, entry)
    job.sent[change.address] = change, before
    job.written[change.address] = live
    if not linked(node) <= ids.keys():
        job.unfilled[change.address] = change
    job.astray[change.address] = headings.astray(job, change.address, live)
    job.links.learn(change.address, live)
    headings.learn(job, entry)
    job.step()


def _reader(node: DesiredNode, ids: Mapping[Address, str], job: Job) -> hidden.Reads:
    return lambda locale, version: job.reads_as_sent(node, locale, version, ids)


def _applied(change: Change, remote_id: str, error: str | None = None) -> Result:
    return Result(change.address, change.action, Status.APPLIED, remote_id, error)
