"""A folder on disk → its configuration, its content tree and its cache: where every use case begins."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hcsync.config import Config, Environment
from hcsync.content.environments import for_environment
from hcsync.content.scan import read_markdown, scan
from hcsync.errors import ContentInvalid
from hcsync.markup.desired import desire
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Severity, in_order
from hcsync.model.source import SourceTree
from hcsync.state.cache import Cache

FOLDER = ".hcsync"


@dataclass(frozen=True, slots=True)
class Project:
    """`folder` is where hcsync keeps what it needs to remember (`.hcsync`, beside hcsync.yml)."""

    config: Config
    environment: Environment
    tree: SourceTree
    cache: Cache

    @property
    def folder(self) -> Path:
        return self.config.root / FOLDER

    @property
    def is_local(self) -> bool:
        """Whether the environment is the embedded help center."""
        return self.environment.emulator is not None

    @property
    def publishes_images(self) -> bool:
        """Whether pictures that are files have an address that Intercom can fetch them from."""
        assets = self.config.assets
        return self.is_local or assets.base_url is not None or assets.store is not None


@contextmanager
def opened(config: Config, environment: Environment) -> Iterator[Project]:
    """Scan the content. Faults found are in `tree.diagnostics`; nothing is raised for them here."""
    cache = Cache(config.root / FOLDER / "cache.db")
    try:
        tree = scan(config.root, config.content, config.default_locale, config.locales, cache=cache)
        # The embedded help center of a project that has a live one does not know the ids of that.
        plain = environment.emulator is None or not config.live
        tree = for_environment(tree, environment.name, config.environments, plain=plain)
        yield Project(config, environment, tree, cache)
    finally:
        cache.close()


def desired(project: Project, authors: Mapping[str, str]) -> tuple[DesiredState, tuple[Diagnostic, ...]]:
    """What the repository wants, and every fault and warning in it, those of the scan included. `authors` maps names
    and e-mails in lower case to admin ids."""
    root = project.config.root
    state, found = desire(
        project.tree,
        lambda file: read_markdown(root, file),
        authors,
        has_asset_base=project.publishes_images,
        cache=project.cache,
    )
    return state, in_order([*project.tree.diagnostics, *found])


def refuse_errors(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The warnings among them. Raises ContentInvalid, with all of them, if any is an error."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise ContentInvalid(diagnostics)
    return diagnostics


def names_in_use(tree: SourceTree) -> dict[str, None]:
    """Every author written as a name or e-mail, in lower case, in the order of the files."""
    return {
        file.meta.author.lower(): None
        for node in tree.nodes.values()
        for file in node.files.values()
        if isinstance(file.meta.author, str)
    }


def ids_in_use(tree: SourceTree) -> list[str]:
    """Every author written as an id."""
    found = {
        file.meta.author
        for node in tree.nodes.values()
        for file in node.files.values()
        if isinstance(file.meta.author, int)
    }
    return [str(author) for author in sorted(found)]
