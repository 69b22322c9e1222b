"""Teammates and help centers go in; their JSON as API 2.10 answers it comes out (fields: spec examples)."""

from typing import Any

from hcsync.emulator.rows.people import HelpCenter
from hcsync.emulator.settings import Admin
from hcsync.emulator.store import Store
from hcsync.emulator.wire import urls

_AVATAR = {
    "type": "avatar",
    "image_url": "https://static.intercomassets.com/assets/default-avatars/admins/128.png",
}


def admin(person: Admin, *, avatar: bool) -> dict[str, Any]:
    """A teammate; the avatar only where it was asked for (spec: display_avatar)."""
    item: dict[str, Any] = {
        "type": "admin",
        "id": str(person.id),
        "name": person.name,
        "email": person.email,
        "away_mode_enabled": False,
        "away_mode_reassign": False,
        "has_inbox_seat": True,
        "team_ids": [],
    }
    return {**item, "avatar": dict(_AVATAR)} if avatar else item


def me(store: Store, person: Admin) -> dict[str, Any]:
    """The teammate the token acts as, with the workspace."""
    return {
        "type": "admin",
        "id": str(person.id),
        "email": person.email,
        "name": person.name,
        "email_verified": True,
        "app": {
            "type": "app",
            "id_code": store.workspace,
            "name": store.name,
            "created_at": store.created_at,
            "secure": False,
            "identity_verification": False,
            "timezone": "America/Los_Angeles",
            "region": store.settings.region.upper(),
        },
        "avatar": dict(_AVATAR),
        "has_inbox_seat": True,
    }


def help_center(store: Store, center: HelpCenter) -> dict[str, Any]:
    return {
        "id": str(center.id),
        "workspace_id": store.workspace,
        "created_at": center.created_at,
        "updated_at": center.updated_at,
        "identifier": center.identifier,
        "website_turned_on": True,
        "display_name": center.display_name,
        "url": urls.home(store),
        "custom_domain": None,
    }
