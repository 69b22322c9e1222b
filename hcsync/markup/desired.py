"""The source tree in, what the help center is to be out: every body rendered, every link and image resolved.

Faults are collected with the file and line they stand on. HTML is not kept: it is rendered again where it is written.
"""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote

import msgspec

from hcsync.markup.anchors import check_anchor
from hcsync.markup.kept import Kept, RenderCache, placed, rendered
from hcsync.markup.links import Links, links
from hcsync.markup.memo import Desired, remembered
from hcsync.markup.paths import Lost, Spot, spot
from hcsync.markup.pictures import picture
from hcsync.markup.render.rendered import Target
from hcsync.model.address import Address, Kind
from hcsync.model.body import BodyForm
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Place, Severity, in_order
from hcsync.model.source import SourceFile, SourceNode, SourceTree


class _Desk(msgspec.Struct):
    """What is at hand while the tree is gone through."""

    tree: SourceTree
    authors: Mapping[str, str]
    has_asset_base: bool
    kept: dict[str, Kept]
    links: Links
    found: list[Diagnostic]


def desire(
    tree: SourceTree,
    read: Callable[[SourceFile], str],
    authors: Mapping[str, str],
    *,
    has_asset_base: bool,
    cache: RenderCache | None,
) -> tuple[DesiredState, tuple[Diagnostic, ...]]:
    """`read` gives a file's Markdown; it is called only for files the cache does not know. `authors` maps names and
    e-mails in lower case to admin ids. `has_asset_base`: relative images can be published somewhere."""

    def make() -> Desired:
        return _desire(tree, read, authors, has_asset_base, cache)

    return remembered(tree, authors, has_asset_base, cache, make)


def _desire(
    tree: SourceTree,
    read: Callable[[SourceFile], str],
    authors: Mapping[str, str],
    has_asset_base: bool,
    cache: RenderCache | None,
) -> Desired:
    kept = rendered((file for _, file in _articles(tree.nodes)), read, cache)

    def headings(file: SourceFile) -> tuple[str, ...]:
        return kept[file.blob].headings if file.blob in kept else ()

    desk = _Desk(tree, authors, has_asset_base, kept, links(tree, headings), [])
    nodes = {address: _node(desk, node) for address, node in tree.nodes.items()}
    state = DesiredState(tree.default_locale, tree.locales, nodes, tree.digest)
    return state, in_order(desk.found)


def desire_some(
    tree: SourceTree,
    nodes: Mapping[Address, SourceNode],
    read: Callable[[SourceFile], str],
    authors: Mapping[str, str],
    cache: RenderCache | None,
) -> dict[Address, DesiredNode]:
    """What `nodes` alone come to in the surroundings of `tree`, be they its own or other texts of the same objects.
    Their faults are nobody's business here."""
    kept = rendered((file for _, file in _articles(nodes)), read, cache)
    desk = _Desk(tree, authors, True, kept, links(tree, lambda _file: ()), [])
    return {address: _node(desk, node) for address, node in nodes.items()}


def _articles(nodes: Mapping[Address, SourceNode]) -> Iterator[tuple[SourceNode, SourceFile]]:
    for address, node in nodes.items():
        if address.kind is Kind.ARTICLE:
            for file in node.files.values():
                yield node, file


def _node(desk: _Desk, node: SourceNode) -> DesiredNode:
    meta = node.main.meta
    return DesiredNode(
        node.address,
        node.parent,
        {locale: _version(desk, node, file) for locale, file in node.files.items()},
        meta.id if isinstance(meta.id, str) else None,
        meta.protect,
        meta.help_center,
    )


def _version(desk: _Desk, node: SourceNode, file: SourceFile) -> DesiredVersion:
    title, description = file.meta.title, file.meta.description or ""
    place = Place(file.path, file.body_line, 1)
    if node.address.kind is Kind.COLLECTION:
        return DesiredVersion(title, description, place, file.blob)
    kept = desk.kept[file.blob]
    if kept.faults:
        desk.found += (fault.at(file) for fault in kept.faults)
    for anchor in kept.anchors:
        lost = check_anchor(unquote(anchor.raw[1:]), kept.headings, anchor.raw, file.locale)
        _report(desk, file, anchor, *([lost] if lost else []))
    where = spot(desk.tree, file.path)
    body = BodyForm(
        kept.text,
        tuple([_link(desk, node, file, where, target) for target in kept.links]),
        _images(desk, file, where, kept) if kept.images else (),
        kept.sizes,
    )
    author = _author(desk, node, file)
    return DesiredVersion(title, description, place, file.blob, author, node.state_of(file.locale), body)


def _link(desk: _Desk, node: SourceNode, file: SourceFile, where: Spot, target: Target) -> str:
    answer = desk.links.answer(where, file.locale, target.raw)
    if answer.faults:
        seen = node.state_of(file.locale) == "published"
        _report(desk, file, target, *(one for one in answer.faults if seen or one.code is not Code.DRAFT_LINK))
    return answer.reference


def _images(desk: _Desk, file: SourceFile, where: Spot, kept: Kept) -> tuple[str, ...]:
    """In the order of the page: addresses as they are, pictures of the repository as references to their bytes."""
    relative = iter(kept.relative_images)
    out = []
    for image in kept.images:
        if not image.startswith("hcsync:"):
            out.append(image)
            continue
        target = next(relative)
        path = picture(desk.tree, where, target.raw)
        if isinstance(path, Lost):
            _report(desk, file, target, path)
            out.append(image)
            continue
        if path in desk.tree.unfit:
            wrong, way_out = desk.tree.unfit[path]
            _report(desk, file, target, Lost(Code.UNFIT_IMAGE, f'image "{target.raw}" {wrong}', way_out))
        if not desk.has_asset_base:
            message = f'image "{target.raw}" has no public address, and Intercom fetches images from one'
            hint = "set assets.base_url or assets.store in hcsync.yml, or use an https address"
            _report(desk, file, target, Lost(Code.IMAGE_NEEDS_BASE, message, hint))
        out.append(f"hcsync:asset.{path}@{desk.tree.assets[path]}")
    return tuple(out)


def _author(desk: _Desk, node: SourceNode, file: SourceFile) -> str | None:
    """An admin id as digits. A name nobody bears is reported where it is written, not where it is inherited."""
    author = node.author_of(file.locale)
    if author is None or isinstance(author, int):
        return None if author is None else str(author)
    known = desk.authors.get(author.strip().lower())
    if known is not None:
        return known
    if author.strip().isdecimal():
        return author.strip()
    if file.meta.author is not None:
        key = "author" if "author" in file.meta.places else "author_id"
        near = get_close_matches(author.strip().lower(), desk.authors, n=1)
        other = "write a teammate's name or e-mail as Intercom has it, or list this one under `authors` in hcsync.yml"
        hint = f'did you mean "{near[0]}"?' if near else other
        desk.found.append(Diagnostic(Code.UNKNOWN_AUTHOR, f'nobody is known as "{author}"', file.place(key), hint))
    return None


def _report(desk: _Desk, file: SourceFile, target: Target, *faults: Lost) -> None:
    place = placed(file, target.line, target.column)
    for lost in faults:
        severity = Severity.WARNING if lost.warning else Severity.ERROR
        desk.found.append(Diagnostic(lost.code, lost.message, place, lost.hint, severity))
