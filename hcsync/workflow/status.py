"""`hcsync status`: what is whose in the help center, and how far its translations have come. Writes nothing."""

from collections.abc import Mapping

from hcsync.config import Config, Environment
from hcsync.model.address import Kind
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.standing import Standing, Unowned
from hcsync.planner.decide import Decision
from hcsync.workflow import gather
from hcsync.workflow import project as projects
from hcsync.workflow.connection import connected


async def status(config: Config, environment: Environment, environ: Mapping[str, str]) -> Standing:
    """Faults in the content do not stop it. Raises HcsyncError: what connecting and reading raise, RefusedError for a
    state that is not this environment's."""
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=True) as connection:
            looked = await gather.look(project, connection)
            return _standing(looked.decision, looked.live)


def _standing(decision: Decision, snapshot: LiveSnapshot) -> Standing:
    plan, nodes = decision.plan, decision.desired.nodes
    owned = {(address.kind, remote_id) for address, remote_id in decision.ids.items()}
    articles = [node for address, node in nodes.items() if address.kind is Kind.ARTICLE]
    return Standing(
        environment=plan.environment,
        workspace=plan.workspace,
        help_center=plan.help_center,
        articles=len(articles),
        collections=len(nodes) - len(articles),
        owned=sum(1 for remote_id in snapshot.articles if (Kind.ARTICLE, remote_id) in owned),
        translated={
            locale: sum(1 for node in articles if locale in node.versions) for locale in decision.desired.locales
        },
        orphans=len(plan.orphans),
        held=len(plan.held),
        drift=len(plan.drift) + len(plan.conflicts),
        pending=plan.pending,
        serial=plan.serial,
        unowned=tuple(
            _unowned(kind, node)
            for kind in Kind
            for node in sorted(snapshot.of(kind).values(), key=lambda node: node.age)
            if (kind, node.remote_id) not in owned
        ),
    )


def _unowned(kind: Kind, node: LiveNode) -> Unowned:
    return Unowned(kind, node.remote_id, node.main.title, node.main.state, tuple(node.versions), node.main.url)
