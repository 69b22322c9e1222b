"""A body as Intercom gave it → the pictures in it that Intercom hosts, and the same body with others in their place;
and its links that name no host."""

import re
from collections.abc import Mapping
from html import unescape

from hcsync.markup.canonical.links import encoded
from hcsync.markup.canonical.signatures import OWN_HOST, identity
from hcsync.markup.render.urls import Way, way
from hcsync.markup.tree import escape_attribute
from hcsync.model.digest import image_mark

_SRC = re.compile(r"""(<img\b[^>]*?\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

_HREF = re.compile(r"""(<a\b[^>]*?\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def hosted(html: str) -> dict[str, str]:
    """Mark (`image_mark`) → address, signed as it is, in the order of the body."""
    found: dict[str, str] = {}
    for match in _SRC.finditer(html):
        source = _source(match)
        if OWN_HOST.match(source):
            found.setdefault(mark_of(source), source)
    return found


def mark_of(source: str) -> str:
    return image_mark(bare(source))


def bare(source: str) -> str:
    """The address as it is compared: without its signature."""
    return encoded(identity(source))


def replaced(html: str, targets: Mapping[str, str]) -> str:
    """`targets` is mark → path, relative to the file that is to show the picture."""

    def written(match: re.Match[str]) -> str:
        path = targets.get(mark_of(_source(match)))
        return match[0] if path is None else f'{match[1]}"hcsync:{escape_attribute(path)}"'

    return _SRC.sub(written, html) if targets else html


def hostless(html: str) -> tuple[str, ...]:
    """In the order of the body, each once."""
    found = (_source(match) for match in _HREF.finditer(html))
    return tuple(dict.fromkeys(href for href in found if way(href) is Way.RELATIVE))


def _source(match: re.Match[str]) -> str:
    return unescape(match[2] if match[2] is not None else match[3]).strip()
