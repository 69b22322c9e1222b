"""A plan that is about to be executed → what it will send, all of it, as other machines must know it should this one
die: the same intents that the journal will hold, but for the ids of what is still to be made."""

from collections.abc import Iterator

import msgspec

from hcsync.applier import payload
from hcsync.applier.entries import intent, leaving
from hcsync.applier.job import Job
from hcsync.applier.removal import intended
from hcsync.model.plan import Action, Change
from hcsync.model.record import Intent
from hcsync.planner.schedule import reaches_intercom


def planned(job: Job) -> Iterator[Intent]:
    """One intent a change that reaches Intercom, in the order of the plan. Call it before the first write."""
    at = int(job.now())
    for change in job.decision.plan.changes:
        if reaches_intercom(change):
            yield _planned(change, at, job)


def _planned(change: Change, at: int, job: Job) -> Intent:
    live = job.live.of(change.address.kind).get(change.remote_id or "")
    if not job.has_file(change):
        assert live is not None
        entry = job.entries.get(change.address)
        mine = entry.locales if entry is not None and change.action is Action.UNPUBLISH else {}
        return intended(change, live, job, leaving(live, live.versions.keys() & mine.keys()))
    node, known = job.node(change), job.known(change)
    bare = job.bare(node, known, {*change.depends_on, *change.after})
    remote_id = None if change.action is Action.CREATE else change.remote_id
    made = intent(node, change.action, remote_id, known, change.keep, at, bare)
    without_file = [locale for locale in payload.left(node, change) if live is not None and locale in live.versions]
    locales = made.locales | leaving(live, without_file) if live is not None else made.locales
    return msgspec.structs.replace(made, locales=locales, undo=job.stays is not None)
