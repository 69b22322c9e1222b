"""A path below the content folder → what it is there: an article or collection in some locale, an asset, a stray."""

import unicodedata
from typing import NamedTuple

from hcsync.model.address import Address, Kind

COLLECTION_NAMES = frozenset({"_collection.yml", "_collection.yaml"})
ARTICLE_ENDINGS = (".md", ".markdown")
# What would end the key in a link (`hcsync:article.KEY@fr#heading`) or in a message.
_UNFIT = frozenset("#\\")


class Located(NamedTuple):
    """`locale` is the first folder. The key is in Unicode's form NFC, as the same name may be stored in two ways."""

    address: Address
    locale: str


def locate(path: str, locales: frozenset[str]) -> Located | None:
    """None for an asset. The key of a `_collection.yml` directly in a locale folder is ""."""
    locale, slash, rest = path.partition("/")
    if not slash or locale not in locales:
        return None
    folder, _, name = rest.rpartition("/")
    if name in COLLECTION_NAMES:
        return Located(Address(Kind.COLLECTION, _normal(folder)), locale)
    stem = article_stem(rest)
    return Located(Address(Kind.ARTICLE, _normal(stem)), locale) if stem else None


def article_stem(path: str) -> str | None:
    """The path without its ending, or None where it is no Markdown."""
    for ending in ARTICLE_ENDINGS:
        if path.lower().endswith(ending) and len(path.rpartition("/")[2]) > len(ending):
            return path[: -len(ending)]
    return None


def is_unfit(key: str) -> bool:
    """Whether a key could not be written into a link or a message."""
    return not _UNFIT.isdisjoint(key) or not key.isprintable()


def _normal(key: str) -> str:
    return key if key.isascii() else unicodedata.normalize("NFC", key)


def folder_of(key: str) -> str:
    """`billing/refunds` → `billing`; "" at the top."""
    return key.rpartition("/")[0]
