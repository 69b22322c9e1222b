"""Ids, titles and locales go in; the public URLs that the API answers come out (their form: observed)."""

from urllib.parse import quote

from hcsync.emulator.slug import slug
from hcsync.emulator.store import Store


def home(store: Store) -> str:
    return f"https://intercom.help/{store.identifier}"


def article(store: Store, article_id: int, locale: str, title: str) -> str:
    return f"{home(store)}/{locale}/articles/{_last(store, article_id, title)}"


def group(store: Store, group_id: int, locale: str, name: str) -> str:
    """A collection's page, or the bare home (quirk collection-url)."""
    if store.settings.quirks["collection-url"] == "root":
        return f"{home(store)}/"
    return f"{home(store)}/{locale}/collections/{_last(store, group_id, name)}"


def _last(store: Store, number: int, title: str) -> str:
    words = slug(title)
    if store.settings.quirks["url-encoding"] == "percent":
        words = quote(words)
    return f"{number}-{words}" if words else str(number)
