"""A collection goes in; its JSON as API 2.10 answers it (without a type, since 2.10) comes out."""

from typing import Any

from hcsync.emulator.rows.groups import Group, Naming
from hcsync.emulator.store import Store
from hcsync.emulator.wire import urls
from hcsync.emulator.wire.words import shown


def full(store: Store, group: Group) -> dict[str, Any]:
    """One collection; lists hold the same."""
    settings = store.settings
    main = group.namings[settings.default_locale]
    own_center = group.parent_id is None or settings.quirks["nested-help-center"] == "inherit"
    item: dict[str, Any] = {
        "id": str(group.id),
        "workspace_id": store.workspace,
        "name": shown(store, main.name),
        "description": main.description,
        "created_at": group.created_at,
        "updated_at": group.updated_at,
        "url": urls.group(store, group.id, settings.default_locale, main.name),
        "icon": group.icon,
        "order": group.position,
        "parent_id": None if group.parent_id is None else str(group.parent_id),
        "help_center_id": group.help_center_id if own_center else None,
    }
    if settings.multilingual:
        item["default_locale"] = settings.default_locale
        item["translated_content"] = _translations(store, group)
    return item


def _translations(store: Store, group: Group) -> dict[str, Any]:
    settings = store.settings
    shown_locales: dict[str, Any] = {"type": "group_translated_content"}
    missing = settings.quirks["missing-locales"]
    for locale in dict.fromkeys((*settings.locales, *group.namings)):
        if locale == settings.default_locale and settings.quirks["echo-default-locale"] == "off":
            continue
        naming = group.namings.get(locale)
        if naming is None and missing == "null":
            shown_locales[locale] = None
            continue
        if naming is None and missing == "empty":
            naming = Naming("", "")
        if naming is not None:
            shown_locales[locale] = {
                "type": "group_content",
                "name": shown(store, naming.name),
                "description": naming.description,
            }
    return shown_locales
