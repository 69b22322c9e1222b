"""`hcsync snapshot`: list what is kept, keep all there is now, let go of what is old. Intercom is only read."""

from collections.abc import Callable, Mapping, Sequence

from hcsync.config import Config, Environment
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.snapshot import Ending, KeptRun, Purpose, Run
from hcsync.state import snapshots, whereabouts
from hcsync.version import __version__
from hcsync.workflow import gather, keep
from hcsync.workflow import project as projects
from hcsync.workflow.connection import connected

_DAY = 86_400


def listed(config: Config, environment: Environment) -> tuple[KeptRun, ...]:
    """What is kept of this environment, oldest first."""
    with projects.opened(config, environment) as project:
        return tuple(snapshots.runs(gather.store_of(project).backend))


async def create(config: Config, environment: Environment, environ: Mapping[str, str], now: float) -> KeptRun:
    """Keep the whole help center as it is `now` (Unix seconds). Raises HcsyncError: what connecting and reading raise,
    RefusedError where another run holds the environment."""
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=True) as connection:
            store = gather.store_of(project)
            async with store.lock("snapshot create"):
                state, _ = store.read(connection.workspace.id, CANONICAL_VERSION)
                owners = {(address.kind, entry.id): address for address, entry in state.entries.items()}
                run = Run(
                    environment=environment.name,
                    workspace=state.workspace,
                    lineage=state.lineage,
                    serial=state.serial,
                    tool=__version__,
                    at=int(now),
                    items=(),
                    by=whereabouts.owner(environ),
                    purpose=Purpose.SNAPSHOT,
                )
                run_id, run = await keep.keep_everything(connection.client, store.backend, owners, run, now)
                ending = Ending(complete=True)
                snapshots.end(store.backend, run_id, ending)
                return KeptRun(run_id, run, ending)


async def prune(
    config: Config,
    environment: Environment,
    keep_newest: int | None,
    older_than: int | None,
    now: float,
    confirm: Callable[[Sequence[KeptRun]], bool],
) -> tuple[KeptRun, ...]:
    """Let go of the runs beyond the newest `keep_newest`, and of those older than so many days; where both are given,
    of what is both. The newest stays in any case. `now` is in Unix seconds; `confirm` is shown what would go. Returns
    what went. Raises RefusedError where another run holds the environment."""
    with projects.opened(config, environment) as project:
        store = gather.store_of(project)
        async with store.lock("snapshot prune"):
            known = snapshots.runs(store.backend)
            old = known[: -max(keep_newest or 1, 1)]
            if older_than is not None:
                latest = now - older_than * _DAY
                old = [one for one in old if one.run.at < latest]
            if not old or not confirm(old):
                return ()
            for one in old:
                store.backend.drop(one.id)
            return tuple(old)
