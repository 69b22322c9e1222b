"""A change → the object it is about as it is live right now, and whether that is still as the plan saw it."""

from hcsync.applier.job import Job
from hcsync.errors import NotFound
from hcsync.intercom import wire
from hcsync.model.address import Kind
from hcsync.model.live import LiveNode
from hcsync.model.outcome import Result, Status
from hcsync.model.plan import Change
from hcsync.planner.tokens import live_tokens

Wire = wire.Article | wire.Collection

EDITED = "it was edited in Intercom after the plan was made"
DELETED = "it was deleted in Intercom after the plan was made"


async def look(change: Change, job: Job) -> tuple[Wire, LiveNode] | Result:
    """The object, if it is as the plan saw it; else what is to be said of it. Raises what reading raises."""
    try:
        found = await get(change, job)
    except NotFound:
        return stale(change, DELETED)
    live = observed(found, job)
    return (found, live) if holds(change, live) else stale(change, EDITED)


async def get(change: Change, job: Job) -> Wire:
    """Raises NotFound, and what else reading raises."""
    remote_id = change.remote_id or ""
    if change.address.kind is Kind.COLLECTION:
        return await job.client.collection(remote_id)
    return await job.client.article(remote_id)


def observed(found: Wire, job: Job) -> LiveNode:
    return job.observer.article(found) if isinstance(found, wire.Article) else job.observer.collection(found)


def holds(change: Change, live: LiveNode) -> bool:
    return live_tokens(live) == change.precondition


def stale(change: Change, why: str) -> Result:
    """What somebody changed in between is left alone."""
    words = f"{change.address.key}: {why}; it was left alone"
    return Result(change.address, change.action, Status.STALE, change.remote_id, words)
