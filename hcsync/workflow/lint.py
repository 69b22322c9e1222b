"""`hcsync lint`: every fault that can be found in the repository alone."""

from hcsync.config import Config, Environment
from hcsync.report.lint import Linted
from hcsync.workflow import gather
from hcsync.workflow import project as projects


def lint(config: Config, environment: Environment) -> Linted:
    with projects.opened(config, environment) as project:
        return Linted(gather.check_offline(project), sum(len(node.files) for node in project.tree.nodes.values()))
