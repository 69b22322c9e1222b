"""A live object and where it goes → the files it becomes, and what is to be said of them."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, relpath

from hcsync.content import fresh
from hcsync.content.edit import Scalar
from hcsync.content.scan import markdown_of
from hcsync.crew import Crew
from hcsync.markup import kept
from hcsync.markup.hosted import hostless, replaced
from hcsync.markup.revert.brought import brought
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity, shown
from hcsync.model.digest import blob_id, canonical_text
from hcsync.model.live import LiveNode
from hcsync.workflow.importing.layout import UNTITLED, Layout, path_of
from hcsync.workflow.pulling.spell import Speller

Made = tuple[dict[str, bytes], list[Diagnostic]]
"""Files (path relative to the project → bytes), and notes."""
Pages = dict[str, kept.Made]
"""Git blob id of a file → what it was rendered to when its Markdown was proved."""


@dataclass(frozen=True, slots=True)
class Composer:
    """`name_of` gives what an admin is called in a file: an e-mail or name, else None. `stand_in` is the id of whom the
    token acts as. `help_center` is the id of the one that a collection is in where none is named."""

    crew: Crew
    layout: Layout
    spell: Speller
    name_of: Callable[[str], str | None]
    stand_in: str
    help_center: str | None

    def collection(self, node: LiveNode, locales: tuple[str, ...]) -> Made:
        address = self.layout.coming[node.kind, node.remote_id]
        files: dict[str, bytes] = {}
        notes: list[Diagnostic] = []
        for locale in locales:
            version = node.versions.get(locale)
            path = path_of(self.layout.tree, address, locale)
            keys: dict[str, Scalar] = {"name": _title(version.title if version else "", node, locale, path, notes)}
            if version and canonical_text(version.description):
                keys["description"] = canonical_text(version.description)
            other = node.help_center is not None and node.help_center != self.help_center
            if locale == next(iter(node.versions)) and other and self.help_center is not None:
                keys["help_center"] = int(node.help_center or "0")
            files[path] = fresh.collection(keys)
        return files, notes

    async def article(
        self, node: LiveNode, locales: tuple[str, ...], bodies: Mapping[str, str], pictures: Mapping[str, str]
    ) -> tuple[Made, Pages]:
        """`bodies` are the HTML of each locale; `pictures` is mark → path relative to the content folder."""
        address = self.layout.coming[node.kind, node.remote_id]
        files: dict[str, bytes] = {}
        notes: list[Diagnostic] = []
        pages: Pages = {}
        spelled = (self._spelled(node, locale, bodies.get(locale, ""), pictures) for locale in locales)
        texts = await asyncio.gather(*(self.crew.do(brought, html) for html in spelled))
        for locale, (markdown, page) in zip(locales, texts, strict=True):
            path = path_of(self.layout.tree, address, locale)
            files[path] = data = fresh.article(self._keys(node, locale, path, notes), markdown)
            notes += _without_host(path, data, hostless(bodies.get(locale, "")))
            if markdown_of(data) == markdown:
                pages[blob_id(data)] = page
        return (files, notes), pages

    def _keys(self, node: LiveNode, locale: str, path: str, notes: list[Diagnostic]) -> dict[str, Scalar]:
        """What a translation would inherit is not said again."""
        main, version = node.main, node.versions[locale]
        source = version is main
        keys: dict[str, Scalar] = {"title": _title(version.title, node, locale, path, notes)}
        if canonical_text(version.description):
            keys["description"] = canonical_text(version.description)
        author = version.author or main.author or self.stand_in
        if not (version.author or main.author) and source:
            notes.append(_note(path, f"Intercom names no author; admin {author} is to be it"))
        if source or author != (main.author or self.stand_in):
            name = self.name_of(author)
            if name is not None:
                keys["author"] = name
            else:
                keys["author_id"] = int(author)
        if source or version.state != main.state:
            keys["state"] = version.state or "draft"
        return keys

    def _spelled(self, node: LiveNode, locale: str, html: str, pictures: Mapping[str, str]) -> str:
        """With links and pictures as the file is to name them."""
        if not html:
            return ""
        address = self.layout.coming[node.kind, node.remote_id]
        file = self.layout.tree.nodes[address].files[locale]
        here = dirname(file.path)
        content = self.layout.tree.content
        paths = {
            mark: relpath(path if content == "." else f"{content}/{path}", here) for mark, path in pictures.items()
        }
        spelling = self.spell.spelling(file, "", sure=True)
        return spelling.live(replaced(html, paths))


def _title(title: str, node: LiveNode, locale: str, path: str, notes: list[Diagnostic]) -> str:
    """On one line and without control characters, as a file must have it; never empty."""
    if plain := _plain(title):
        return plain
    stand_in = _plain(node.main.title) or UNTITLED
    noun = "title" if node.kind is Kind.ARTICLE else "name"
    notes.append(_note(path, f'it has no {noun} in {locale} in Intercom; the file says "{stand_in}"'))
    return stand_in


def _plain(title: str) -> str:
    """Characters that join or part letters (Persian, emoji) are none of control; alone they say nothing."""
    plain = "".join(one for one in canonical_text(title) if unicodedata.category(one) not in ("Cc", "Cs"))
    return plain if any(one.isprintable() and one != " " for one in plain) else ""


def _without_host(path: str, data: bytes, hrefs: tuple[str, ...]) -> Iterator[Diagnostic]:
    """In a file, such a link would lead to another file: there it is spelled out."""
    lines = data.decode("utf-8", "surrogatepass").split("\n") if hrefs else []
    for href in hrefs:
        end = href.lstrip("./")
        line = next((number for number, each in enumerate(lines, 1) if end in each), 1)
        message = f'the link "{shown(href)}" names no host in Intercom; the file says where browsers take it'
        yield _note(path, message, line)


def _note(path: str, message: str, line: int = 1) -> Diagnostic:
    return Diagnostic(Code.IMPORT_DIFFERS, message, Place(path, line, 1), "the next plan shows it", Severity.WARNING)
