"""Attributes that Intercom adds, or that only lay out: dropped. All others stay, in alphabetical order.

Dropped (observed in stored bodies): ids of headings, target and rel of links, borders of tables, the
trimmings of players, and the classes no-margin, intercom-content-link and intercom-align-left.
"""

import re
from functools import lru_cache

from hcsync.markup.canonical.colours import unify_colours
from hcsync.markup.kinds import HEADINGS
from hcsync.markup.tree import Node

_NOISE_CLASSES = frozenset(("no-margin", "intercom-content-link", "intercom-align-left"))

_LAYOUT = frozenset("width height style border cellspacing cellpadding role align valign".split())
_DROPPED: dict[str, frozenset[str]] = {
    **{tag: frozenset(("id",)) for tag in HEADINGS},
    "a": frozenset(("target", "rel", "data-is-internal-link")),
    "img": _LAYOUT - {"width", "height"},
    "iframe": _LAYOUT
    | frozenset("frameborder allow allowfullscreen webkitallowfullscreen mozallowfullscreen scrolling".split()),
}
# A value that says what is so without it.
_DEFAULTS = {
    "colspan": "1",
    "rowspan": "1",
    "start": "1",
    "alt": "",
    "class": "",
    "style": "",
    "width": "",
    "height": "",
}
_LENGTH = re.compile(r"(\d{1,5})(?:\.\d+)?\s*(?:px|(%))?", re.ASCII)
_TABLE = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
# Of a table's style, what the writer said; borders, padding and the width of the whole come from the editor.
_SAID = {tag: frozenset(("background-color",)) for tag in _TABLE} | {
    tag: frozenset(("background-color", "width")) for tag in ("td", "th")
}


def strip(node: Node) -> None:
    if node.attrs:
        if node.tag == "img" and "style" in node.attrs:
            node.attrs |= sized(node.attrs["style"])
        node.attrs = _kept(node.tag, node.attrs)


@lru_cache(maxsize=512)
def sized(style: str) -> dict[str, str]:
    """The size of an image that its style says, over its attributes; `auto` says nothing."""
    found = (each.partition(":") for each in style.lower().split(";"))
    said = {name.strip(): value.strip() for name, _, value in found}
    return {name: said[name] for name in ("width", "height") if _pixels(said.get(name, ""))}


def _kept(tag: str, attrs: dict[str, str]) -> dict[str, str]:
    dropped = _DROPPED.get(tag, frozenset())
    kept = {}
    for name in sorted(attrs):
        if name in dropped:
            continue
        value = attrs[name]
        if name == "class":
            value = _classes(value)
        elif name == "style":
            value = _style(value, _SAID.get(tag))
        elif tag in _TABLE and name in _LAYOUT:
            continue
        elif name in ("width", "height"):
            value = _pixels(value)
        if _DEFAULTS.get(name) != value:
            kept[name] = value
    return kept


def _pixels(value: str) -> str:
    """`300`, `300px`, `300.4` → `300`; `50%` as it is; anything else says nothing."""
    found = _LENGTH.fullmatch(value.strip().lower())
    return f"{int(found[1])}{found[2] or ''}" if found else ""


@lru_cache(maxsize=512)
def _classes(value: str) -> str:
    return " ".join(sorted(set(value.split()) - _NOISE_CLASSES))


@lru_cache(maxsize=512)
def _style(value: str, only: frozenset[str] | None) -> str:
    """Declarations in alphabetical order; of those in `only`, where that is given."""
    declarations = set()
    for declaration in value.split(";"):
        name, colon, said = declaration.partition(":")
        name = name.strip().lower()
        if colon and name and (only is None or name in only):
            declarations.add(f"{name}:{unify_colours(' '.join(said.split()))}")
    return ";".join(sorted(declarations))
