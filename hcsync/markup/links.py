"""A relative link in a source file in, the reference it stands for out, with what is to be said about it.

Targets are paths beside the file they are written in, as on GitHub. A path is taken in the locale's own tree; the file
need not exist in that locale, for an address exists in all of them. The same targets stand in many files and in all
locales of a file, so what was found once is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import msgspec

from hcsync.markup.anchors import check_anchor
from hcsync.markup.paths import Lost, Spot, below, composed, near, outside, places
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.source import SourceFile, SourceNode, SourceTree


class Answer(msgspec.Struct, frozen=True, gc=False):
    """`reference` is `hcsync:article.billing/refunds@fr#how-long`, or the target as written where it names nothing."""

    reference: str
    faults: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a target names: a page, its reference without a locale, a fragment ("" for none), and the locale folder if
    the path goes through another than its own. `answers` are by the locale of the file it stands in."""

    node: SourceNode
    stem: str
    fragment: str
    folder: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)


@dataclass(slots=True)
class Links:
    """A held resource: the tree's paths, and all that was found. `headings` gives the anchors of a file's page."""

    tree: SourceTree
    headings: Callable[[SourceFile], tuple[str, ...]]
    pages: dict[str, Address] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    near: dict[tuple[str, str], Named | None] = field(default_factory=dict)
    far: dict[tuple[Spot, str], Named | Lost | None] = field(default_factory=dict)
    spoken: dict[tuple[Address, str], str] = field(default_factory=dict)

    def answer(self, spot: Spot, locale: str, raw: str) -> Answer:
        """`spot` is where the file lies and `locale` what it is written in; `raw` is the target as written."""
        key = spot.rest, raw
        named: Named | Lost | None
        if key in self.near:
            named = self.near[key]
        else:
            named = self.near[key] = _within(self, spot.rest, raw)
        if named is None:
            wide = spot, raw
            if wide not in self.far:
                self.far[wide] = _anywhere(self, spot, raw)
            named = self.far[wide]
        if not isinstance(named, Named):
            return Answer(f"hcsync:{raw}", () if named is None else (named,))
        answer = named.answers.get(locale)
        if answer is None:
            answer = named.answers[locale] = _answer(self, named, locale, raw)
        return answer


def links(tree: SourceTree, headings: Callable[[SourceFile], tuple[str, ...]]) -> Links:
    found = Links(tree, headings, folders=set(tree.locales))
    for address, node in tree.nodes.items():
        for file in node.files.values():
            folder, _, rest = composed(file.path.removeprefix(f"{tree.content}/")).partition("/")
            found.folders.add(folder)
            found.pages[rest] = address
            if address.kind is Kind.COLLECTION:
                found.pages[dirname(rest)] = address
    return found


def _within(found: Links, rest: str, raw: str) -> Named | None:
    """The usual case: a path that stays in its locale's folder and is written plainly."""
    path, _, fragment = raw.partition("#")
    if not path or path[0] == "/" or "?" in path:
        return None
    address = found.pages.get(composed(normpath(join(rest, unquote(path)))))
    return None if address is None else _named(found, address, fragment)


def _named(found: Links, address: Address, fragment: str, folder: str | None = None) -> Named:
    return Named(found.tree.nodes[address], f"hcsync:{address}@", unquote(fragment), folder)


def _anywhere(found: Links, spot: Spot, raw: str) -> Named | Lost | None:
    """None for a page that is there and has a fault of its own: that is told, and the link to it is as it should be."""
    path, _, fragment = raw.partition("#")
    tree = found.tree
    inside = None
    for place in places(tree, spot, path):
        inside = below(tree.content, place) or inside
        folder, _, rest = composed(inside or "").partition("/")
        if folder in found.folders and rest in found.pages:
            return _named(found, found.pages[rest], fragment, folder if folder != spot.folder else None)
    if inside is None:
        return outside("link", raw)
    if inside in tree.assets:
        message = f'link target "{raw}" is not an article'
        return Lost(Code.BROKEN_LINK, message, "publish the file elsewhere and link to it there")
    original = f"{tree.default_locale}/{inside.partition('/')[2]}"
    if any(path in tree.blobs and path not in tree.assets for path in (inside, original)):
        return None
    # Of a collection, its folder: nobody who links to an article means the file that names one.
    pages = (
        f"{spot.folder}/{rest}" for rest, one in found.pages.items() if one.kind is Kind.ARTICLE or rest == one.key
    )
    return Lost(Code.BROKEN_LINK, f'link target "{raw}" is not there', near(spot, inside, pages))


def _answer(found: Links, named: Named, locale: str, raw: str) -> Answer:
    node = named.node
    asked = node.address, locale
    chosen = found.spoken.get(asked)
    if chosen is None:
        chosen = found.spoken[asked] = _locale(node, locale, found.tree.default_locale)
    reference = f"{named.stem}{chosen}"
    if locale in node.files and not named.fragment and _is_published(node, locale):
        return Answer(reference)
    faults = []
    if locale not in node.files and named.folder != chosen and not _has_file(found.tree, node, locale):
        message = f'link target "{raw}" is not translated into {locale}; the link leads to {chosen}'
        faults.append(Lost(Code.FALLBACK_LINK, message, warning=True))
    if not _is_published(node, chosen):
        message = f'link target "{raw}" is a draft in {chosen}, which readers cannot see'
        faults.append(Lost(Code.DRAFT_LINK, message, "publish it, or take the link out", warning=True))
    if named.fragment:
        reference = f"{reference}#{named.fragment}"
        lost = check_anchor(named.fragment, found.headings(node.files[chosen]), raw, chosen)
        faults += [lost] if lost else []
    return Answer(reference, tuple(faults))


def _has_file(tree: SourceTree, node: SourceNode, locale: str) -> bool:
    """Whether there is a file in that locale, one with a fault of its own."""
    return node.main.path.removeprefix(f"{tree.content}/").replace(tree.default_locale, locale, 1) in tree.blobs


def _locale(node: SourceNode, locale: str, default: str) -> str:
    """Readers see published texts alone, so a link leads to one if there is one."""
    if _is_published(node, locale):
        return locale
    if _is_published(node, default) or locale not in node.files:
        return default
    return locale


def _is_published(node: SourceNode, locale: str) -> bool:
    if locale not in node.files:
        return False
    return node.address.kind is Kind.COLLECTION or node.state_of(locale) == "published"
