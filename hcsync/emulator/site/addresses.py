"""Ids, titles and locales go in; paths on this site come out, and Intercom's public URLs are read back into them."""

import re
from urllib.parse import quote, unquote, urlsplit

from hcsync.emulator.slug import slug

HOME = "/help"
_PAGE = re.compile(r"/(?P<locale>[A-Za-z-]{2,12})(?:/(?P<kind>articles|collections)/(?P<tail>[0-9]+[^/]*))?/?")


def home(locale: str) -> str:
    return f"{HOME}/{locale}/"


def search(locale: str) -> str:
    return f"{HOME}/{locale}/search"


def article(locale: str, article_id: int, title: str) -> str:
    return f"{HOME}/{locale}/articles/{quote(tail(article_id, title))}"


def collection(locale: str, collection_id: int, name: str) -> str:
    return f"{HOME}/{locale}/collections/{quote(tail(collection_id, name))}"


def tail(number: int, title: str) -> str:
    """The last part of a page's path, not percent-encoded: the id, and words for people."""
    words = slug(title)
    return f"{number}-{words}" if words else str(number)


def local(href: str, identifier: str) -> str | None:
    """The path here of a URL of this help center at Intercom (https://intercom.help/<identifier>/…, fragment and
    all); None for any other URL. The slug stays as it is: the page redirects to the right one."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    root = f"/{identifier}"
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != "intercom.help":
        return None
    if parts.path in (root, f"{root}/"):
        return HOME
    if not parts.path.startswith(f"{root}/"):
        return None
    hit = _PAGE.fullmatch(parts.path.removeprefix(root))
    if hit is None:
        return None
    place = f"/{hit['kind']}/{quote(unquote(hit['tail']))}" if hit["kind"] else "/"
    return f"{HOME}/{hit['locale']}{place}" + (f"#{parts.fragment}" if parts.fragment else "")


def quoted(path: str) -> str:
    """A decoded path as this site writes it."""
    return quote(path)
