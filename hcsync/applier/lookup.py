"""A create whose answer was lost → the object it made, if it made one. Nothing is sent again before this has looked."""

from hcsync.applier.job import Job
from hcsync.model.address import Address, Kind
from hcsync.model.live import LiveNode
from hcsync.model.record import Intent
from hcsync.planner.recover import find_created

# Seconds to wait before each look: a server may still be at work on a request whose answer was cut off.
WAITS = (0.0, 1.0, 3.0)


async def created(planned: Intent, job: Job) -> LiveNode | None:
    """The live object that `planned` made, or None where none can be seen. Raises ApiError if looking fails."""
    kind = Address.parse(planned.address).kind
    for wait in WAITS:
        await job.client.pause(wait)
        found = find_created(planned, [node for node in await _all(kind, job) if not _claimed(node, job)])
        if found is not None:
            return found
    return None


def _claimed(node: LiveNode, job: Job) -> bool:
    """Whether an address owns it, or it was there before this apply began."""
    owned = {remote_id for address, remote_id in job.links.ids.items() if address.kind is node.kind}
    return node.remote_id in owned or node.remote_id in job.live.of(node.kind)


async def _all(kind: Kind, job: Job) -> list[LiveNode]:
    if kind is Kind.COLLECTION:
        return [job.observer.collection(one) async for page in job.client.collection_pages() for one in page]
    return [job.observer.article(one) async for page in job.client.article_pages() for one in page]
