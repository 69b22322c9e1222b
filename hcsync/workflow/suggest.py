"""`hcsync adopt` without an id: the files that are in no help center yet, and the live objects they may be."""

from collections.abc import Mapping

from hcsync.config import Config, Environment
from hcsync.content.scan import read_markdown
from hcsync.intercom import convert
from hcsync.model.address import Address, Kind
from hcsync.model.candidate import Suggested
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action
from hcsync.planner.candidates import candidates
from hcsync.planner.decide import Decision
from hcsync.workflow import gather
from hcsync.workflow import project as projects
from hcsync.workflow.adopt import named
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.project import Project
from hcsync.workflow.renames import MOST_PAIRS, likenesses


async def suggest(
    config: Config, environment: Environment, environ: Mapping[str, str], what: str | None = None
) -> Suggested:
    """`what` is an address, a key or a file to look for; without it, all are. Faults in the content do not stop it.
    Raises UsageError where it names nothing, and what connecting and reading raise."""
    with projects.opened(config, environment) as project:
        wanted = named(project, what) if what else None
        async with connected(project, environ, read_only=True) as connection:
            looked = await gather.look(project, connection)
            decision, snapshot = looked.decision, looked.live
            free = _free(decision, snapshot)
            files = [
                node
                for address, node in decision.desired.nodes.items()
                if address not in decision.ids and (wanted is None or address in wanted)
            ]
            alike: dict[tuple[Address, str], int] = {}
            if files and any(twin.kind is Kind.ARTICLE for twin in free):
                alike = await _alike(project, connection, [node.address for node in files], free)
            found = candidates(files, free, decision.ids, alike)
    option = "" if environment == config.environment() else f" --env {environment.name}"
    return Suggested(environment.name, option, found, len(files), len(free), decision.plan.count(Action.ADOPT))


def _free(decision: Decision, snapshot: LiveSnapshot) -> list[LiveNode]:
    owned = {(address.kind, id_) for address, id_ in decision.ids.items()}
    return [twin for kind in Kind for id_, twin in snapshot.of(kind).items() if (kind, id_) not in owned]


async def _alike(
    project: Project, connection: Connection, files: list[Address], free: list[LiveNode]
) -> dict[tuple[Address, str], int]:
    """How much two texts have in common, both as Markdown in one spelling. The live ones are read once more, page by
    page: a snapshot does not hold them. Of very many, titles must do."""
    from hcsync.markup.render.body import render
    from hcsync.markup.revert.markdown import to_markdown

    default, root = project.config.default_locale, project.config.root
    wanted = {twin.remote_id for twin in free if twin.kind is Kind.ARTICLE}
    if len(wanted) * len(files) > MOST_PAIRS:
        return {}
    texts: dict[Address, bytes] = {}
    async for page in connection.client.article_pages():
        for article in page:
            content = convert.contents(article, default).get(default) if article.id in wanted else None
            if content and content.body:
                texts[Address(Kind.ARTICLE, article.id)] = to_markdown(content.body).encode()
    mine = {
        address: to_markdown(render(read_markdown(root, project.tree.nodes[address].main)).html).encode()
        for address in files
        if address.kind is Kind.ARTICLE
    }
    return {(one.new, one.old.key): one.percent for one in likenesses(texts, mine)}
