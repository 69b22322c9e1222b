"""`hcsync plan`: read both sides, decide, and make what is to be shown. Nothing is written to Intercom or the state."""

from collections.abc import Mapping
from pathlib import Path

from hcsync.config import Config, Environment
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Severity
from hcsync.model.digest import digest
from hcsync.model.plan import Plan
from hcsync.report.view import PlanView
from hcsync.workflow import gather, saved
from hcsync.workflow import project as projects
from hcsync.workflow.bodies import body_diffs, whole_texts
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request


async def plan(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    request: Request,
    out: Path | None = None,
    texts: bool = False,
) -> PlanView:
    """`out` is where to save the plan; `texts`: with the whole texts of what is to be made, too. Raises HcsyncError:
    ContentInvalid before anything is sent, else what connecting and reading raise."""
    with projects.opened(config, environment) as project:
        refuse_broken(project)
        async with connected(project, environ, read_only=True) as connection:
            gathered = await gather.gather(project, connection, request)
            shown = await view(project, connection, gathered, texts or out is not None)
        if out:
            saved.save(out, saved.saved(request, shown, project))
        return shown


def refuse_broken(project: Project) -> None:
    """Where the scan found errors, say everything that is wrong before asking Intercom for anything."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in project.tree.diagnostics):
        projects.refuse_errors(gather.check_offline(project))


async def view(project: Project, connection: Connection, gathered: Gathered, texts: bool = False) -> PlanView:
    plan = gathered.decision.plan
    new = whole_texts(project, plan) if texts else {}
    return PlanView(
        plan,
        gathered.warnings,
        new | await body_diffs(project, connection, gathered),
        connection.workspace.people,
        wanted=wanted(plan, gathered.desired),
    )


def wanted(plan: Plan, desired: DesiredState) -> dict[str, str]:
    """Address → a digest of all that the files say of it, whichever machine they lie on."""
    told = {change.address for change in plan.changes} | {conflict.address for conflict in plan.conflicts}
    return {str(address): _said(desired.nodes[address]) for address in sorted(told & desired.nodes.keys())}


def _said(node: DesiredNode) -> str:
    parts = [str(node.parent or "")]
    for locale, version in node.versions.items():
        parts += [locale, version.title, version.description, version.author or "", version.state or ""]
        parts.append(version.body.token if version.body else "")
    return digest(*parts)
