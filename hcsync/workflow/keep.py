"""What a run is about to touch, as it is in Intercom → kept where the state is, safe before the first write.

It is fetched beforehand: one by one, or by pages where that takes fewer requests. Right before each write the applier
looks once more and leaves alone what was edited since, so what is overwritten is what was kept. To keep each object at
that look would save these requests, and cost a place that other machines see a round trip for each object.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec

from hcsync.errors import NotFound, UsageError
from hcsync.intercom import wire
from hcsync.intercom.client import LARGEST_PAGE, Client
from hcsync.intercom.whole import packed
from hcsync.markup.canonical.form import unsigned
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveSnapshot
from hcsync.model.outcome import Outcome, Status
from hcsync.model.plan import Action, Change
from hcsync.model.snapshot import Ending, Item, Run
from hcsync.planner.decide import Decision
from hcsync.planner.schedule import reaches_intercom
from hcsync.state import snapshots
from hcsync.state.backend import Backend

Wire = wire.Article | wire.Collection
# Bytes held before they are handed over: each time costs a shared place a round trip.
_BATCH = 16_000_000
_AT_ONCE = 8


async def keep(
    client: Client, backend: Backend, decision: Decision, live: LiveSnapshot, run: Run, now: float
) -> str | None:
    """Keep what the plan touches, and then `run` with its items. `now` is in Unix seconds. Returns the run's id, None
    where the plan touches nothing in Intercom. Raises UsageError where it cannot be kept: then nothing may be
    written."""
    changes = [change for change in decision.plan.changes if reaches_intercom(change)]
    if not changes:
        return None
    run_id = snapshots.new_id(backend, now)
    names: dict[tuple[Kind, str], str] = {}
    for kind in Kind:
        wanted = [change.remote_id for change in changes if change.address.kind is kind and change.remote_id]
        names |= await _kept(backend, run_id, _fetched(client, kind, wanted, len(live.of(kind))))
    items = tuple(_item(change, names, decision) for change in changes)
    snapshots.begin(backend, run_id, msgspec.structs.replace(run, items=items))
    return run_id


async def keep_everything(
    client: Client, backend: Backend, owners: Mapping[tuple[Kind, str], Address], run: Run, now: float
) -> tuple[str, Run]:
    """Keep all that the help center holds. `owners` maps kind and remote id to the address of the file."""
    run_id = snapshots.new_id(backend, now)
    items: list[Item] = []

    async def noted(found: AsyncIterator[Wire], kind: Kind) -> AsyncIterator[Wire]:
        async for one in found:
            title = (one.title if isinstance(one, wire.Article) else one.name) or ""
            address = owners.get((kind, one.id), "")
            items.append(Item(kind, title, str(address), remote_id=one.id))
            yield one

    names: dict[tuple[Kind, str], str] = {}
    for kind in Kind:
        names |= await _kept(backend, run_id, noted(_all(client, kind), kind))
    kept = [msgspec.structs.replace(item, object=names[item.kind, item.remote_id]) for item in items]
    run = msgspec.structs.replace(run, items=tuple(kept))
    snapshots.begin(backend, run_id, run)
    return run_id, run


def end(backend: Backend, run_id: str, outcome: Outcome, keep_runs: int) -> Outcome:
    """Note how the run ended, and let go of what need not be kept any longer; under the lock, for what another run is
    just keeping must not go. Where the place does not answer, the outcome says so: all else is done."""
    done = [result for result in outcome.results if result.status is Status.APPLIED]
    made = {str(one.address): one.remote_id for one in done if one.action is Action.CREATE and one.remote_id}
    left = tuple(str(one.address) for one in outcome.results if one.status is not Status.APPLIED)
    try:
        snapshots.end(backend, run_id, Ending(not left, made, left))
        for surplus in snapshots.surplus(backend, keep_runs):
            backend.drop(surplus)
    except UsageError as error:
        told = Diagnostic(Code.STATE_UNREACHABLE, error.message, hint=error.hint, severity=Severity.WARNING)
        return msgspec.structs.replace(outcome, diagnostics=(*outcome.diagnostics, told))
    return outcome


def _item(change: Change, names: Mapping[tuple[Kind, str], str], decision: Decision) -> Item:
    kind, remote_id = change.address.kind, change.remote_id or ""
    return Item(
        kind,
        change.title,
        str(change.address),
        change.action,
        remote_id,
        names.get((kind, remote_id), ""),
        decision.entries.get(change.address) if change.action is Action.DELETE else None,
    )


async def _kept(backend: Backend, run_id: str, found: AsyncIterator[Wire]) -> dict[tuple[Kind, str], str]:
    """Kind and remote id → the name it is kept under."""
    names: dict[tuple[Kind, str], str] = {}
    batch: dict[str, bytes] = {}
    size = 0
    async for one in found:
        kind = Kind.ARTICLE if isinstance(one, wire.Article) else Kind.COLLECTION
        data = packed(one, unsigned)
        name = names[kind, one.id] = snapshots.object_name(data)
        batch[name] = data
        size += len(data)
        if size > _BATCH:
            backend.keep(run_id, batch)
            batch, size = {}, 0
    if batch:
        backend.keep(run_id, batch)
    return names


async def _fetched(client: Client, kind: Kind, wanted: Sequence[str], there: int) -> AsyncIterator[Wire]:
    """`there` is how many the help center holds. What is gone by now is left out."""
    missing = dict.fromkeys(wanted)
    if len(wanted) > -(-there // LARGEST_PAGE):
        async for one in _all(client, kind):
            if one.id in missing:
                del missing[one.id]
                yield one
    rest = list(missing)
    for start in range(0, len(rest), _AT_ONCE):
        some = rest[start : start + _AT_ONCE]
        for found in await asyncio.gather(*(_one(client, kind, remote_id) for remote_id in some)):
            if found is not None:
                yield found


async def _all(client: Client, kind: Kind) -> AsyncIterator[Wire]:
    if kind is Kind.COLLECTION:
        async for groups in client.collection_pages():
            for group in groups:
                yield group
    else:
        async for articles in client.article_pages():
            for article in articles:
                yield article


async def _one(client: Client, kind: Kind, remote_id: str) -> Wire | None:
    try:
        if kind is Kind.COLLECTION:
            return await client.collection(remote_id)
        return await client.article(remote_id)
    except NotFound:
        return None
