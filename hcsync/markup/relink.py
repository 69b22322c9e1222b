"""A body as Intercom gave it + other addresses for some of its links → the same body, byte for byte but for these."""

import re
from collections.abc import Callable, Iterable
from html import unescape

from hcsync.markup.canonical.links import known, reference
from hcsync.markup.tree import escape_attribute

_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)"')


def relinked(html: str, sites: Iterable[str], address: Callable[[str], str | None]) -> str:
    """`address` is given what a link refers to (`intercom:article/12@fr#h_1`) and returns the URL it is to have, None
    where it stays. `sites` are the readers' addresses of the help centers."""
    spelled = known(sites)

    def link(found: re.Match[str]) -> str:
        refers = reference(unescape(found[2]).strip(), spelled)
        url = address(refers) if refers else None
        return found[0] if url is None else f'{found[1]}{escape_attribute(url)}"'

    return _HREF.sub(link, html)
