"""A project and its state → links that could be written better: absolute ones to pages that files here hold, and broken
ones whose files were moved; said, and mended in the files.

Nobody is asked: what is known of the help center is what the state beside hcsync.yml says of it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from posixpath import dirname, relpath

from hcsync.content.place import article_stem
from hcsync.content.scan import read_markdown, read_source
from hcsync.errors import HcsyncError
from hcsync.markup import kept
from hcsync.markup.links import Links, links
from hcsync.markup.mend import mended, own_addresses
from hcsync.markup.paths import Spot, as_target, below, places, spot
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Place, Severity, shown
from hcsync.model.live import Workspace
from hcsync.model.reference import Reference
from hcsync.model.source import SourceFile
from hcsync.model.state import Entry
from hcsync.planner.match import match
from hcsync.planner.offline import as_applied
from hcsync.state.files import write_atomically
from hcsync.workflow import moves, stores
from hcsync.workflow.project import Project

_LINE_END = re.compile(r"\r\n|\r|\n")
_PAGE = re.compile(r"(https?://.+?)/[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/articles/\d")


@dataclass(frozen=True, slots=True)
class Better:
    """A link that could be written better: `raw` in `file` as `new`. `diagnostic` is what to say of it, None for a link
    whose fault is told already."""

    file: SourceFile
    raw: str
    new: str
    diagnostic: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Betterments:
    """`sites` are the readers' addresses of the help center, as far as the state tells."""

    sites: tuple[str, ...] = ()
    links: tuple[Better, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is at hand while the files are gone through. `owned` maps `intercom:article/12` to an address, `new` the
    address that a file had when it was applied to the one it has now, where these differ."""

    project: Project
    links: Links
    entries: Mapping[Address, Entry]
    sites: tuple[str, ...]
    owned: Mapping[str, Address]
    new: Mapping[Address, Address]


def betterments(project: Project, desired: DesiredState) -> Betterments:
    """Where the state is kept elsewhere, or cannot be read, nothing is known and nothing said."""
    store = stores.store_of(project.config.root, project.folder, project.environment)
    state = None
    if not store.backend.shared:
        with suppress(HcsyncError):
            state, _ = store.look()
    if state is None:
        return Betterments()
    entries = state.entries
    urls = (version.url for entry in entries.values() for version in entry.locales.values() if version.url)
    sites = tuple(sorted({found[1] for url in urls if (found := _PAGE.match(url))}))
    new: dict[Address, Address] = {}
    if entries.keys() - desired.nodes.keys():
        live = as_applied(entries, desired, Workspace(state.workspace, "", "", None, {}))
        known = match(entries, desired, live, moves.evidence(project, entries, desired, live))
        new = {move.old: move.new for move in known.moves}
    owned = {f"intercom:{address.kind}/{entry.id}": new.get(address, address) for address, entry in entries.items()}
    desk = _Desk(project, links(project.tree, lambda _file: ()), entries, sites, owned, new)
    files = [
        (address, file)
        for address, node in project.tree.nodes.items()
        if address.kind is Kind.ARTICLE
        for file in node.files.values()
    ]
    return Betterments(sites, (*_absolute(desk, files), *_moved(desk, files)))


def mend(project: Project, found: Betterments) -> tuple[Better, ...]:
    """Write them into the files. Returns those that could be written without changing anything else."""
    by_file: dict[str, list[Better]] = {}
    for one in found.links:
        by_file.setdefault(one.file.path, []).append(one)
    done: list[Better] = []
    for path, some in by_file.items():
        text = read_source(project.config.root, some[0].file).decode("utf-8")
        start = _body(text, some[0].file.body_line)
        head, body = text[:start], text[start:]
        for one in some:
            new = mended(body, one.raw, one.new, found.sites)
            if new is not None:
                body = new
                done.append(one)
        if head + body != text:
            write_atomically(project.config.root / path, (head + body).encode("utf-8"))
    return tuple(done)


def _absolute(desk: _Desk, files: list[tuple[Address, SourceFile]]) -> Iterator[Better]:
    """Links to pages of the help center by their addresses there, which a path would lead to as well."""
    hosts = [site.partition("//")[2].lower() for site in desk.sites]
    if not hosts:
        return
    for _, file in files:
        markdown = read_markdown(desk.project.config.root, file)
        if not any(host in markdown.lower() for host in hosts):
            continue
        for own in own_addresses(markdown, desk.sites):
            path = _path_to(desk, file, own.refers)
            if path is None:
                continue
            before = markdown[: own.offset]
            place = Place(file.path, file.body_line + before.count("\n"), own.offset - before.rfind("\n"))
            message = f'"{shown(own.raw)}" is a page of this repository'
            told = Diagnostic(Code.OWN_ADDRESS, message, place, f"write {path}", Severity.WARNING)
            yield Better(file, own.raw, path, told)


def _path_to(desk: _Desk, file: SourceFile, refers: str) -> str | None:
    """The relative target that leads to the very same; None where there is none."""
    page, _, fragment = refers.partition("#")
    name, _, locale = page.rpartition("@")
    address = desk.owned.get(name)
    if address is None or address not in desk.project.tree.nodes:
        return None
    kept_ids = desk.entries[address].locales.get(locale) if address in desk.entries else None
    known = kept_ids.headings if kept_ids else {}
    anchor = next((anchor for anchor, own in known.items() if own == fragment), fragment)
    path = _relative(desk.project, file, address, anchor)
    leads = desk.links.answer(spot(desk.project.tree, file.path), file.locale, path).reference
    return path if leads == str(Reference(address, locale, anchor)) else None


def _moved(desk: _Desk, files: list[tuple[Address, SourceFile]]) -> Iterator[Better]:
    """Broken links from or to files that were moved since they were applied: to where these are now."""
    if not desk.new:
        return
    tree, root = desk.project.tree, desk.project.config.root
    old = {now: then for then, now in desk.new.items()}
    found = kept.rendered((file for _, file in files), lambda file: read_markdown(root, file), desk.project.cache)
    for address, file in files:
        here = spot(tree, file.path)
        there = Spot(here.folder, dirname(old[address].key)) if address in old else here
        for target in {each.raw: each for each in found[file.blob].links}.values():
            faults = desk.links.answer(here, file.locale, target.raw).faults
            if not any(fault.code is Code.BROKEN_LINK for fault in faults):
                continue
            path, _, fragment = target.raw.partition("#")
            meant = _meant(desk, places(tree, there, path))
            if meant is not None:
                yield Better(file, target.raw, _relative(desk.project, file, meant, fragment))


def _meant(desk: _Desk, paths: tuple[str, ...]) -> Address | None:
    """What a path led to when it was applied, by the address it has now."""
    for path in paths:
        inside = below(desk.project.tree.content, path)
        rest = inside.partition("/")[2] if inside else ""
        stem = article_stem(rest)
        for address in (Address(Kind.ARTICLE, stem or ""), Address(Kind.COLLECTION, rest)):
            if address in desk.entries:
                now = desk.new.get(address, address)
                return now if now in desk.project.tree.nodes else None
    return None


def _relative(project: Project, file: SourceFile, address: Address, fragment: str) -> str:
    tree = project.tree
    there = tree.nodes[address].main.path.removeprefix(f"{tree.content}/").partition("/")[2]
    there = dirname(there) if address.kind is Kind.COLLECTION else there
    path = as_target(relpath(there, spot(tree, file.path).rest or "."))
    return f"{path}#{fragment}" if fragment else path


def _body(text: str, line: int) -> int:
    """Where in the file, as it stands, the Markdown begins."""
    ends = [found.end() for found in _LINE_END.finditer(text)]
    return ends[line - 2] if line > 1 else 0
