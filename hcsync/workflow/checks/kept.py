"""Checks of what is remembered: the state, its lock, and what an apply that died has left behind."""

import time

from hcsync.errors import HcsyncError
from hcsync.model.address import Kind
from hcsync.model.checkup import Finding
from hcsync.model.codes import Code
from hcsync.report.view import counted
from hcsync.state import lease
from hcsync.workflow import gather
from hcsync.workflow.checks.known import Known, fault, of_error, ok, warning


async def state(known: Known) -> Finding | None:
    if known.project is None:
        return None
    try:
        store = gather.store_of(known.project)
        found, _ = store.look()
    except HcsyncError as error:
        return of_error(error)
    known.store = store
    place = store.backend.place
    if found is None:
        return ok(f"{place}: nothing was applied yet")
    if known.me is not None and known.me.app is not None and known.me.app.id_code != found.workspace:
        return fault(
            f"{place} belongs to workspace {found.workspace}, but the token opens {known.me.app.id_code}",
            "Use the token of the workspace this environment was applied to, or name another environment.",
            Code.STATE_FOREIGN,
        )
    kinds = [address.kind for address in found.entries]
    articles, collections = kinds.count(Kind.ARTICLE), kinds.count(Kind.COLLECTION)
    held = f"{counted(articles, 'article')}, {counted(collections, 'collection')}"
    return ok(f"{place}: {held}, serial {found.serial}, lineage {found.lineage[:8]}")


async def lock(known: Known) -> Finding | None:
    if known.store is None:
        return None
    try:
        found = lease.read(known.store.backend)
    except HcsyncError as error:
        return of_error(error)
    if found is None:
        return ok("free")
    held, _ = found
    if why := lease.over(held, time.time()):
        return warning(f"left behind by {lease.told(held)}: {why}", "The next apply takes it over.", Code.LOCKED)
    known.running = True
    return warning(
        f"held by {lease.told(held)}",
        f"Wait until it has finished. If it surely runs no more: `hcsync unlock {held.id}`.",
        Code.LOCKED,
    )


async def journal(known: Known) -> Finding | None:
    if known.store is None:
        return None
    try:
        _, unsettled = known.store.look()
    except HcsyncError as error:
        return of_error(error)
    if not known.store.unfinished:
        return ok("nothing left over")
    if known.running:
        return ok("an apply is at work")
    doubt = f"; nobody knows the end of {counted(len(unsettled), 'write')}" if unsettled else ""
    return warning(f"an apply did not finish{doubt}", "Run `hcsync apply`: it looks what became of it and goes on.")
