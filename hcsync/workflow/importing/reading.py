"""An open help center → all of it in the spool, and what of it goes where."""

from collections.abc import Set
from dataclasses import dataclass

from hcsync.errors import UsageError
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import State
from hcsync.planner.adopt import adopt
from hcsync.workflow import authors, gather, live
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection
from hcsync.workflow.importing.layout import Layout, layout
from hcsync.workflow.importing.scope import Identity, Scope, Wish, scope
from hcsync.workflow.importing.spool import Spool
from hcsync.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Desk:
    """What an import works with. `remote` says why pictures stay in Intercom, "" where they do not."""

    project: Project
    connection: Connection
    spool: Spool
    live: LiveSnapshot
    scope: Scope
    layout: Layout
    remote: str

    @property
    def default(self) -> str:
        return self.project.config.default_locale

    def taken(self, mark: str) -> tuple[str, str] | None:
        """Of a picture that has become a file: its address in Intercom, and its path."""
        picture = self.spool.picture(mark)
        return None if picture is None else (picture.url, picture.path)


async def read(project: Project, connection: Connection, spool: Spool, wish: Wish) -> Desk:
    """Raises UsageError for a wish that cannot be granted, ContentInvalid for faults in the files that are there."""
    remote = _remote(project, wish)
    state, _ = gather.store_of(project).read(connection.workspace.id, CANONICAL_VERSION)
    if not spool.begun:
        projects.refuse_errors(tuple(one for one in project.tree.diagnostics if one.code is not Code.NO_CONTENT))
    observe = live.observer_of_state(connection, project.config.default_locale, state)
    spool.begin()
    found = await live.snapshot(connection, observe, spool.add)
    owned = _owned(project, connection, state, found, spool.paths())
    addresses = {who: address for who, (address, _) in owned.items()}
    config = project.config
    wanted = scope(
        found,
        wish,
        config.default_locale,
        config.locales,
        {who: locales for who, (_, locales) in owned.items()},
        project.environment.help_center,
    )
    spool.drop_others(set(wanted.objects))
    made = layout(found, wanted, project.tree, addresses, spool.keys(), spool.paths().__contains__)
    spool.choose((kind, remote_id, address.key) for (kind, remote_id), address in made.coming.items())
    return Desk(project, connection, spool, found, wanted, made, remote)


def _remote(project: Project, wish: Wish) -> str:
    if wish.pictures is False:
        return "as was asked"
    if project.publishes_images:
        return ""
    if wish.pictures:
        raise UsageError(
            "pictures that are files need a place to be published from, and hcsync.yml names none.",
            hint="Set assets.base_url or assets.store in hcsync.yml, or let them stay in Intercom: --images keep.",
            code=Code.IMAGE_NEEDS_BASE,
        )
    return "hcsync.yml names no place to publish them from (assets)"


def _owned(
    project: Project, connection: Connection, state: State, found: LiveSnapshot, ours: Set[str]
) -> dict[Identity, tuple[Address, Set[str]]]:
    """What has a file: (kind, remote id) → its address and the locales that are not to be brought in any more. A file
    without an entry has what it names or equals, as for an apply; `ours` are those that this import has written."""
    nodes, everything = project.tree.nodes, frozenset(project.config.locales)
    owned: dict[Identity, tuple[Address, Set[str]]] = {}
    for address, entry in state.entries.items():
        node = nodes.get(address)
        # What has lost its file is an orphan: it is not for an import to undo that.
        locales = everything if node is None else frozenset({*node.files, *entry.locales})
        owned[address.kind, entry.id] = address, locales
    if nodes.keys() - state.entries.keys():
        people = authors.with_admins(authors.configured(project), connection.workspace.admins)
        desired, _ = projects.desired(project, people)
        known = {address: entry.id for address, entry in state.entries.items()}
        adoption = adopt(desired, known, found)
        for address, remote_id in {**adoption.named, **adoption.equal}.items():
            if not all(file.path in ours for file in nodes[address].files.values()):
                owned.setdefault((address.kind, remote_id), (address, everything))
    return owned
