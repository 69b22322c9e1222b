"""A request body goes in; what it says of an article, locale by locale, comes out (nothing is stored here)."""

from dataclasses import dataclass
from typing import Any

from hcsync.emulator.api import fields
from hcsync.emulator.quirks import Quirks
from hcsync.emulator.refusal import Refusal, invalid, missing
from hcsync.emulator.rows import people
from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class Text:
    """What was sent for one locale. None: not sent."""

    title: str | None = None
    description: str | None = None
    body: str | None = None
    author_id: int | None = None
    state: str | None = None

    @property
    def says_nothing(self) -> bool:
        """Neither title nor body: a translation not started."""
        return not (self.title or "").strip() and not (self.body or "").strip()


@dataclass(frozen=True, slots=True)
class Sent:
    """A whole request: `main` is the default locale, `others` the rest (None: sent as null). `parent_sent` tells a
    parent_id of null from none at all."""

    main: Text
    others: dict[str, Text | None]
    parent_sent: bool
    parent_id: int | None

    @property
    def written(self) -> list[Text]:
        """The texts of all locales."""
        return [text for text in (self.main, *self.others.values()) if text is not None]


AUTHOR_MISSING = "author_id must be in the main body or default locale translated_content object"
"""The documented message (spec, POST /articles)."""


def read(store: Store, body: dict[str, Any]) -> Sent:
    """Raises Refusal for whatever cannot be."""
    settings, quirks = store.settings, store.settings.quirks
    main = _text(store, body, quirks)
    translations = fields.translations(body, settings.default_locale, settings.locales, quirks)
    others = {
        locale: None if item is None else _translation(store, locale, item, quirks)
        for locale, item in translations.items()
    }
    twin = others.pop(settings.default_locale, None)
    if twin is not None:
        main = _joined(main, twin) if quirks["default-locale-twice"] == "root" else _joined(twin, main)
    if quirks["empty-translation"] == "drop":
        others = {locale: text for locale, text in others.items() if text is None or not text.says_nothing}
    kind = body.get("parent_type")
    if kind not in (None, "collection", "section"):
        raise invalid("parent_type", "parent_type must be one of: collection, section")
    parent_sent = "parent_id" in body
    return Sent(main, others, parent_sent, fields.parent(body, "parent_id", quirks) if parent_sent else None)


def for_create(store: Store, sent: Sent) -> Sent:
    """The same, if it holds all that a new article needs."""
    fields.required("title", sent.main.title)
    if sent.main.author_id is None:
        raise missing(AUTHOR_MISSING)
    if not (sent.main.body or "").strip() and store.settings.quirks["empty-body"] == "refuse":
        raise invalid("body", "body can't be blank")
    return sent


def _translation(store: Store, locale: str, item: dict[str, Any], quirks: Quirks) -> Text:
    # A translation that is not started has an empty title, which is fine there.
    blank = item.get("title") == ""
    found = _text(store, {key: value for key, value in item.items() if key != "title"} if blank else item, quirks)
    if blank:
        found = Text("", found.description, found.body, found.author_id, found.state)
    if found.title is None and found.body is not None and quirks["untitled-translation"] == "refuse":
        raise invalid(f"translated_content.{locale}", "title can't be blank")
    return found


def _text(store: Store, body: dict[str, Any], quirks: Quirks) -> Text:
    author = fields.author(body)
    if author is not None:
        _check_author(store, author, quirks)
    return Text(
        title=fields.heading(body, "title", quirks),
        description=fields.text(body, "description", quirks),
        body=fields.text(body, "body", quirks),
        author_id=author,
        state=fields.state(body),
    )


def _check_author(store: Store, author: int, quirks: Quirks) -> None:
    answer = quirks["unknown-author"]
    if answer == "accept" or people.is_admin(store, author):
        return
    if answer == "404":
        raise Refusal(404, "admin_not_found", "Admin not found")
    if answer == "401":
        raise Refusal(401, "unauthorized", "The author is not allowed to write articles")
    raise invalid("author_id", "author_id must be a teammate on the help center's workspace")


def _joined(first: Text, second: Text) -> Text:
    """`first`, with what it does not say from `second`."""
    return Text(
        title=second.title if first.title is None else first.title,
        description=second.description if first.description is None else first.description,
        body=second.body if first.body is None else first.body,
        author_id=second.author_id if first.author_id is None else first.author_id,
        state=second.state if first.state is None else first.state,
    )
