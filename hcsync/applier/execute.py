"""A decided plan → writes, in dependency order and side by side → Outcome."""

import asyncio
from collections import Counter
from collections.abc import Iterable

import msgspec

from hcsync.applier import headings, step, verify
from hcsync.applier.entries import entry_after, orphaned
from hcsync.applier.job import Job
from hcsync.errors import AmbiguousWrite, ApiError, HcsyncError, Unauthorized, Unavailable
from hcsync.model.address import Address, Kind
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action, Change
from hcsync.planner.compare import compare, slots_of
from hcsync.planner.policy import Policy
from hcsync.planner.threeway import Verdict


async def execute(job: Job, parallelism: int, policy: Policy) -> Outcome:
    """Do what the plan says. A failed change skips what depends on it, not its neighbours. Where Intercom cannot be
    reached or refuses the token, nothing more is started. Raises nothing of its own: the Outcome tells."""
    plan = job.decision.plan
    _refresh_state(job, policy)
    finished = {change.address: asyncio.Event() for change in plan.changes}
    places = asyncio.Semaphore(parallelism)

    async def one(change: Change) -> None:
        try:
            for address in (*change.depends_on, *change.after):
                if address in finished:
                    await finished[address].wait()
            async with places:
                job.results[change.address] = await _attempt(change, job)
            if change.address not in job.unfilled:
                job.watch(change, job.results[change.address])
        finally:
            finished[change.address].set()

    async def together(some: Iterable[Change]) -> None:
        async with asyncio.TaskGroup() as group:
            for change in some:
                group.create_task(one(change))

    await together(change for change in plan.changes if change.action is not Action.DELETE)
    await _second_writes(job, places)
    # What nothing undoes comes last, and collections after all that may lie in them, one after the other.
    deletions = [change for change in plan.changes if change.action is Action.DELETE]
    await together(change for change in deletions if change.address.kind is Kind.ARTICLE)
    for change in deletions:
        if change.address.kind is Kind.COLLECTION:
            await one(change)
    await verify.read_back(job)
    return Outcome(tuple(job.results[change.address] for change in plan.changes), tuple(job.diagnostics))


async def _attempt(change: Change, job: Job) -> Result:
    failed = [a for a in change.depends_on if a in job.results and job.results[a].status is not Status.APPLIED]
    if job.stopped or failed:
        why = f"{failed[0]} was not {_missing(failed[0], job)}" if failed else "the run was stopped before its turn"
        return Result(change.address, change.action, Status.SKIPPED, change.remote_id, why)
    job.watch(change, None)
    try:
        return await step.perform(change, job)
    except (HcsyncError, OSError) as error:
        return _failure(change, error, job)


def _missing(address: Address, job: Job) -> str:
    match job.results[address].action:
        case Action.CREATE:
            return "created"
        case Action.DELETE:
            return "deleted"
        case _:
            return "moved"


def _failure(change: Change, error: HcsyncError | OSError, job: Job) -> Result:
    """An OSError comes from the journal alone, and what cannot be noted is not begun."""
    words = str(error)
    if isinstance(error, ApiError):
        error.subject = _subject(change, job)
        words = str(error)
    elif isinstance(error, OSError):
        words = f"{_subject(change, job)}: the journal cannot be written: {error.strerror or error}"
    if isinstance(error, Unauthorized | Unavailable | OSError):
        job.halted = True
    status = Status.UNKNOWN if isinstance(error, AmbiguousWrite | OSError) else Status.FAILED
    return Result(change.address, change.action, status, change.remote_id, words)


def _subject(change: Change, job: Job) -> str:
    """The file a writer knows the object by."""
    node = job.desired.nodes.get(change.address)
    return node.main.place.path if node else str(change.address)


async def _second_writes(job: Job, places: asyncio.Semaphore) -> None:
    """Links within a circle of new articles: by now every article has its URL. And links to headings that got other
    ids after what links to them was written."""
    open_, written = dict(job.unfilled), Counter[Address]()

    async def one(address: Address, change: Change) -> None:
        """However often it is written: what was done to it is what was planned."""
        async with places:
            if not job.stopped:
                planned = job.results[address].action
                job.results[address] = msgspec.structs.replace(await _filled(change, job), action=planned)

    while not job.stopped and (waiting := headings.behind(job, written)):
        chosen = headings.first_of(waiting, job)
        written.update(chosen)
        for address in chosen:
            job.unfilled.pop(address, None)
            job.astray.pop(address, None)
        async with asyncio.TaskGroup() as group:
            for address in chosen:
                group.create_task(one(address, waiting[address]))
    for address, change in open_.items():
        job.watch(change, job.results[address])
    if not job.stopped:
        headings.remember(job)
        job.diagnostics.extend(headings.outdated(job))


async def _filled(change: Change, job: Job) -> Result:
    try:
        return await step.fill_links(change, job)
    except (HcsyncError, OSError) as error:
        return _failure(change, error, job)


def _refresh_state(job: Job, policy: Policy) -> None:
    """What changes in the state alone: both sides moved to the same text, or a file is gone and that is now said."""
    plan = job.decision.plan
    for address in plan.refresh:
        node, entry = job.desired.nodes[address], job.entries.get(address)
        live = job.live.of(address.kind)[job.decision.ids[address]]
        verdicts = compare(node, live, entry, job.decision.ids, policy)
        unsettled = slots_of(verdicts, Verdict.DRIFT, Verdict.CONFLICT, Verdict.HELD)
        job.record(address, entry_after(node, live, entry, job.decision.ids, unsettled))
    for orphan in plan.orphans:
        if not orphan.known:
            job.record(orphan.address, orphaned(job.entries[orphan.address], orphan.locales))
