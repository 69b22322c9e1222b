"""A visit goes in; the page it asked for, a redirect to that page's right address, or a "not found" comes out."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote_plus, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hcsync.emulator.body.images import ours
from hcsync.emulator.rows import articles, groups, people, site
from hcsync.emulator.rows.articles import Article
from hcsync.emulator.rows.site import Head
from hcsync.emulator.settings import Admin
from hcsync.emulator.site import addresses, body
from hcsync.emulator.site.catalogue import Shelf, article_locales, catalogue, collection_locales, served_locales
from hcsync.emulator.site.frame import Visit, answer
from hcsync.emulator.site.locales import negotiate, spelled
from hcsync.emulator.site.search import search
from hcsync.emulator.store import Store

_LONG = 3
"""Headings from which on an article gets a table of contents."""
_NEIGHBOURS = 4


def visit(store: Store, request: Request) -> Visit:
    """The locale is that of the path; where there is none of ours in it, the one the browser wants."""
    served = served_locales(store)
    named = request.path_params.get("locale") or request.path_params["rest"].partition("/")[0]
    wanted = negotiate(request.headers.get("accept-language", ""), served, store.settings.default_locale)
    return Visit(store, request, spelled(named, served) or wanted, served)


def home(asked: Visit) -> Response:
    paths = {one: addresses.home(one) for one in asked.served}
    return _aside(asked, paths) or answer(
        asked, "home.html", paths, shelves=catalogue(asked.store, asked.locale).shelves, link=_links(asked)
    )


def results(asked: Visit) -> Response:
    query = " ".join(asked.request.query_params.get("q", "").split())
    more = f"?q={quote_plus(query)}" if query else ""
    if spelled(asked.request.path_params["locale"], asked.served) is None:
        return missing(asked)
    shown = catalogue(asked.store, asked.locale)
    return answer(
        asked,
        "search.html",
        {one: addresses.search(one) + more for one in asked.served},
        query=query,
        results=search(asked.store, shown, query),
        lineages=shown.lineages,
        link=_links(asked),
    )


def collection(asked: Visit) -> Response:
    number = _number(asked)
    tree = groups.tree(asked.store)
    found = collection_locales(asked.store, number) if number is not None else set()
    paths = {
        one: addresses.collection(one, number, tree.by_id[number].namings[one].name)
        for one in asked.served
        if number is not None and one in found
    }
    aside = _aside(asked, paths)
    if aside is not None or number is None:
        return aside or missing(asked)
    shown = catalogue(asked.store, asked.locale)
    lineage = shown.lineages[number]
    return answer(asked, "collection.html", paths, shelf=shown.by_id[number], lineage=lineage[:-1], link=_links(asked))


def article(asked: Visit) -> Response:
    number = _number(asked)
    held = articles.get(asked.store, number) if number is not None else None
    paths = _article_paths(asked, held) if held is not None else {}
    aside = _aside(asked, paths)
    if aside is not None or held is None:
        return aside or missing(asked)
    content = held.contents[asked.locale]
    shown = catalogue(asked.store, asked.locale)
    lineage = shown.lineages[held.parent_id] if held.parent_id is not None else ()
    page = body.page(content.body, asked.store.identifier, lambda source: _image(asked.store, source))
    return answer(
        asked,
        "article.html",
        paths,
        content=content,
        stamp=datetime.fromtimestamp(content.updated_at, UTC).isoformat(),
        author=_author(asked.store, content.author_id),
        lineage=lineage,
        neighbours=_neighbours(lineage[-1].articles, held.id) if lineage else (),
        headings=page.headings if len(page.headings) >= _LONG else (),
        body=page.html,
        link=_links(asked),
    )


def missing(asked: Visit, paths: Mapping[str, str] | None = None) -> Response:
    """`paths` are those of the page in other locales, which are offered."""
    return answer(asked, "missing.html", paths or {}, status=404)


VIEWS: Mapping[str, Callable[[Visit], Response]] = {
    "home": home,
    "search": results,
    "collection": collection,
    "article": article,
    "missing": missing,
}


def _aside(asked: Visit, paths: Mapping[str, str]) -> Response | None:
    """A redirect if the page has another address (slug, case of the locale), "not found" if it has none here; None
    if it is to be shown. Titles change, so the redirect is not for ever."""
    if spelled(asked.request.path_params["locale"], asked.served) is None or asked.locale not in paths:
        return missing(asked, paths)
    path = paths[asked.locale]
    if path == addresses.quoted(asked.request.scope["path"]):
        return None
    return RedirectResponse(path, 302)


def _number(asked: Visit) -> int | None:
    """The id at the start of a path's last part."""
    digits = asked.request.path_params["tail"].partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def _article_paths(asked: Visit, held: Article) -> dict[str, str]:
    found = article_locales(asked.store, held)
    return {one: addresses.article(one, held.id, held.contents[one].title) for one in asked.served if one in found}


def _author(store: Store, author_id: int) -> Admin | None:
    """None for someone who is not a teammate any more."""
    return next((admin for admin in people.admins(store) if admin.id == author_id), None)


def _neighbours(heads: tuple[Head, ...], article_id: int) -> tuple[Head, ...]:
    """What comes after an article in its collection, then from its beginning."""
    place = next((place for place, head in enumerate(heads) if head.id == article_id), 0)
    return (heads[place + 1 :] + heads[:place])[:_NEIGHBOURS]


def _image(store: Store, source: str) -> str | None:
    """Where an image on Intercom's CDN is to be had: here if its bytes were kept, else where it came from."""
    url = ours(source)
    if url is None:
        return None
    path = urlsplit(url).path
    picture = site.picture(store, path)
    if picture is None:
        return None
    return path if picture.held else picture.source


def _links(asked: Visit) -> Callable[[Head | Shelf], str]:
    """How templates link."""

    def link(target: Head | Shelf) -> str:
        if isinstance(target, Shelf):
            return addresses.collection(asked.locale, target.id, target.name)
        return addresses.article(asked.locale, target.id, target.title)

    return link
