"""Wire structs in, values of `model` and uniform per-locale contents out. Pure."""

import html
from collections.abc import Iterable, Mapping

import msgspec

from hcsync.errors import ApiError, ConfigError
from hcsync.intercom import wire
from hcsync.model.codes import Code
from hcsync.model.live import HelpCenter, Workspace


class Content(msgspec.Struct, frozen=True, gc=False):
    """One locale of an article: absent and null texts are "". `author_id` is digits, "" where none was sent;
    `state` "draft" or "published"; `url` None for drafts; `updated_at` Unix seconds, 0 where none was sent."""

    title: str
    description: str
    body: str
    author_id: str
    state: str
    url: str | None
    updated_at: int


class Name(msgspec.Struct, frozen=True, gc=False):
    """One locale of a collection."""

    title: str
    description: str


def contents(article: wire.Article, default_locale: str) -> dict[str, Content]:
    """The article's locales, the default one first.

    The root fields are the default locale's and win over an echo of it in `translated_content`. Which locale that is
    the article itself says where it can; `default_locale` is for help centers of one language, whose articles do not.
    A locale without title and body was never begun and is left out (observed).
    """
    root = article.default_locale or default_locale
    found = {root: _content(article)}
    for locale, text in _locales(article.translated_content):
        if locale != root and isinstance(text, wire.ArticleText) and (text.title or text.body):
            found[locale] = _content(text)
    return found


def names(collection: wire.Collection, default_locale: str) -> dict[str, Name]:
    """The collection's locales, the default one first; the rules are those of `contents`."""
    root = collection.default_locale or default_locale
    found = {root: _name(collection)}
    for locale, text in _locales(collection.translated_content):
        if locale != root and isinstance(text, wire.GroupText) and (text.name or text.description):
            found[locale] = _name(text)
    return found


def parent(article: wire.Article) -> str | None:
    """The id of the collection the article lies in, None for none. `parent_ids` is what counts, even when it is empty;
    `parent_id` is often out of date (2.10 document) and only chooses among several, or answers where the list is
    missing."""
    single = wire.text_id(article.parent_id)
    if not isinstance(article.parent_ids, list):
        return single
    ids = [known for value in article.parent_ids if (known := wire.text_id(value))]
    return single if single in ids else next(iter(ids), None)


def parent_of_collection(collection: wire.Collection) -> str | None:
    """The id of the collection above; None on the first level."""
    return wire.text_id(collection.parent_id)


def help_center_of(collection: wire.Collection) -> str | None:
    """The id of its help center; None where it was not sent, as below the first level (2.10 document)."""
    return wire.text_id(collection.help_center_id)


def seconds(value: object) -> int:
    """A moment as Unix seconds; 0 where none was sent."""
    return wire.whole(value) or 0


def workspace(
    me: wire.Me,
    help_centers: Iterable[wire.HelpCenter],
    admins: Iterable[wire.Admin],
    wanted_help_center: int | str | None = None,
) -> Workspace:
    """What the token opens. Without a wanted one the default help center is taken, which is the first (docs).

    Raises ConfigError if the wanted help center does not exist, ApiError if /me names no workspace.
    """
    if me.app is None:
        raise ApiError(
            "Intercom did not say which workspace the token belongs to.",
            operation="GET /me",
            hint="Use the access token of an app that is installed in the workspace.",
            code=Code.BAD_ANSWER,
        )
    people = {me.id: (me.name or "", me.email or "")}
    people.update((person.id, (person.name or "", person.email or "")) for person in admins)
    return Workspace(
        id=me.app.id_code,
        name=me.app.name or "",
        region=(me.app.region or "").strip().lower(),
        help_center=_chosen(list(help_centers), wanted_help_center),
        admins=people,
    )


def _chosen(help_centers: list[wire.HelpCenter], wanted: int | str | None) -> HelpCenter | None:
    if wanted is None:
        first = next((one for one in help_centers if one.default is True), None)
        first = first or next(iter(help_centers), None)
        return _help_center(first) if first else None
    for one in help_centers:
        if one.id == str(wanted):
            return _help_center(one)
    known = ", ".join(f"{one.id} ({one.display_name or one.identifier or 'unnamed'})" for one in help_centers)
    raise ConfigError(
        f"The workspace has no help center {wanted}.",
        hint=f"It has: {known}." if known else "It has no help center at all. Turn one on in Intercom's settings.",
        code=Code.UNKNOWN_HELP_CENTER,
    )


def _help_center(one: wire.HelpCenter) -> HelpCenter:
    """The address is made up from the domain or identifier where an older answer does not say it."""
    url = one.url
    if not url and one.custom_domain:
        url = f"https://{one.custom_domain}"
    if not url and one.identifier:
        url = f"https://intercom.help/{one.identifier}"
    return HelpCenter(one.id, one.display_name or one.identifier or "", (url or "").rstrip("/"))


def sites(help_centers: Iterable[wire.HelpCenter]) -> tuple[str, ...]:
    """The readers' addresses of all help centers, without a slash at their end: a link to one of them is internal.
    One with a domain of its own also answers at intercom.help (observed)."""
    found: dict[str, None] = {}
    for one in help_centers:
        domain = f"https://{one.custom_domain}" if one.custom_domain else ""
        intercom = f"https://intercom.help/{one.identifier}" if one.identifier else ""
        found |= {url.rstrip("/"): None for url in (one.url or "", domain, intercom) if url}
    return tuple(found)


def _content(text: wire.Article | wire.ArticleText) -> Content:
    return Content(
        title=_title(text.title),
        description=text.description or "",
        body=text.body or "",
        author_id=wire.text_id(text.author_id) or "",
        state=text.state or "draft",
        url=text.url or None,
        updated_at=seconds(text.updated_at),
    )


def _name(text: wire.Collection | wire.GroupText) -> Name:
    return Name(_title(text.name), text.description or "")


def _title(text: str | None) -> str:
    """A title or a name. They may come back escaped as in HTML (observed): sent so once more, they would be twice."""
    return html.unescape(text or "")


def _locales(translated: object) -> Iterable[tuple[str, object]]:
    """The pairs of a `translated_content`; none where it is absent, null or no object."""
    return translated.items() if isinstance(translated, Mapping) else ()
