"""A relative target in a source file in, what it names out: an article or collection and a locale, or an image.

Targets are paths beside the file they are written in, as on GitHub. A path is taken in the locale's own tree; the file
need not exist in that locale, for an address exists in all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from posixpath import basename, dirname, join, normpath, relpath
from urllib.parse import unquote

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.source import SourceNode, SourceTree

COLLECTION_FILE = "_collection.yml"


@dataclass(frozen=True, slots=True)
class Named:
    """`folder` is the locale folder the path led through; `fragment` is decoded, "" if there is none."""

    address: Address
    folder: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A target that names nothing, and why."""

    code: Code
    message: str
    hint: str | None = None


@dataclass(slots=True)
class Finder:
    """The tree's paths, and what was found before: the same targets stand in many files."""

    tree: SourceTree
    pages: dict[str, Address] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()
    found: dict[tuple[str, str], Named | Lost] = field(default_factory=dict)
    pictures: dict[tuple[str, str], str | Lost] = field(default_factory=dict)
    locales: dict[tuple[Address, str], tuple[str, bool]] = field(default_factory=dict)

    def page(self, path: str, raw: str) -> Named | Lost:
        """`path` is the file the link stands in; `raw` the target as written."""
        key = dirname(path), raw
        if key not in self.found:
            self.found[key] = _page(self, path, raw)
        return self.found[key]

    def picture(self, path: str, raw: str) -> str | Lost:
        """An asset's path relative to the content folder."""
        key = dirname(path), raw
        if key not in self.pictures:
            self.pictures[key] = _picture(self, path, raw)
        return self.pictures[key]

    def locale(self, address: Address, locale: str) -> tuple[str, bool]:
        """The locale a link from `locale` leads to, and whether that is for want of a translation."""
        key = address, locale
        if key not in self.locales:
            self.locales[key] = _locale(self.tree.nodes[address], locale, self.tree.default_locale)
        return self.locales[key]


def finder(tree: SourceTree) -> Finder:
    pages: dict[str, Address] = {}
    folders = set(tree.locales)
    for address, node in tree.nodes.items():
        for file in node.files.values():
            folder, _, rest = file.path.removeprefix(f"{tree.content}/").partition("/")
            folders.add(folder)
            pages[rest] = address
            if address.kind is Kind.COLLECTION:
                pages[dirname(rest)] = address
    return Finder(tree, pages, frozenset(folders))


def _locale(node: SourceNode, locale: str, default: str) -> tuple[str, bool]:
    """Readers see published texts alone, so a link leads to one if there is one."""
    missing = locale not in node.files
    if _is_published(node, locale):
        return locale, False
    if _is_published(node, default) or missing:
        return default, missing
    return locale, False


def _is_published(node: SourceNode, locale: str) -> bool:
    if locale not in node.files:
        return False
    return node.address.kind is Kind.COLLECTION or node.state_of(locale) == "published"


def _page(finder: Finder, path: str, raw: str) -> Named | Lost:
    address, _, fragment = raw.partition("#")
    fragment = unquote(fragment)
    inside = None
    for place in _places(finder.tree, path, address):
        inside = _below(finder.tree.content, place)
        if inside is None:
            continue
        folder, _, rest = inside.partition("/")
        if folder in finder.folders and rest in finder.pages:
            return Named(finder.pages[rest], folder, fragment)
    if inside is None:
        return _outside("link", raw)
    if inside in finder.tree.assets:
        return Lost(
            Code.BROKEN_LINK, f'link target "{raw}" is no article', "publish the file elsewhere and link to it there"
        )
    pages = (f"{folder}/{rest}" for rest in finder.pages for folder in (_folder(finder.tree, path),) if rest)
    return Lost(Code.BROKEN_LINK, f'link target "{raw}" is not there', _near(finder.tree, path, inside, pages))


def _picture(finder: Finder, path: str, raw: str) -> str | Lost:
    tree = finder.tree
    inside = None
    for place in _places(tree, path, raw.partition("#")[0]):
        inside = _below(tree.content, place)
        if inside is None:
            continue
        if inside in tree.assets:
            return inside
        folder, _, rest = inside.partition("/")
        source = f"{tree.default_locale}/{rest}"
        # Pictures beside the articles of the default locale serve the translations too.
        if folder in finder.folders and source in tree.assets:
            return source
    if inside is None:
        return _outside("image", raw)
    return Lost(Code.BROKEN_IMAGE, f'image "{raw}" is not there', _near(tree, path, inside, tree.assets))


def _places(tree: SourceTree, path: str, address: str) -> Iterable[str]:
    """The paths, from the project's root, that `address` may mean; the query is none of the file's."""
    written = address.partition("?")[0]
    if not written:
        return (path,)
    spellings = dict.fromkeys((unquote(written), written))
    if not written.startswith("/"):
        return tuple(normpath(join(dirname(path), each)) for each in spellings)
    roots = ("", f"{tree.content}/{_folder(tree, path)}", tree.content)
    return tuple(normpath(join(root, each.lstrip("/"))) for root in reversed(roots) for each in spellings)


def _folder(tree: SourceTree, path: str) -> str:
    """The locale folder that a source file lies in."""
    return path.removeprefix(f"{tree.content}/").partition("/")[0]


def _below(content: str, place: str) -> str | None:
    """`place` relative to the content folder; None if it lies elsewhere."""
    if content in ("", "."):
        return None if place.startswith("../") or place == ".." else place
    return place.removeprefix(f"{content}/") if place.startswith(f"{content}/") else None


def _outside(what: str, raw: str) -> Lost:
    return Lost(Code.OUTSIDE, f'{what} target "{raw}" leads out of the content folder', "use an https address")


def _near(tree: SourceTree, path: str, inside: str, known: Iterable[str]) -> str | None:
    """The likeliest meant: a file of that name elsewhere, else one whose path looks alike."""
    candidates = list(known)
    name = basename(inside).lower()
    same = [each for each in candidates if basename(each).lower() in (name, f"{name}.md")]
    near = get_close_matches(inside, same or candidates, n=1, cutoff=0.0 if same else 0.6)
    if not near:
        return None
    start = dirname(path).removeprefix(tree.content).lstrip("/")
    return f'did you mean "{relpath(near[0], start or ".")}"?'
