"""Images that Intercom could not fetch → warnings, each with the file and the line it stands on."""

from hcsync.applier.job import Job
from hcsync.applier.pictures import Missed, missed
from hcsync.content.scan import read_markdown
from hcsync.markup.image_places import image_places
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.workflow.project import Project


async def warnings(project: Project, job: Job) -> tuple[Diagnostic, ...]:
    """After an apply, whatever became of it."""
    return tuple([_warning(project, one) for one in await missed(job)])


def _warning(project: Project, one: Missed) -> Diagnostic:
    file = project.tree.nodes[one.address].files[one.locale]
    places = image_places(file, lambda file: read_markdown(project.config.root, file), project.cache)
    written, place = places[one.number]
    return Diagnostic(
        Code.IMAGE_NOT_FETCHED,
        f'{place}: image "{written}": {one.why}',
        place,
        f"open {one.url} where you are not logged in",
        Severity.WARNING,
    )
