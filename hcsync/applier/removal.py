"""An object whose file is gone → a draft, or deleted for good. With the intent before and the result after, as ever."""

from contextlib import suppress

from hcsync.applier import payload, precondition
from hcsync.applier.entries import as_draft, leaving
from hcsync.applier.job import Job
from hcsync.errors import AmbiguousWrite, ApiError, NotFound
from hcsync.intercom import convert, wire
from hcsync.model.address import Kind
from hcsync.model.live import LiveNode
from hcsync.model.outcome import Result, Status
from hcsync.model.plan import Change
from hcsync.model.record import Intent, Sent


async def unpublish(change: Change, job: Job) -> Result:
    """Every locale that this repository has ever written goes back complete, as it is there, but as a draft."""
    entry = job.entries[change.address]
    looked = await precondition.look(change, job)
    if isinstance(looked, Result):
        return looked
    found, before = looked
    assert isinstance(found, wire.Article)
    kept = convert.contents(found, job.desired.default_locale)
    mine = {locale: content for locale, content in kept.items() if locale in entry.locales}
    planned = intended(change, before, job, leaving(before, mine))
    with job.intending(planned):
        answer = await job.client.update_article(found.id, payload.drafts(mine, next(iter(kept))))
    after = job.observer.article(answer)
    job.record(change.address, as_draft(entry, before, after, mine, whole=True))
    job.written[change.address] = after
    job.step()
    return Result(change.address, change.action, Status.APPLIED, change.remote_id)


async def delete(change: Change, job: Job) -> Result:
    """An object that is gone already is what was wanted. Raises AmbiguousWrite where nobody can tell whether it is."""
    try:
        live = precondition.observed(await precondition.get(change, job), job)
    except NotFound:
        return _gone(change, job)
    if not precondition.holds(change, live):
        return precondition.stale(change, precondition.EDITED)
    if change.address.kind is Kind.COLLECTION and (held := await _inside(live.remote_id, job)):
        what = f"{held} object{'s' if held > 1 else ''}"
        return precondition.stale(change, f"{what} came to lie in it after the plan was made")
    planned = intended(change, live, job, {})
    try:
        with job.intending(planned), suppress(NotFound):  # somebody was quicker
            await _send(change, live.remote_id, job)
    except AmbiguousWrite as lost:
        if not await _is_gone(change, lost, job):
            raise
    job.step()
    return _gone(change, job)


async def _send(change: Change, remote_id: str, job: Job) -> None:
    if change.address.kind is Kind.COLLECTION:
        await job.client.delete_collection(remote_id)
    else:
        await job.client.delete_article(remote_id)


async def _is_gone(change: Change, lost: AmbiguousWrite, job: Job) -> bool:
    """Look, where the answer was lost. It may be still on its way: what is there yet stays in doubt."""
    try:
        await precondition.get(change, job)
    except NotFound:
        return True
    except ApiError as error:
        job.halted = True
        raise lost from error
    return False


def _gone(change: Change, job: Job) -> Result:
    job.record(change.address, None)
    job.deleted[change.address] = change.remote_id or ""
    if job.inside is not None:
        for held in job.inside.values():
            held.discard((change.address.kind, change.remote_id or ""))
    return Result(change.address, change.action, Status.APPLIED, change.remote_id)


async def _inside(remote_id: str, job: Job) -> int:
    """How many objects are in a collection. What becomes of them where it is deleted is not documented, so everything
    is looked through once, after all other changes and right before the first collection goes."""
    if job.inside is None:
        inside: dict[str, set[tuple[Kind, str]]] = {}
        async for groups in job.client.collection_pages():
            for group in groups:
                inside.setdefault(convert.parent_of_collection(group) or "", set()).add((Kind.COLLECTION, group.id))
        async for articles in job.client.article_pages():
            for article in articles:
                inside.setdefault(convert.parent(article) or "", set()).add((Kind.ARTICLE, article.id))
        job.inside = inside
    return len(job.inside.get(remote_id, ()))


def intended(change: Change, live: LiveNode, job: Job, locales: dict[str, Sent]) -> Intent:
    """What is about to be sent of an object without a file, which is live as `live`."""
    entry = job.entries.get(change.address)
    return Intent(
        address=str(change.address),
        action=change.action,
        remote_id=change.remote_id,
        title=change.title,
        parent=live.parent or "",
        locales=locales,
        at=int(job.now()),
        path=entry.path if entry else "",
        protect=entry.protect if entry else False,
        undo=job.stays is not None,
    )
