"""The objects a backend has kept of a run → values to plan with, and their HTML again where it is to be written."""

from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path

import msgspec

from hcsync.applier.job import Sources
from hcsync.intercom import convert
from hcsync.intercom.whole import unpacked_article, unpacked_collection
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.relink import relinked
from hcsync.markup.render.references import fill, references
from hcsync.model.address import Kind
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.diagnostic import Place
from hcsync.model.snapshot import Item, KeptRun
from hcsync.planner.kept import Kept, renamed
from hcsync.planner.rollback import Undoing
from hcsync.state import snapshots
from hcsync.state.backend import Backend
from hcsync.workflow.connection import Connection


class Keepsakes:
    """A held resource. Bodies are read once from the backend, lie in `folder` (which is the caller's to remove) and are
    never all in memory."""

    def __init__(self, folder: Path, backend: Backend, run: KeptRun, connection: Connection, locale: str) -> None:
        """`locale` is the default one."""
        self._folder = folder
        self._backend = backend
        self._run = run
        self._sites = connection.sites
        self._locale = locale
        self._contents = lru_cache(maxsize=16)(self._read)

    def values(self) -> list[Kept]:
        """Everything the run touched. Raises RefusedError where what was kept is damaged."""
        by_name: dict[str, list[Item]] = {}
        for item in self._run.run.items:
            by_name.setdefault(item.object, []).append(item)
        found = [Kept(item) for item in by_name.pop("", [])]
        for name, data in snapshots.objects(self._backend, self._run.id, by_name):
            self._path(name).write_bytes(data)
            found += [self._kept(item, data) for item in by_name[name]]
        return found

    def body(self, name: str, locale: str) -> str:
        """The HTML that was kept under `name`, "" where there was none in that locale."""
        content = self._contents(name).get(locale)
        return content.body if content else ""

    def sources(self, undoing: Undoing) -> Sources:
        """Bodies for an applier. Links to what is made anew are references, as in a rendered page."""

        def html(node: DesiredNode, locale: str) -> str:
            def reference(refers: str) -> str | None:
                target = renamed(refers, undoing.moved)
                return target if target != refers else None

            return relinked(self.body(undoing.objects[node.address], locale), self._sites, reference)

        return Sources(html, _filled, lambda image: image)

    def _kept(self, item: Item, data: bytes) -> Kept:
        place = Place(item.address or f"{item.kind} {item.remote_id}")
        if item.kind is Kind.COLLECTION:
            group = unpacked_collection(data)
            names = convert.names(group, self._locale)
            center = convert.help_center_of(group)
            return Kept(
                item,
                convert.parent_of_collection(group),
                {locale: _version(name.title, name.description, place) for locale, name in names.items()},
                int(center) if center else None,
            )
        article = unpacked_article(data)
        texts = convert.contents(article, self._locale)
        return Kept(
            item, convert.parent(article), {locale: self._text(content, place) for locale, content in texts.items()}
        )

    def _text(self, content: convert.Content, place: Place) -> DesiredVersion:
        version = _version(content.title, content.description, place)
        body = form(canonical(content.body, sites=self._sites))
        return msgspec.structs.replace(version, author=content.author_id, state=content.state, body=body)

    def _read(self, name: str) -> dict[str, convert.Content]:
        return convert.contents(unpacked_article(self._path(name).read_bytes()), self._locale)

    def _path(self, name: str) -> Path:
        return self._folder / name.rpartition("/")[2]


def _filled(html: str, urls: Sequence[str | None], _images: Sequence[str]) -> str:
    """`urls` are those of the references that count: a link around nothing stands in the HTML alone."""
    if not urls:
        return html
    counted = [link for link in form(canonical(html)).links if link.startswith("hcsync:")]
    known = dict(zip(counted, urls, strict=True))
    return fill(html, [known.get(link) for link in references(html)], [])


def _version(title: str, description: str, place: Place) -> DesiredVersion:
    """Intercom may send titles with entities in them, and takes them as they are (one source): so they are undone."""
    return DesiredVersion(unescape(title), unescape(description), place, "")
