"""A project, its state and both sides → what is known of files that may have been moved: hints, and texts compared."""

import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from hcsync.config import Config
from hcsync.content.place import article_stem, locate
from hcsync.content.scan import markdown_of, read_markdown
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveSnapshot
from hcsync.model.pulled import AllPulled, pulled_key
from hcsync.model.state import Entry
from hcsync.planner.hints import Hint, Named
from hcsync.planner.match import undecided
from hcsync.planner.moves import Evidence
from hcsync.planner.pulled import is_past
from hcsync.state import pulled
from hcsync.workflow import applied
from hcsync.workflow.project import Project
from hcsync.workflow.renames import likenesses


def evidence(project: Project, entries: Mapping[Address, Entry], desired: DesiredState, live: LiveSnapshot) -> Evidence:
    """Texts are read and git is asked only where an entry has lost its file, a file has no entry, and nothing simpler
    tells whether they belong together."""
    record = pulled.load(pulled.path_of(project.folder, project.environment.name))
    known = Evidence(hints(project.config), taken=_taken(project, entries, live, record))
    olds, news = undecided(entries, desired, live, known)
    if not olds or not news:
        return known
    written = _written(project, news)
    found = [
        one
        for texts in (_applied(project, entries, olds), _pulled(project, entries, olds, record))
        for one in likenesses(texts, written)
    ]
    # A file may have taken in Intercom's edits, and then been moved: the nearest of both texts tells.
    nearest = {(one.old, one.new): one for one in sorted(found, key=lambda one: one.percent)}
    return msgspec.structs.replace(known, alike=tuple(nearest.values()))


def hints(config: Config) -> tuple[Hint, ...]:
    return tuple(Hint(named(line.old, config), named(line.new, config), line.place) for line in config.moved)


def named(text: str, config: Config) -> Named:
    """An address, a key, or the path of a file in any locale; a folder's key may end with a slash."""
    text = unicodedata.normalize("NFC", text)  # as all keys are
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
    return _texts(project, {old: kept.blob for old in olds if (kept := entries[old].locales.get(locale)) is not None})


def _taken(
    project: Project, entries: Mapping[Address, Entry], live: LiveSnapshot, record: AllPulled
) -> dict[Address, frozenset[str]]:
    """See `Evidence`. In another language than the default one, many a file is but a line that says there is none."""
    found: dict[Address, frozenset[str]] = {}
    for address, entry in entries.items() if record else ():
        node, marks = live.of(address.kind).get(entry.id), {""}
        for locale in project.config.locales:
            taken = record.get(pulled_key(address.kind, entry.id, locale), ())
            waiting = [one for one in taken if not is_past(one, entry, node, locale)]
            marks |= {one.path for one in waiting}
            marks |= {one.blob for one in waiting if locale == project.tree.default_locale}
        found[address] = frozenset(marks - {""})
    return {address: marks for address, marks in found.items() if marks}


def _pulled(
    project: Project, entries: Mapping[Address, Entry], olds: Iterable[Address], record: AllPulled
) -> dict[Address, bytes]:
    """The same as Intercom's edits made it when they were last taken in."""
    locale = project.tree.default_locale
    taken = {old: record.get(pulled_key(old.kind, entries[old].id, locale), ()) for old in olds}
    return _texts(project, {old: some[-1].blob for old, some in taken.items() if some and some[-1].blob})


def _texts(project: Project, blobs: Mapping[Address, str]) -> dict[Address, bytes]:
    sources = applied.sources(project, blobs.values())
    texts = {old: markdown_of(sources[blob]) for old, blob in blobs.items() if blob in sources}
    return {old: text.encode() for old, text in texts.items() if text}


def _written(project: Project, news: Iterable[Address]) -> dict[Address, bytes]:
    root = project.config.root
    return {new: read_markdown(root, project.tree.nodes[new].main).encode() for new in news}
