"""Which lines of Markdown a body loses and gets back in a rollback: what is live against what was kept."""

from hcsync.model.address import Address
from hcsync.model.plan import Change, Divergence, Field
from hcsync.model.source import Meta, SourceFile
from hcsync.planner.rollback import Undoing
from hcsync.report.view import BodyDiff, shortened
from hcsync.workflow.connection import Connection
from hcsync.workflow.gather import Gathered
from hcsync.workflow.kept import Keepsakes
from hcsync.workflow.project import Project
from hcsync.workflow.side_by_side import Bodies, differing

# A live body costs a request where it is to be shown: beyond so many articles only what changes is named.
MOST_ARTICLES = 200


async def back_diffs(
    project: Project, connection: Connection, gathered: Gathered, undoing: Undoing, keepsakes: Keepsakes
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines, for the first articles of the plan."""
    bodies = Bodies(project, connection, gathered.decision, gathered.live)
    found: dict[tuple[Address, str], BodyDiff] = {}
    plan = gathered.decision.plan
    told: list[Change | Divergence] = [*plan.conflicts, *plan.changes]
    shown = [one for one in told if _locales(one)][:MOST_ARTICLES]
    bodies.expect(one.remote_id for one in shown)
    for one in shown:
        for locale in _locales(one):
            at = _file(project, one.address, locale)
            before = keepsakes.body(undoing.objects[one.address], locale)
            then, now = await bodies.beside_kept(one.remote_id or "", at, before)
            lines, _, come, gone = differing(now, then)
            found[one.address, locale] = BodyDiff(at.path, shortened(lines), come, gone, now, then)
    return found


def _locales(one: Change | Divergence) -> list[str]:
    return [delta.locale for delta in one.fields if delta.field is Field.BODY]


def _file(project: Project, address: Address, locale: str) -> SourceFile:
    node = project.tree.nodes.get(address)
    known = node.files.get(locale) if node else None
    return known or SourceFile(f"{project.tree.content}/{locale}/{address.key}.md", locale, "", Meta())
