"""A stored title or name goes in; the same as the API says it comes out."""

import html

from hcsync.emulator.store import Store


def shown(store: Store, title: str) -> str:
    """Escaped as HTML where the quirk title-escaping is on."""
    return html.escape(title) if store.settings.quirks["title-escaping"] == "on" else title
