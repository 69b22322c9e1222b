"""`hcsync apply`: plan, ask, write, read back, and store the state. A run that dies is taken up by the next one."""

from collections.abc import Mapping
from dataclasses import replace

from hcsync.applier.job import Sources
from hcsync.config import Config, Environment
from hcsync.content.scan import read_markdown
from hcsync.intercom.timing import REAL, Timing
from hcsync.markup import kept
from hcsync.markup.render.references import fill
from hcsync.model.desired import DesiredNode
from hcsync.model.outcome import Outcome, Status
from hcsync.workflow import applied, assets, gather, guard, saved, uploads, writing
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.gather import Gathered
from hcsync.workflow.plan import refuse_broken, view
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request
from hcsync.workflow.saved import SavedPlan
from hcsync.workflow.writing import Way


async def apply(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    request: Request,
    parallelism: int,
    dialogue: Dialogue,
    plan: SavedPlan | None = None,
    timing: Timing = REAL,
) -> Outcome | None:
    """Do what `request` asks, or exactly what the saved `plan` says, whose request is then the one to give. None where
    nothing was to be done or `confirm` said no. Raises HcsyncError: ConflictError or RefusedError, before
    anything is written, where the plan may not be applied as it is or another run holds the environment."""
    with projects.opened(config, environment) as project:
        if plan:
            saved.check_sources(plan, project)
            guard.refuse(plan.plan, request.policy)
        refuse_broken(project)
        async with connected(project, environ, read_only=False, parallelism=parallelism, timing=timing) as connection:
            if plan:
                saved.check_workspace(plan, connection.workspace)
            store = gather.store_of(project)
            async with store.lock("apply", dialogue.patience, dialogue.tell):
                gathered = await gather.gather(project, connection, request, store)
                if plan:
                    gathered = replace(gathered, decision=saved.held_to(plan, gathered.decision, gathered.state))
                shown = plan.view if plan else await view(project, connection, gathered, dialogue.texts)
                dialogue.show(shown)
                guard.refuse(gathered.decision.plan, request.policy)
                if not gathered.decision.plan.pending and not store.unfinished:
                    return None
                if not dialogue.confirm(shown):
                    return None
                return await _write(project, connection, gathered, request, parallelism, dialogue)


async def _write(
    project: Project,
    connection: Connection,
    gathered: Gathered,
    request: Request,
    parallelism: int,
    dialogue: Dialogue,
) -> Outcome:
    await uploads.upload(project, gathered.decision, dialogue)
    way = Way(sources(project), writing.links(connection, gathered))
    outcome = await writing.write(project, connection, gathered, way, request.policy, parallelism, dialogue)
    done = [result.address for result in outcome.results if result.status is Status.APPLIED]
    applied.remember(project, [*done, *gathered.decision.plan.refresh])
    return outcome


def sources(project: Project) -> Sources:
    """Where an apply takes its texts from: the files as they were read."""
    root, tree = project.config.root, project.tree

    def html(node: DesiredNode, locale: str) -> str:
        file = tree.nodes[node.address].files[locale]
        return kept.html(file, lambda file: read_markdown(root, file), project.cache)

    return Sources(html, fill, assets.public_urls(project))
