"""`hcsync apply`: plan, ask, write, read back, and store the state. A run that dies is taken up by the next one."""

import time
from collections.abc import Mapping

import msgspec

from hcsync.applier.execute import execute
from hcsync.applier.job import Job, Sources
from hcsync.applier.links import Links
from hcsync.applier.observe import Observer
from hcsync.config import Config, Environment
from hcsync.content.scan import read_markdown
from hcsync.markup import kept
from hcsync.markup.render.references import fill
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.outcome import Outcome, Status
from hcsync.state.journal import Journal
from hcsync.workflow import applied, assets, gather, guard
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.gather import Gathered
from hcsync.workflow.plan import refuse_broken, view
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request


async def apply(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    request: Request,
    parallelism: int,
    dialogue: Dialogue,
) -> Outcome | None:
    """None where nothing was to be done or `confirm` said no. Raises HcsyncError: ConflictError or RefusedError, before
    anything is written, where the plan may not be applied as it is or another run holds the environment."""
    with projects.opened(config, environment) as project:
        refuse_broken(project)
        async with connected(project, environ, read_only=False, parallelism=parallelism) as connection:
            store = gather.store_of(project)
            with store.lock():
                gathered = await gather.gather(project, connection, request)
                shown = await view(project, connection, gathered)
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
    decision, store = gathered.decision, gathered.store
    base = msgspec.structs.replace(gathered.state, entries=decision.entries, canonical=CANONICAL_VERSION)
    settled = {record.address for record in decision.settled}
    _, journal = store.begin(base, [intent for intent in gathered.intents if intent.address not in settled])
    try:
        with journal:
            job = _job(project, connection, gathered, journal, dialogue)
            outcome = await execute(job, parallelism, request.policy)
    finally:
        store.finish(CANONICAL_VERSION)
    done = [result.address for result in outcome.results if result.status is Status.APPLIED]
    applied.remember(project, [*done, *decision.plan.refresh])
    return outcome


def _job(project: Project, connection: Connection, gathered: Gathered, journal: Journal, dialogue: Dialogue) -> Job:
    center = connection.workspace.help_center
    live = gathered.live
    nodes: dict[tuple[Kind, str], LiveNode] = {(Kind.COLLECTION, key): node for key, node in live.collections.items()}
    nodes |= {(Kind.ARTICLE, key): node for key, node in live.articles.items()}
    root, tree = project.config.root, project.tree

    def html(node: DesiredNode, locale: str) -> str:
        file = tree.nodes[node.address].files[locale]
        return kept.html(file, lambda file: read_markdown(root, file), project.cache)

    return Job(
        decision=gathered.decision,
        desired=gathered.desired,
        live=live,
        client=connection.client,
        journal=journal,
        # What is written is read in full: whether it arrived cannot be told by the digest of its bytes.
        observer=Observer(project.config.default_locale, connection.sites),
        sources=Sources(html, fill, assets.public_urls(project)),
        links=Links(center.url if center else "", gathered.decision.ids, nodes),
        help_center=project.environment.help_center,
        now=time.time,
        step=dialogue.progress(gathered.decision.plan.cost.writes),
        watch=dialogue.watch,
        entries=dict(gathered.decision.entries),
    )
