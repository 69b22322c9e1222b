"""What was decided → kept beforehand, written, read back, stored in the state: the second half of an apply, and of a
rollback."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from hcsync.applier.execute import execute
from hcsync.applier.job import Job, Sources
from hcsync.applier.links import Links
from hcsync.applier.observe import Observer
from hcsync.applier.planned import planned
from hcsync.errors import HcsyncError
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode
from hcsync.model.outcome import Outcome
from hcsync.model.snapshot import Purpose, Run
from hcsync.model.state import Entry
from hcsync.planner.headings import is_restless, linked_headings
from hcsync.planner.policy import Policy
from hcsync.state import whereabouts
from hcsync.state.journal import Journal
from hcsync.state.store import StateStore
from hcsync.version import __version__
from hcsync.workflow import keep, unfetched
from hcsync.workflow.connection import Connection
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Way:
    """What an apply and a rollback do otherwise: where their texts come from and, in a rollback, the run it goes back
    on (`undoes`) and what the state goes on to say of each object (`stays`)."""

    sources: Sources
    links: Links
    undoes: str = ""
    stays: Mapping[Address, Entry | None] | None = None


def links(connection: Connection, gathered: Gathered) -> Links:
    """Where readers find what there is by now; it learns of what is made."""
    center, live = connection.workspace.help_center, gathered.live
    nodes: dict[tuple[Kind, str], LiveNode] = {(Kind.COLLECTION, key): node for key, node in live.collections.items()}
    nodes |= {(Kind.ARTICLE, key): node for key, node in live.articles.items()}
    return Links(center.url if center else "", gathered.decision.ids, nodes)


async def write(
    project: Project,
    connection: Connection,
    gathered: Gathered,
    way: Way,
    policy: Policy,
    parallelism: int,
    dialogue: Dialogue,
) -> Outcome:
    """Under the lock. Raises UsageError where what is to be touched cannot be kept; then nothing was written."""
    decision, store = gathered.decision, gathered.store
    run_id = await keep.keep(
        connection.client, store.backend, decision, gathered.live, _run(project, gathered, way), time.time()
    )
    # A rollback leaves the tokens of the base as they are, be they of an older canonical form.
    canonical = CANONICAL_VERSION if way.stays is None else gathered.state.canonical
    base = msgspec.structs.replace(gathered.state, entries=decision.entries, canonical=canonical)
    settled = {record.address for record in decision.settled}
    left_over = [intent for intent in gathered.intents if intent.address not in settled]
    _, journal = store.begin(base, left_over)
    try:
        with journal:
            job = _job(project, connection, gathered, way, journal, dialogue)
            if store.backend.shared:
                store.announce([*left_over, *planned(job)])
            outcome = await execute(job, parallelism, policy)
            if way.stays is None and not job.halted:
                astray = await unfetched.warnings(project, job)
                outcome = msgspec.structs.replace(outcome, diagnostics=(*outcome.diagnostics, *astray))
    finally:
        unstored = _unstored(store, canonical)
    if unstored:
        outcome = msgspec.structs.replace(outcome, diagnostics=(*outcome.diagnostics, unstored), unstored=True)
    if store.lost:
        told = Diagnostic(
            Code.LOCK_LOST,
            f"the lock on {store.backend.place} was lost while this ran: {store.lost}. No further write was started",
            hint="apply again to go on",
            severity=Severity.WARNING,
        )
        outcome = msgspec.structs.replace(outcome, diagnostics=(*outcome.diagnostics, told))
    elif run_id is not None and not unstored:
        outcome = keep.end(store.backend, run_id, outcome, project.config.safety.keep_runs)
    return outcome


def _unstored(store: StateStore, canonical: int) -> Diagnostic | None:
    """Fold what was done into the state; says why where that cannot be. What was written is told all the same."""
    try:
        store.finish(canonical)
    except (HcsyncError, OSError) as error:
        why, hint = (error.message, error.hint) if isinstance(error, HcsyncError) else (str(error), None)
        message = f"what was done is in the journal, and not in the state: {why.rstrip('.')}"
        code = getattr(error, "code", None) or Code.STATE_UNREACHABLE
        return Diagnostic(code, message, hint=hint.rstrip(".") if hint else None, severity=Severity.WARNING)
    return None


def _run(project: Project, gathered: Gathered, way: Way) -> Run:
    return Run(
        environment=project.environment.name,
        workspace=gathered.state.workspace,
        lineage=gathered.state.lineage,
        serial=gathered.state.serial,
        tool=__version__,
        at=int(time.time()),
        items=(),
        by=whereabouts.owner(os.environ),
        purpose=Purpose.APPLY if way.stays is None else Purpose.ROLLBACK,
        undoes=way.undoes,
    )


def _job(
    project: Project, connection: Connection, gathered: Gathered, way: Way, journal: Journal, dialogue: Dialogue
) -> Job:
    return Job(
        decision=gathered.decision,
        desired=gathered.desired,
        live=gathered.live,
        client=connection.client,
        journal=journal,
        # What is written is read in full: whether it arrived cannot be told by the digest of its bytes.
        observer=Observer(project.config.default_locale, connection.sites),
        sources=way.sources,
        links=way.links,
        help_center=project.environment.help_center,
        now=time.time,
        step=dialogue.progress(gathered.decision.plan.cost.writes),
        watch=dialogue.watch,
        holds=lambda: gathered.store.holds,
        stays=way.stays,
        entries=dict(gathered.decision.entries),
        restless=is_restless(gathered.decision.entries.values()),
        linked=linked_headings(gathered.desired),
    )
