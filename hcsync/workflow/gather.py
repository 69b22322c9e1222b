"""A project and an open environment → both sides, the state between them, and what the planner decides."""

from dataclasses import dataclass
from pathlib import Path

from hcsync.errors import UsageError
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Severity, in_order
from hcsync.model.live import LiveSnapshot
from hcsync.model.pulled import AllPulled
from hcsync.model.record import Intent
from hcsync.model.state import State
from hcsync.planner import target
from hcsync.planner.decide import Decision, decide
from hcsync.planner.hints import faults
from hcsync.planner.policy import Policy
from hcsync.state import pulled
from hcsync.state.store import StateStore
from hcsync.workflow import authors, guard, live, moves, stores
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything a plan was made from. `store` is where its state is kept, `intents` the writes of a run that died."""

    desired: DesiredState
    live: LiveSnapshot
    state: State
    intents: tuple[Intent, ...]
    store: StateStore
    decision: Decision
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at both sides found. `authors` are those the files may name, `taken` what they have taken in of
    Intercom's edits."""

    live: LiveSnapshot
    state: State
    decision: Decision
    authors: dict[str, str]
    taken: AllPulled


def store_of(project: Project) -> StateStore:
    return stores.store_of(project.config.root, project.folder, project.environment)


def pulled_path(project: Project) -> Path:
    """Where it is written what the files have taken in of Intercom's edits."""
    return pulled.path_of(project.folder, project.environment.name)


def check_offline(project: Project) -> tuple[Diagnostic, ...]:
    """Every fault that can be found without asking Intercom."""
    desired, found = projects.desired(project, authors.unchecked(project))
    return in_order([*found, *faults(moves.hints(project.config), {}, desired)])


async def gather(
    project: Project, connection: Connection, request: Request, store: StateStore | None = None
) -> Gathered:
    """Read both sides and decide. `store` is the one that is locked, if any. Raises ContentInvalid for faults in the
    content, RefusedError for a state that is not this environment's, ApiError where Intercom cannot be read, UsageError
    for a target that names nothing."""
    known = authors.with_admins(authors.configured(project), connection.workspace.admins)
    desired, diagnostics = projects.desired(project, known)
    warnings = projects.refuse_errors(diagnostics)
    store = store or store_of(project)
    state, intents = store.read(connection.workspace.id, CANONICAL_VERSION)
    observe = live.observer(connection, desired, state)
    snapshot = await live.snapshot(connection, observe)
    known_moves = moves.evidence(project, state.entries, desired, snapshot)
    decision = decide(
        desired,
        snapshot,
        state,
        intents,
        CANONICAL_VERSION,
        request.policy,
        pulled.load(pulled_path(project)),
        known_moves,
    )
    strangers = authors.strangers(decision.plan, desired, project.tree, connection.workspace.admins)
    projects.refuse_errors(
        in_order([*(d for d in decision.plan.diagnostics if d.severity is Severity.ERROR), *strangers])
    )
    if request.targets or request.excluded:
        chosen = target.select(decision, decision.desired, request.targets, request.excluded)
        refuse_unknown(chosen.unknown)
        decision = chosen.decision
    decision = guard.limited(decision, request, project.config.safety)
    return Gathered(decision.desired, snapshot, state, intents, store, decision, warnings)


async def look(project: Project, connection: Connection) -> Looked:
    """Both sides as they are, for commands that plan no write: faults in the content do not stop them. Raises
    RefusedError for a state that is not this environment's, ApiError where Intercom cannot be read."""
    known = authors.with_admins(authors.configured(project), connection.workspace.admins)
    desired, _ = projects.desired(project, known)
    state, intents = store_of(project).read(connection.workspace.id, CANONICAL_VERSION)
    snapshot = await live.snapshot(connection, live.observer(connection, desired, state))
    evidence = moves.evidence(project, state.entries, desired, snapshot)
    taken = pulled.load(pulled_path(project))
    decision = decide(desired, snapshot, state, intents, CANONICAL_VERSION, Policy(), taken, evidence)
    return Looked(snapshot, state, decision, known, taken)


def refuse_unknown(options: tuple[str, ...]) -> None:
    """Raises UsageError where there are targets, or exclusions, that name nothing."""
    if options:
        raise UsageError(
            f"{options[0]} names nothing in this repository.",
            hint="Give an address (article.billing/refunds), a file, a live id, or a pattern with * in it.",
            code=Code.UNKNOWN_TARGET,
        )
