"""`hcsync import`: a live help center → files, and the state that says they are what is live. Writes nothing to
Intercom. A run that dies leaves what it has got in `.hcsync/import/`, and the next one goes on from there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hcsync.config import Config, Environment
from hcsync.model.address import Kind
from hcsync.model.diagnostic import Diagnostic, in_order
from hcsync.model.imported import Imported
from hcsync.workflow import project as projects
from hcsync.workflow.connection import connected
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.importing.finishing import finish
from hcsync.workflow.importing.making import make
from hcsync.workflow.importing.pictures import Gallery
from hcsync.workflow.importing.reading import Desk, read
from hcsync.workflow.importing.scope import Wish
from hcsync.workflow.importing.spool import Spool
from hcsync.workflow.project import Project


async def import_live(
    config: Config, environment: Environment, environ: Mapping[str, str], wish: Wish, dialogue: Dialogue
) -> Imported:
    """Raises HcsyncError: UsageError for a wish that cannot be granted, ContentInvalid for faults in the files that are
    there, RefusedError where another run holds the environment, and what connecting and reading raise. Whatever it
    raises, no file of the content folder is half written, and another run goes on from there."""
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=True) as connection:
            with _spooled(project) as spool:
                desk = await read(project, connection, spool, wish)
                if desk.remote:
                    kept = await make(desk, None, dialogue.progress)
                else:
                    async with connection.client.pictures() as pictures:
                        kept = await make(desk, Gallery(pictures, spool), dialogue.progress)
                written, told = await finish(desk, dialogue)
                notes = in_order([*told, *desk.layout.left, *spool.notes()])
                spool.clear()
        return _imported(desk, written, notes, kept)


@contextmanager
def _spooled(project: Project) -> Iterator[Spool]:
    spool = Spool(project.folder / "import" / project.environment.name)
    try:
        yield spool
    finally:
        spool.close()


def _imported(desk: Desk, written: list[str], notes: tuple[Diagnostic, ...], kept: int) -> Imported:
    workspace = desk.connection.workspace
    coming = desk.layout.coming
    return Imported(
        environment=desk.project.environment.name,
        workspace=workspace.id,
        help_center=workspace.center_name,
        collections=sum(kind is Kind.COLLECTION for kind, _ in coming),
        articles=sum(kind is Kind.ARTICLE for kind, _ in coming),
        files=len(written),
        pictures=sum("/images/" in path and not path.endswith((".md", ".yml")) for path in written),
        locales=tuple(sorted({locale for who in coming for locale in desk.scope.objects[who]})),
        kept=kept,
        unlisted=desk.scope.unlisted,
        elsewhere=desk.scope.elsewhere,
        remote=desk.remote,
        requests=desk.connection.client.requests,
        owned=len(desk.layout.owned),
        diagnostics=notes,
    )
