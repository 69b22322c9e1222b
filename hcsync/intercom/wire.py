"""JSON of the REST API 2.10 in, structs out. Unknown fields are skipped and wanted ones taken in every type they have
been seen in: ids and numbers as text or number, anything as null (2.10 document, docs, observed).
"""

from functools import cache
from typing import Any, TypeVar

import msgspec

Number = int | float | str | None
Id = int | str | None

T = TypeVar("T")


def text_id(value: object) -> str | None:
    """An id as text: 12, "12" and 12.0 are the same. None for null, "", 0 and what cannot be an id."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    known = str(value).strip()
    return known if known not in ("", "0") else None


def whole(value: object) -> int | None:
    """A whole number, be it sent as number or text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None


class ArticleText(msgspec.Struct, frozen=True, gc=False):
    """One locale inside an article's `translated_content` (`article_content`)."""

    title: str | None = None
    description: str | None = None
    body: str | None = None
    author_id: Id | float = None
    state: str | None = None
    url: str | None = None
    updated_at: Number = None


class GroupText(msgspec.Struct, frozen=True, gc=False):
    """One locale inside a collection's `translated_content` (`group_content`)."""

    name: str | None = None
    description: str | None = None


# Beside the locales stands the key "type", whose value is a text; what is no object is no locale (observed).
Scalar = str | int | float | bool | None


class Article(msgspec.Struct, frozen=True):
    """`article` and `article_list_item`. The root fields are the default locale's. `default_locale` and
    `translated_content` are absent in a help center of one language."""

    remote_id: int | str = msgspec.field(name="id")
    title: str | None = None
    description: str | None = None
    body: str | None = None
    author_id: Id | float = None
    state: str | None = None
    url: str | None = None
    created_at: Number = None
    updated_at: Number = None
    parent_id: Id | float = None
    parent_ids: list[Any] | Scalar = None
    default_locale: str | None = None
    translated_content: dict[str, ArticleText | list[Any] | Scalar] | list[Any] | Scalar = None

    @property
    def id(self) -> str:
        return str(self.remote_id)


class Collection(msgspec.Struct, frozen=True):
    """`collection`. `parent_id` is null on the first level; `help_center_id` may be null below it."""

    remote_id: int | str = msgspec.field(name="id")
    name: str | None = None
    description: str | None = None
    url: str | None = None
    created_at: Number = None
    updated_at: Number = None
    parent_id: Id | float = None
    help_center_id: Id | float = None
    default_locale: str | None = None
    translated_content: dict[str, GroupText | list[Any] | Scalar] | list[Any] | Scalar = None

    @property
    def id(self) -> str:
        return str(self.remote_id)


class Pages(msgspec.Struct, frozen=True):
    """`next` is a URL as text (the document says: an object), absent or null on the last page (observed)."""

    page: Number = None
    total_pages: Number = None
    next: Any = None


class ArticleList(msgspec.Struct, frozen=True):
    data: list[Article]
    pages: Pages | None = None
    total_count: Number = None


class CollectionList(msgspec.Struct, frozen=True):
    data: list[Collection]
    pages: Pages | None = None
    total_count: Number = None


class Piece(msgspec.Struct, frozen=True):
    """A run of a highlighted text; `type` is "highlight" or "plain"."""

    text: str | None = None
    type: str | None = None


class Highlight(msgspec.Struct, frozen=True):
    article_id: Id = None
    highlighted_title: list[Piece] | None = None
    highlighted_summary: list[list[Piece]] | None = None


class Found(msgspec.Struct, frozen=True):
    articles: list[Article]
    highlights: list[Highlight] | None = None


class SearchResult(msgspec.Struct, frozen=True):
    """The answer of GET /articles/search; `total_count` counts all matches, not those of this page."""

    data: Found
    pages: Pages | None = None
    total_count: Number = None


class HelpCenter(msgspec.Struct, frozen=True):
    """`url` and `custom_domain` came to every version in 2025; `default` to 2.16 (changelog)."""

    remote_id: int | str = msgspec.field(name="id")
    identifier: str | None = None
    display_name: str | None = None
    url: str | None = None
    custom_domain: str | None = None
    website_turned_on: Any = None
    default: Any = None

    @property
    def id(self) -> str:
        return str(self.remote_id)


class HelpCenterList(msgspec.Struct, frozen=True):
    data: list[HelpCenter]


class Admin(msgspec.Struct, frozen=True):
    """Its id is a text; the `author_id` of an article is the same as a number."""

    remote_id: int | str = msgspec.field(name="id")
    name: str | None = None
    email: str | None = None

    @property
    def id(self) -> str:
        return str(self.remote_id)


class AdminList(msgspec.Struct, frozen=True):
    admins: list[Admin]


class App(msgspec.Struct, frozen=True):
    id_code: str
    name: str | None = None
    region: str | None = None


class Me(msgspec.Struct, frozen=True):
    """`admin_with_app`: whom the token acts as, and in which workspace."""

    remote_id: int | str = msgspec.field(name="id")
    name: str | None = None
    email: str | None = None
    app: App | None = None

    @property
    def id(self) -> str:
        return str(self.remote_id)


class Deleted(msgspec.Struct, frozen=True):
    """`{id, object, deleted}`; that it came is all we ask."""


def decode(shape: type[T], data: bytes) -> T:
    """Raises msgspec.DecodeError for what is no JSON, and the narrower msgspec.ValidationError for another shape."""
    wanted: Any = shape
    value: T = _decoder(wanted).decode(data)
    return value


@cache
def _decoder(shape: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(shape)
