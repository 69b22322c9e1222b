"""Any body HTML in, its comparable form out; and the digests that bodies are compared by.

What we write and what Intercom gives back have one canonical form; what a reader sees as different never has.
The rules stand in tables, in order. The form of a canonical form is itself.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import TypeAlias

from hcsync.markup.canonical import (
    anchors,
    attributes,
    blocks,
    code,
    empties,
    headings,
    images,
    inline,
    links,
    names,
    pictures,
    players,
    sides,
    space,
    tables,
    unicode,
)
from hcsync.markup.kinds import BLOCKS, lines
from hcsync.markup.tree import Node, escape, parse, serialise, walk
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.body import BodyForm
from hcsync.model.digest import digest

__all__ = ["CANONICAL_VERSION", "canonical", "form", "raw_digest", "unsigned"]

Rule: TypeAlias = Callable[[Node], None]

# Of each element that has attributes; then of the page as a tree, where it has such elements (none named: any page);
# then of each line of text; then of the page again.
ATTRIBUTES: tuple[Rule, ...] = (sides.unify, attributes.strip, images.identify, players.identify)
TREE: tuple[tuple[Rule, frozenset[str]], ...] = (
    (inline.open_bare, frozenset()),
    (sides.push, frozenset(("tr", "td", "th"))),
    (tables.flatten, frozenset(("table",))),
    (blocks.settle, frozenset()),
    (code.settle, frozenset(("pre",))),
)
LINES: tuple[Rule, ...] = (inline.tidy, space.fold, inline.tidy)
PAGE: tuple[Rule, ...] = (pictures.part, empties.drop, headings.rebase, unicode.compose)

# Bodies of these alone come out of one pass as they would out of two; anything else is passed again until it rests.
_PLAIN = BLOCKS - {"form"} | frozenset("a b i strong em code br img span".split())
_PLAIN -= frozenset("caption colgroup col dl dt dd address center fieldset".split())
_MOST_PASSES = 8

_TARGET = re.compile(r'(<a\b[^>]*?\shref=")((?:hcsync|intercom):[^"]*)"|<img\b[^>]*>')
_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_SIZE = re.compile(r'\s(height|width)="(\d+)"')
_SIGNED = r"\?expires=[0-9]+&(?:amp;)?signature=[0-9A-Za-z_]+(?:&(?:amp;)?req=[0-9A-Za-z_%+/=-]*)?"
_SIGNED_QUERY, _SIGNED_BYTES = re.compile(_SIGNED), re.compile(_SIGNED.encode())


def canonical(html: str, *, sites: Iterable[str] = ()) -> str:
    """`sites` are the help center's base addresses for readers; links below them become `intercom:` references.
    Never raises, whatever `html` is."""
    known = links.known(sites)
    text, plain = _pass(html, known)
    if plain:
        return text
    for _ in range(_MOST_PASSES):
        again, _ = _pass(text, known)
        if again == text:
            return text
        text = again
    return f"<pre><code>{escape(text)}</code></pre>"


def _pass(html: str, sites: tuple[str, ...]) -> tuple[str, bool]:
    root = parse(html)
    elements = walk(root)
    plain = _is_plain(elements)
    for element in elements:
        links.refer(element, sites)
    anchors.refer(root, elements)
    for element in elements:
        names.unify(element)
        if element.attrs:
            for rule in ATTRIBUTES:
                rule(element)
    tags = {element.tag for element in elements}
    for rule, about in TREE:
        if not about or not tags.isdisjoint(about):
            rule(root)
    found = lines(root)
    for rule in LINES:
        for line in found:
            rule(line)
    for rule in PAGE:
        rule(root)
    return serialise(root.kids), plain


def _is_plain(elements: list[Node]) -> bool:
    for node in elements:
        if node.tag not in _PLAIN:
            return False
        inside = node.tag not in BLOCKS or node.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
        if inside and any(isinstance(kid, Node) and kid.tag in BLOCKS for kid in node.kids):
            return False
    return True


def form(canonical_html: str) -> BodyForm:
    """The digests of a canonical form: its text with blanks for internal links and images, and these apart, with the
    sizes of images."""
    targets: list[str] = []
    pictures: list[str] = []
    sizes: list[str] = []

    def blank(found: re.Match[str]) -> str:
        if found[1]:
            targets.append(unescape(found[2]))
            return f'{found[1]}"'
        if size := dict(_SIZE.findall(found[0])):
            sizes.append(f"{len(pictures)}:{size.get('width', '')}x{size.get('height', '')}")
        source = _SOURCE.search(found[0])
        pictures.append(unescape(source[1]) if source else "")
        return _SOURCE.sub(' src=""', _SIZE.sub("", found[0]))

    text = digest(_TARGET.sub(blank, canonical_html))
    return BodyForm(text, tuple(targets), tuple(pictures), tuple(sizes))


def raw_digest(html: str) -> str:
    """The digest of the body as it stands, but for signatures of images: where it is the same, nothing moved."""
    data = html.encode("utf-8", "surrogatepass")
    if b"expires=" in data:
        data = _SIGNED_BYTES.sub(b"", data)
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def unsigned(html: str) -> str:
    """The body as it stands, without signatures of images: they expire, and Intercom takes the bare address again
    (observed)."""
    return _SIGNED_QUERY.sub("", html) if "expires=" in html else html
