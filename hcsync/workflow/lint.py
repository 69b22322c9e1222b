"""`hcsync lint`: every fault that can be found in the repository alone."""

from dataclasses import dataclass

from hcsync.config import Config, Environment
from hcsync.model.diagnostic import Diagnostic
from hcsync.workflow import gather
from hcsync.workflow import project as projects


@dataclass(frozen=True, slots=True)
class Linted:
    """`files` counts articles and collections in all their locales."""

    diagnostics: tuple[Diagnostic, ...]
    files: int


def lint(config: Config, environment: Environment) -> Linted:
    with projects.opened(config, environment) as project:
        return Linted(gather.check_offline(project), sum(len(node.files) for node in project.tree.nodes.values()))
