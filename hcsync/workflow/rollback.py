"""`hcsync rollback`: what was kept of a run → a plan back → asked, written, read back. The state's base stays."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from hcsync.config import Config, Environment
from hcsync.errors import ConflictError, RefusedError, UsageError
from hcsync.intercom.timing import REAL, Timing
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.codes import Code
from hcsync.model.outcome import Outcome
from hcsync.model.snapshot import KeptRun, Purpose
from hcsync.planner import rollback as planner
from hcsync.planner import target
from hcsync.planner.policy import OnConflict, Policy
from hcsync.planner.rollback import Choice, Undoing
from hcsync.report.view import PlanView, Wording, counted
from hcsync.state import snapshots
from hcsync.state.backend import Backend
from hcsync.state.store import StateStore
from hcsync.workflow import gather, guard, live, writing
from hcsync.workflow import project as projects
from hcsync.workflow.back_diffs import back_diffs
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.gather import Gathered
from hcsync.workflow.kept import Keepsakes
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request
from hcsync.workflow.writing import Way


@dataclass(frozen=True, slots=True)
class Wish:
    """`run` is the run to go back on, "" for the newest. `allow_deletes` is how many deletions are meant; None: what
    the run made is hidden, not deleted. `on_conflict` is SKIP, OURS or FAIL."""

    run: str = ""
    targets: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    on_conflict: OnConflict = OnConflict.SKIP
    allow_deletes: int | None = None


async def rollback(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    wish: Wish,
    parallelism: int,
    dialogue: Dialogue,
    timing: Timing = REAL,
) -> Outcome | None:
    """None where nothing was to be done or `confirm` said no. Faults in the content do not stop it. Raises HcsyncError:
    UsageError where nothing is kept of such a run, ConflictError or RefusedError, before anything is written, where
    this may not be done as it is or another run holds the environment."""
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=False, parallelism=parallelism, timing=timing) as connection:
            store = gather.store_of(project)
            async with store.lock("rollback", dialogue.patience, dialogue.tell):
                run = chosen(store.backend, wish.run)
                with tempfile.TemporaryDirectory(prefix="hcsync-") as folder:
                    keepsakes = Keepsakes(Path(folder), store.backend, run, connection, config.default_locale)
                    gathered, undoing = await _gathered(project, connection, store, run, keepsakes, wish)
                    shown = await _view(project, connection, gathered, undoing, run, keepsakes)
                    dialogue.show(shown)
                    _refuse(gathered, wish)
                    if not gathered.decision.plan.pending and not store.unfinished:
                        _refuse_nothing(gathered)
                        return None
                    if not dialogue.confirm(shown):
                        return None
                    links = writing.links(connection, gathered)
                    way = Way(keepsakes.sources(undoing), links, run.id, undoing.stays)
                    return await writing.write(project, connection, gathered, way, Policy(), parallelism, dialogue)


def chosen(backend: Backend, name: str) -> KeptRun:
    """The run of that name, or whose name begins so; without a name the newest, or the one that the newest, a rollback
    that did not finish, was to go back on. Raises UsageError where there is none, or more than one."""
    known = backend.runs()
    if name:
        meant = [run_id for run_id in known if run_id.startswith(name)]
        if len(meant) > 1 and name not in meant:
            raise UsageError(
                f"{name} begins the names of {len(meant)} runs: {', '.join(meant[:3])}.",
                hint="Name one of them in full.",
                code=Code.UNKNOWN_RUN,
            )
        return snapshots.find(backend, name if name in meant or not meant else meant[0])
    for run_id in reversed(known):
        found = snapshots.peek(backend, run_id)
        if found is None or found.run.purpose is Purpose.SNAPSHOT:
            continue
        unfinished = found.run.purpose is Purpose.ROLLBACK and not found.finished
        return snapshots.find(backend, found.run.undoes) if unfinished else found
    raise UsageError(
        "nothing is kept of any apply to this environment, so there is nothing to go back on.",
        hint=f"hcsync keeps what it is about to touch at {backend.place}. Is it the one that was used?",
        code=Code.UNKNOWN_RUN,
    )


async def _gathered(
    project: Project, connection: Connection, store: StateStore, run: KeptRun, keepsakes: Keepsakes, wish: Wish
) -> tuple[Gathered, Undoing]:
    config = project.config
    state, intents = store.read(connection.workspace.id, CANONICAL_VERSION)
    if run.run.workspace != connection.workspace.id:
        raise RefusedError(
            f"run {run.id} was an apply to workspace {run.run.workspace}, but the token opens "
            f"{connection.workspace.id}. Nothing was written.",
            hint="Use the token of that workspace, or name another environment.",
            code=Code.STATE_FOREIGN,
        )
    observe = live.observer_of_state(connection, config.default_locale, state)
    snapshot = await live.snapshot(connection, observe)
    undoing = planner.decide(
        keepsakes.values(),
        run.ending.made if run.ending else {},
        snapshot,
        state,
        intents,
        tuple(dict.fromkeys((config.default_locale, *config.locales))),
        CANONICAL_VERSION,
        Choice(wish.on_conflict is OnConflict.OURS, wish.allow_deletes is not None),
    )
    decision = undoing.decision
    if wish.targets or wish.excluded:
        selected = target.select(decision, decision.desired, wish.targets, wish.excluded)
        gather.refuse_unknown(selected.unknown)
        decision = selected.decision
        left, _ = target.named(decision, decision.desired, wish.targets, wish.excluded)
        notes = tuple(note for note in undoing.notes if note[0] in left)
        undoing = msgspec.structs.replace(undoing, decision=decision, notes=notes)
    decision = guard.limited(decision, Request(allow_deletes=wish.allow_deletes), config.safety)
    return Gathered(decision.desired, snapshot, state, intents, store, decision, ()), undoing


def _refuse(gathered: Gathered, wish: Wish) -> None:
    plan = gathered.decision.plan
    if plan.conflicts and wish.on_conflict is OnConflict.FAIL:
        raise ConflictError(
            f"{counted(len(plan.conflicts), 'object')} edited in Intercom since. Nothing was written.",
            hint="Leave them with --on-conflict skip, or write over them with --on-conflict ours.",
        )
    guard.refuse_limits(plan)


def _refuse_nothing(gathered: Gathered) -> None:
    """Where somebody has edited all there is to put back, nobody is to believe that it was put back."""
    if conflicts := gathered.decision.plan.conflicts:
        raise ConflictError(
            f"all that could be put back ({counted(len(conflicts), 'object')}) was edited in Intercom since. Nothing "
            "was written.",
            hint="Leave it so, or write over it with --on-conflict ours.",
        )


async def _view(
    project: Project,
    connection: Connection,
    gathered: Gathered,
    undoing: Undoing,
    run: KeptRun,
    keepsakes: Keepsakes,
) -> PlanView:
    return PlanView(
        gathered.decision.plan,
        (),
        await back_diffs(project, connection, gathered, undoing, keepsakes),
        connection.workspace.people,
        _wording(run, undoing),
    )


AFTERWARDS = """\
The repository still says what was undone. Until it changes, hcsync plan shows these objects as edited in Intercom, and
a plain apply leaves them alone. To go back in the files, too: hcsync pull, or revert the commit and apply."""


def _wording(run: KeptRun, undoing: Undoing) -> Wording:
    when = datetime.fromtimestamp(run.run.at, UTC)
    return Wording(
        name=f"Back to before run {run.id} ({when:%Y-%m-%d %H:%M} UTC) in",
        nothing=f"Nothing to roll back. All that run {run.id} touched is as it was before it, or was left alone.",
        conflict="edited in Intercom since",
        sides=("before", "now"),
        ways_out=("Left as they are. To write what was there before over them: --on-conflict ours.",),
        notes=tuple(f"  {address.key}: {words}." for address, words in undoing.notes),
        afterwards=AFTERWARDS if run.run.purpose is Purpose.APPLY else "",
    )
