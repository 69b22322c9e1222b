"""The Markdown of a file and a live body → the live body with every link and picture spelled as the file spells it.

What the file links to already keeps the target that stands there; a new link to a page of ours becomes a path; a
picture that Intercom hosts becomes the file's own again where it is the same one. All else stays as it is in Intercom.
"""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urljoin

from hcsync.markup.canonical.form import canonical
from hcsync.markup.canonical.links import encoded, known, reference
from hcsync.markup.canonical.signatures import identity
from hcsync.markup.render.body import render
from hcsync.markup.render.urls import Way, way
from hcsync.markup.tree import parse, serialise, walk
from hcsync.model.digest import image_mark, image_name

_OURS = "hcsync:"


class Spelling:
    """A value: the targets of one file. `leads` gives what a path in the file leads to (`intercom:article/12@fr#x`, or
    the path itself, marked `hcsync:`, where it leads nowhere), `path` the path to write for what a link refers to, None
    where there is none. `sites` are the readers' addresses of the help centers, `base` that of the page, which a path
    in its live body is relative to. Without `sure` the language a link leads to is not told apart where the file has a
    link to the same page."""

    def __init__(
        self,
        markdown: str,
        leads: Callable[[str], str],
        path: Callable[[str], str | None],
        sites: Iterable[str],
        *,
        base: str = "",
        sure: bool = True,
    ) -> None:
        self._base = base
        self._leads, self._path, self._sites, self._sure = leads, path, known(sites), sure
        self._links: dict[str, str] = {}
        self._pictures: list[str] = []
        for node in walk(parse(canonical(render(markdown).html))) if markdown else ():
            if node.tag == "a" and "href" in node.attrs:
                target = node.attrs["href"]
                self._links.setdefault(self._refers(target), target)
                if not sure:
                    self._links.setdefault(_page(self._refers(target)), target)
            elif node.tag == "img" and "src" in node.attrs:
                self._pictures.append(node.attrs["src"])

    def same(self, target: str) -> str:
        """The first of the file's targets that lead to the same."""
        return self._links.get(self._refers(target), target)

    def live(self, html: str, marks: Sequence[str] = ()) -> str:
        """`html` as Intercom has it. `marks` are those of its images (`image_mark`) when it said what the file says: as
        many as the file has, or none where nobody remembers."""
        root = parse(html)
        images = [node for node in walk(root) if node.tag == "img" and "src" in node.attrs]
        sources = [encoded(identity(node.attrs["src"].strip())) for node in images]
        ours = self._by_mark(marks) if len(marks) == len(self._pictures) else self._by_name(sources)
        for node, source in zip(images, sources, strict=True):
            node.attrs["src"] = ours.get(image_mark(source), source)
        for node in walk(root):
            if node.tag == "a" and "href" in node.attrs:
                node.attrs["href"] = self._link(node.attrs["href"].strip())
        return serialise(root.kids)

    def _refers(self, target: str) -> str:
        if target.startswith(_OURS):
            return self._leads(target.removeprefix(_OURS))
        return reference(target, self._sites) or target

    def _link(self, href: str) -> str:
        href = self._whole(href)
        refers = self._refers(encoded(href)) if not href.startswith(_OURS) else href
        found = self._links.get(refers)
        if found is None and not self._sure:
            found = self._links.get(_page(refers))
        if found is None and refers.startswith("intercom:"):
            path = self._path(refers)
            found = None if path is None or self._leads(path) != refers else _OURS + path
        return found or href

    def _whole(self, href: str) -> str:
        """A path in a live body leads where a browser takes it; in a file it would lead to another file."""
        if way(href) is not Way.RELATIVE:
            return href
        try:
            return urljoin(self._base, href)
        except ValueError:
            return href

    def _by_mark(self, marks: Sequence[str]) -> dict[str, str]:
        return dict(zip(marks, self._pictures, strict=True))

    def _by_name(self, sources: Iterable[str]) -> dict[str, str]:
        """Intercom keeps the names of files. Of several with one name each stands where it stood."""
        left: dict[str, list[str]] = {}
        for target in dict.fromkeys(self._pictures):
            left.setdefault(image_name(target), []).append(target)
        found: dict[str, str] = {}
        for source in dict.fromkeys(sources):
            targets = left.get(image_name(source))
            if targets:
                found[image_mark(source)] = targets.pop(0)
        return found


def _page(refers: str) -> str:
    """What it refers to in any language: `intercom:article/12#x`."""
    target, sharp, fragment = refers.partition("#")
    return f"{target.rpartition('@')[0]}{sharp}{fragment}" if refers.startswith("intercom:") else refers
