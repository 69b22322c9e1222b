"""A project, its state and both sides → what is known of files that may have been moved: hints, and texts compared."""

from collections.abc import Iterable, Mapping

from hcsync.config import Config
from hcsync.content.place import article_stem, locate
from hcsync.content.scan import markdown_of, read_markdown
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import Entry
from hcsync.planner.hints import Hint, Named
from hcsync.planner.match import undecided
from hcsync.planner.moves import Evidence
from hcsync.workflow import applied
from hcsync.workflow.project import Project
from hcsync.workflow.renames import likenesses


def evidence(project: Project, entries: Mapping[Address, Entry], desired: DesiredState, live: LiveSnapshot) -> Evidence:
    """Texts are read and git is asked only where an entry has lost its file, a file has no entry, and nothing simpler
    tells whether they belong together."""
    known = hints(project.config)
    olds, news = undecided(entries, desired, live, known)
    if not olds or not news:
        return Evidence(known)
    return Evidence(known, likenesses(_applied(project, entries, olds), _written(project, news)))


def hints(config: Config) -> tuple[Hint, ...]:
    return tuple(Hint(named(line.old, config), named(line.new, config), line.place) for line in config.moved)


def named(text: str, config: Config) -> Named:
    """An address, a key, or the path of a file in any locale; a folder's key may end with a slash."""
    kind, dot, key = text.partition(".")
    if dot and key and "/" not in kind and kind in [one.value for one in Kind]:
        return Named(key.strip("/"), Kind(kind))
    path = text.removeprefix("./")
    inside = path.removeprefix(f"{config.content}/") if config.content != "." else path
    located = locate(inside, frozenset(config.locales))
    if located is not None:
        return Named(located.address.key, located.address.kind)
    locale, _, rest = inside.strip("/").partition("/")
    if inside != path and rest and locale in config.locales:
        return Named(rest)
    stem = article_stem(path)
    return Named(stem, Kind.ARTICLE) if stem else Named(path.strip("/"))


def _applied(project: Project, entries: Mapping[Address, Entry], olds: Iterable[Address]) -> dict[Address, bytes]:
    """The Markdown of the default locale as it was last applied, where it can be found."""
    locale = project.tree.default_locale
    blobs = {old: kept.blob for old in olds if (kept := entries[old].locales.get(locale)) is not None}
    sources = applied.sources(project, blobs.values())
    texts = {old: markdown_of(sources[blob]) for old, blob in blobs.items() if blob in sources}
    return {old: text.encode() for old, text in texts.items() if text}


def _written(project: Project, news: Iterable[Address]) -> dict[Address, bytes]:
    root = project.config.root
    return {new: read_markdown(root, project.tree.nodes[new].main).encode() for new in news}
