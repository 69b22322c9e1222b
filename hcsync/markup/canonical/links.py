"""Links into the help center become references: `https://…/acme/fr/articles/12-x#h_1` → `intercom:article/12@fr#h_1`.

Slugs are opaque: Intercom makes them from titles and redirects old ones, so only id and locale count (docs).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from hcsync.markup.canonical.signatures import OWN_HOST, identity
from hcsync.markup.tree import Node

_TO_ENCODE = re.compile(r"[^A-Za-z0-9;/?:@&=+$,\-_.!~*'()#%]+|%(?![0-9A-Fa-f]{2})")
_KINDS = {"articles": "article", "collections": "collection"}


def refer(node: Node, sites: tuple[str, ...]) -> None:
    """`sites` as `known` gives them."""
    if node.tag == "a" and "href" in node.attrs:
        href = node.attrs["href"].strip()
        node.attrs["href"] = encoded(reference(href, sites) or _unsigned(href))


def _unsigned(href: str) -> str:
    """A file to download is signed like an image; elsewhere, what looks like a signature may be one that counts."""
    return identity(href) if OWN_HOST.match(href) else href


def reference(href: str, sites: tuple[str, ...]) -> str | None:
    """What `href` refers to in the help center, None where it leads elsewhere. `sites` as `known` gives them."""
    pattern = _pattern(sites) if "/" in href else None
    found = pattern.match(href) if pattern else None
    if found is None:
        return None
    locale, kind, number, fragment = found.groups()
    return f"intercom:{_KINDS[kind]}/{number}@{locale}{fragment or ''}"


def encoded(url: str) -> str:
    """An address with everything percent-encoded that must be; hcsync's own references as they are."""
    if url.startswith(("hcsync:", "intercom:")):
        return url
    return _TO_ENCODE.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), url)


def known(sites: Iterable[str]) -> tuple[str, ...]:
    """The sites in one spelling, without scheme and closing slash."""
    bare = (site.partition("://")[2] or site for site in sites)
    return tuple(sorted({site.strip("/").lower() for site in bare} - {""}))


@lru_cache(maxsize=64)
def _pattern(sites: tuple[str, ...]) -> re.Pattern[str] | None:
    if not sites:
        return None
    hosts = "|".join(map(re.escape, sites))
    return re.compile(
        rf"(?:https?:)?//(?:{hosts})/([A-Za-z]{{2,3}}(?:-[A-Za-z0-9]+)*)/(articles|collections)/(\d+)"
        rf"(?:-[^/?#]*)?/?(#.*)?\Z",
        re.IGNORECASE | re.DOTALL,
    )
