"""Calls about the token's owner, teammates and help centers go in; their answers come out."""

from typing import Any

from hcsync.emulator.api import paging
from hcsync.emulator.api.call import Call
from hcsync.emulator.refusal import Refusal, invalid, not_found
from hcsync.emulator.rows import people
from hcsync.emulator.wire import people as wire

PER_PAGE = 20


async def me(call: Call) -> dict[str, Any]:
    """GET /me."""
    return wire.me(call.store, people.admins(call.store)[0])


async def admins(call: Call) -> dict[str, Any]:
    """GET /admins; not paged."""
    avatar = flag(call, "display_avatar")
    found = people.admins(call.store)
    return {"type": "admin.list", "admins": [wire.admin(person, avatar=avatar) for person in found]}


async def admin(call: Call) -> dict[str, Any]:
    """GET /admins/{id}."""
    unknown = Refusal(404, "admin_not_found", "Admin not found")
    try:
        wanted = call.id
    except Refusal:
        raise unknown from None
    for person in people.admins(call.store):
        if person.id == wanted:
            return wire.admin(person, avatar=flag(call, "display_avatar"))
    raise unknown


async def help_centers(call: Call) -> dict[str, Any]:
    """GET /help_center/help_centers: a plain list, but SDKs page through it until it is empty."""
    stretch = paging.read(call.request, call.quirks, PER_PAGE)
    part = people.help_centers(call.store)[stretch.offset : stretch.offset + stretch.per_page]
    return {"type": "list", "data": [wire.help_center(call.store, center) for center in part]}


async def help_center(call: Call) -> dict[str, Any]:
    """GET /help_center/help_centers/{id}."""
    for center in people.help_centers(call.store):
        if center.id == call.id:
            return wire.help_center(call.store, center)
    raise not_found()


def flag(call: Call, name: str) -> bool:
    """A boolean of the query, as SDKs write it."""
    word = call.request.query_params.get(name, "false").lower()
    if word not in ("true", "false", "1", "0"):
        raise invalid(name, f"{name} must be true or false")
    return word in ("true", "1")
