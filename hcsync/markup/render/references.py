"""Rendered HTML and URLs in, HTML to send out: each `hcsync:` reference gives way to what it stands for."""

import re
from collections.abc import Sequence
from html import unescape

from hcsync.markup.tree import escape_attribute

# On our own output: attributes are quoted, and no ">" stands within one.
_LINK = re.compile(r'(<a\b[^>]*?\shref=")(hcsync:[^"]*)("[^>]*>)(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'(<img\b[^>]*?\ssrc=")hcsync:[^"]*"')


def references(html: str) -> list[str]:
    """The `hcsync:` targets of links, in the order of `fill`."""
    return [unescape(found[2]) for found in _LINK.finditer(html)]


def fill(html: str, links: Sequence[str | None], images: Sequence[str]) -> str:
    """Put a URL in the place of each `hcsync:` target of rendered HTML, in order; a link whose URL is None (not known
    yet) leaves its text. Raises ValueError if there are more or fewer targets than URLs."""
    urls, sources = iter(links), iter(images)

    def link(found: re.Match[str]) -> str:
        url = next(urls)
        if url is None:
            return found[4]
        return f"{found[1]}{escape_attribute(url)}{found[3]}{found[4]}</a>"

    def image(found: re.Match[str]) -> str:
        return f'{found[1]}{escape_attribute(next(sources))}"'

    if len(_LINK.findall(html)) != len(links) or len(_IMAGE.findall(html)) != len(images):
        raise ValueError("as many URLs are needed as there are targets")
    return _IMAGE.sub(image, _LINK.sub(link, html))
