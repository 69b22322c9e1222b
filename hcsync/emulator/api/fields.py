"""A JSON object goes in; one of its fields, checked, comes out. None means "not sent" throughout.

Ids are taken as numbers or as digits, since the description itself mixes them.
"""

import re
from typing import Any

from hcsync.emulator.quirks import Quirks
from hcsync.emulator.refusal import Refusal, invalid, mismatch, missing, not_found

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ID_LIMIT = 2**63
TITLE_LIMIT = 255
TEXT_LIMIT = 1_000_000


def heading(body: dict[str, Any], name: str, quirks: Quirks) -> str | None:
    """A title or a name: one line, not blank (quirk blank-title)."""
    found = _text(body, name)
    if found is None:
        return None
    if not found.strip() and quirks["blank-title"] == "refuse":
        raise invalid(name, f"{name} can't be blank")
    if _CONTROL.search(found):
        raise invalid(name, f"{name} must not contain control characters")
    if len(found) > TITLE_LIMIT and quirks["size-limits"] == "on":
        raise invalid(name, f"{name} is too long (maximum is {TITLE_LIMIT} characters)")
    return found


def text(body: dict[str, Any], name: str, quirks: Quirks) -> str | None:
    """A description or a body; null empties it."""
    found = _text(body, name) if body.get(name, "") is not None else ""
    if found is not None and len(found) > TEXT_LIMIT and quirks["size-limits"] == "on":
        raise invalid(name, f"{name} is too long (maximum is {TEXT_LIMIT} characters)")
    return found


def state(body: dict[str, Any]) -> str | None:
    if "state" not in body:
        return None
    found = body["state"]
    if found not in ("draft", "published"):
        raise invalid("state", "state must be one of: draft, published")
    return str(found)


def author(body: dict[str, Any]) -> int | None:
    if "author_id" not in body:
        return None
    found = _id(body["author_id"])
    if found is None:
        raise invalid("author_id", "author_id must be the id of a teammate")
    return found


def parent(body: dict[str, Any], name: str, quirks: Quirks) -> int | None:
    """The id of a collection or a help center; None for null, "" and 0. The caller asks first whether it was sent."""
    found = body[name]
    if found in (None, "", 0, "0") and not isinstance(found, bool):
        return None
    number = _id(found)
    if number is None:
        if isinstance(found, int) and not isinstance(found, bool):
            raise unknown_parent(name, quirks)
        raise invalid(name, f"{name} must be an id")
    return number


def unknown_parent(name: str, quirks: Quirks) -> Refusal:
    """There is nothing with that id (quirk unknown-parent)."""
    return not_found() if quirks["unknown-parent"] == "404" else invalid(name, f"{name} does not exist")


def translations(
    body: dict[str, Any], default: str, locales: tuple[str, ...], quirks: Quirks
) -> dict[str, dict[str, Any] | None]:
    """Locale → what was sent for it, None for null; by quirk without locales that are not enabled. Keys that are no
    locale (and the `type`) are passed over, as unknown fields are everywhere."""
    found = body.get("translated_content")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise mismatch("translated_content", "an object")
    sent: dict[str, dict[str, Any] | None] = {}
    for locale, item in found.items():
        if locale == "type" or not _LOCALE.fullmatch(locale):
            continue
        if locale != default and locale not in locales:
            if quirks["unlisted-locale"] == "refuse":
                raise invalid("translated_content", f"{locale} is not a locale of this help center")
            if quirks["unlisted-locale"] == "ignore":
                continue
        if item is None and quirks["locale-null"] == "refuse":
            raise invalid("translated_content", f"{locale} can't be null")
        if item is not None and not isinstance(item, dict):
            raise mismatch(f"translated_content.{locale}", "an object")
        sent[locale] = item
    return sent


def required(name: str, value: str | None) -> str:
    """A title or a name that must have been sent (message: spec, for a collection's name)."""
    if value is None:
        raise missing(f"{name.capitalize()} is a required parameter.")
    return value


def _text(body: dict[str, Any], name: str) -> str | None:
    if name not in body:
        return None
    found = body[name]
    if not isinstance(found, str):
        raise mismatch(name, "a string")
    return found


def _id(found: object) -> int | None:
    if isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) < 20:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 < found < _ID_LIMIT:
        return None
    return found
