"""`hcsync lint`: every fault that can be found in the repository alone; and those mended that surely can be."""

from hcsync.config import Config, Environment
from hcsync.model.diagnostic import in_order
from hcsync.report.lint import Linted
from hcsync.workflow import authors, gather, mending
from hcsync.workflow import project as projects
from hcsync.workflow.project import Project


def lint(config: Config, environment: Environment, *, fix: bool = False) -> Linted:
    """With `fix` links are mended in the files first; what is found is what is left. Raises UsageError where a file
    cannot be written."""
    mended: tuple[str, ...] = ()
    if fix:
        with projects.opened(config, environment) as project:
            done = mending.mend(project, _betterments(project))
            mended = tuple(
                f"{one.file.path}: {one.raw} → {one.new}" for one in sorted(done, key=lambda one: one.file.path)
            )
    with projects.opened(config, environment) as project:
        told = [one.diagnostic for one in _betterments(project).links if one.diagnostic is not None]
        found = in_order([*gather.check_offline(project), *told])
        return Linted(found, sum(len(node.files) for node in project.tree.nodes.values()), mended)


def _betterments(project: Project) -> mending.Betterments:
    desired, _ = projects.desired(project, authors.unchecked(project))
    return mending.betterments(project, desired)
