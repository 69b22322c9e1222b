"""Files in the spool → the content folder, and the state that says they are what is live."""

import msgspec

from hcsync.applier.headings import trimmed
from hcsync.content.scan import read_markdown
from hcsync.markup import kept
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address
from hcsync.model.body import BodyForm
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic
from hcsync.planner.headings import heading_ids, linked_headings
from hcsync.planner.own_language import prefer_own_language
from hcsync.planner.rebase import rebase
from hcsync.planner.tokens import Ids
from hcsync.workflow import applied, authors, gather
from hcsync.workflow import project as projects
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.importing.place import place
from hcsync.workflow.importing.reading import Desk
from hcsync.workflow.importing.settle import Spelled, settled, told
from hcsync.workflow.project import Project


async def finish(desk: Desk, dialogue: Dialogue) -> tuple[list[str], list[Diagnostic]]:
    """The files that were written, and what is to be said. Raises OSError where a file cannot be written, RefusedError
    where another run holds the environment: another import goes on from there."""
    config = desk.project.config
    written, left = place(desk.spool, config.root, config.content)
    noted = {note.place.path for note in desk.spool.notes() if note.place and note.code is Code.IMPORT_DIFFERS}
    store = gather.store_of(desk.project)
    workspace = desk.connection.workspace
    async with store.lock("import", dialogue.patience, dialogue.tell):
        with projects.opened(config, desk.project.environment) as project:
            state, intents = store.read(workspace.id, CANONICAL_VERSION)
            known = authors.with_admins(authors.configured(project), workspace.admins)
            desired, _ = projects.desired(project, known)
            known_ids = {address: entry.id for address, entry in state.entries.items()} | desk.layout.ids
            ids = Ids(known_ids, heading_ids(desk.live, state.entries))
            desired = prefer_own_language(desired, ids, desk.live)
            linked = linked_headings(desired)
            entries = dict(state.entries)
            if state.canonical != CANONICAL_VERSION:
                entries = rebase(entries, desired, desk.live, ids)
            claimed = {(address.kind, entry.id): address for address, entry in entries.items()}
            done: list[Address] = []
            for who, address in desk.layout.coming.items():
                node = desired.nodes.get(address)
                if node is None or claimed.get(who, address) != address:
                    continue
                twin = desk.live.of(who[0])[who[1]]
                spelled = _spelled(project, address, desk.connection.sites)
                entry, differing = settled(node, twin, entries.get(address), ids, desk.taken, spelled)
                entries[address] = trimmed(address, entry, linked)
                left += told(node, twin, differing, noted)
                done.append(address)
            store.replace(msgspec.structs.replace(state, entries=entries, canonical=CANONICAL_VERSION), intents)
            applied.remember(project, done)
    return written, left


def _spelled(project: Project, address: Address, sites: tuple[str, ...]) -> Spelled:
    def form_of(locale: str) -> BodyForm:
        file = project.tree.nodes[address].files[locale]
        html = kept.html(file, lambda file: read_markdown(project.config.root, file), project.cache)
        return form(canonical(html, sites=sites))

    return form_of
