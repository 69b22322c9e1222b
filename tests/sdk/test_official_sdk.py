"""Intercom's own Python SDK, pointed at `hcsync emulator`, finds what it expects; its async client too."""

import asyncio
import inspect
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from intercom import (
    ArticleContent,
    ArticleTranslatedContent,
    AsyncIntercom,
    CreateArticleRequest,
    GroupContent,
    GroupTranslatedContent,
    Intercom,
)
from intercom.core.api_error import ApiError
from intercom.errors import BadRequestError, NotFoundError, UnauthorizedError

AUTHOR = 1295
UNKNOWN = 987_654_321
P = '<p class="no-margin">{}</p>'.format


@dataclass
class Sdk:
    """Either client of the SDK, so that one script drives both."""

    client: Any

    async def do(self, called: Any) -> Any:
        return await called if inspect.isawaitable(called) else called

    async def every(self, called: Any) -> list[Any]:
        pager = await self.do(called)
        return [item async for item in pager] if hasattr(pager, "__aiter__") else list(pager)


@asynccontextmanager
async def opened(kind, emulator, token=None, version=None):
    given = {"token": token or emulator.token, "base_url": emulator.url}
    if version:
        given["headers"] = {"Intercom-Version": version}
    if kind == "sync":
        with httpx.Client() as http:
            yield Sdk(Intercom(httpx_client=http, **given))
    else:
        async with httpx.AsyncClient() as http:
            yield Sdk(AsyncIntercom(httpx_client=http, **given))


both = pytest.mark.parametrize("kind", ["sync", "async"])


def french(title, body="Corps", **more):
    content = {"title": title, "body": body, "author_id": AUTHOR, "state": "published", **more}
    return ArticleTranslatedContent(
        type="article_translated_content", fr=ArticleContent(type="article_content", **content)
    )


def new(title, **more):
    return CreateArticleRequest(title=title, author_id=AUTHOR, **{"body": "Body", "state": "published", **more})


@both
def test_who_and_where(emulator, kind):
    async def main():
        async with opened(kind, emulator) as sdk:
            me = await sdk.do(sdk.client.admins.identify())
            assert (me.id, me.email, me.app.region) == ("1295", "teammate1295@example.com", "US")
            admins = (await sdk.do(sdk.client.admins.list())).admins
            assert [admin.id for admin in admins] == ["1295", "1296"]
            assert (await sdk.do(sdk.client.admins.find(1296))).name == "Teammate 1296"
            # The SDK asks for page after page until one is empty.
            centers = await sdk.every(sdk.client.help_centers.list())
            assert [center.identifier for center in centers] == ["acme-help"]
            assert await sdk.every(sdk.client.help_centers.list(per_page=1)) == centers
            assert await sdk.do(sdk.client.help_centers.find(int(centers[0].id))) == centers[0]

    asyncio.run(main())


@both
def test_collections(fresh, kind):
    """Nested, named in another language, renamed, moved, listed through all pages, deleted."""

    async def main():
        async with opened(kind, fresh) as sdk:
            collections, do = sdk.client.help_centers.collections, sdk.do
            names = GroupTranslatedContent(
                type="group_translated_content", fr=GroupContent(type="group_content", name="Un", description="d")
            )
            outer = await do(collections.create(name="One", description="All", translated_content=names))
            inner = await do(collections.create(name="Two", parent_id=outer.id))
            deep = await do(collections.create(name="Three", parent_id=inner.id))
            assert [one.parent_id for one in (outer, inner, deep)] == [None, outer.id, inner.id]
            assert (outer.name, outer.description, outer.translated_content.fr.name) == ("One", "All", "Un")
            listed = await sdk.every(collections.list(per_page=1))
            assert sorted(one.id for one in listed) == sorted(one.id for one in (outer, inner, deep))
            renamed = await do(collections.update(int(inner.id), name="Zwei"))
            assert (renamed.name, renamed.parent_id) == ("Zwei", outer.id)
            assert (await do(collections.update(int(deep.id), parent_id=outer.id))).parent_id == outer.id
            assert (await do(collections.find(int(outer.id)))).translated_content.fr.description == "d"
            for one in (deep, inner, outer):
                gone = await do(collections.delete(int(one.id)))
                assert (gone.id, gone.object, gone.deleted) == (one.id, "collection", True)
            with pytest.raises(NotFoundError):
                await do(collections.delete(int(outer.id)))
            assert await sdk.every(collections.list()) == []

    asyncio.run(main())


@both
def test_articles(fresh, kind):
    """Created with a translation in a collection, read, updated, listed through all pages, searched, deleted."""

    async def main():
        async with opened(kind, fresh) as sdk:
            articles, collections, do = sdk.client.articles, sdk.client.help_centers.collections, sdk.do
            home = await do(collections.create(name="Home"))
            away = await do(collections.create(name="Away"))
            made = []
            for number in range(7):
                request = new(
                    f"Title {number}",
                    parent_id=int(home.id),
                    parent_type="collection",
                    translated_content=french(f"Titre {number}", state="draft"),
                )
                made.append(await do(articles.create(request=request)))
            one = int(made[0].id)
            first = await do(articles.find(one))
            assert first == made[0]
            assert (first.title, first.body, first.state, first.author_id) == (
                "Title 0",
                P("Body"),
                "published",
                AUTHOR,
            )
            assert (first.parent_id, first.parent_ids, first.default_locale) == (int(home.id), [int(home.id)], "en")
            assert (first.translated_content.fr.title, first.translated_content.fr.state) == ("Titre 0", "draft")
            assert (first.statistics.views, first.translated_content.de) == (0, None)

            listed = await sdk.every(articles.list(per_page=3))
            assert sorted(article.id for article in listed) == sorted(article.id for article in made)
            assert {article.translated_content.fr.body for article in listed} == {P("Corps")}
            assert not any(hasattr(article, "statistics") for article in listed)

            changed = await do(
                articles.update(
                    one,
                    title="Größe",
                    parent_id=away.id,
                    translated_content=ArticleTranslatedContent(de=ArticleContent(title="Eins", body="<h2>x</h2>")),
                )
            )
            assert (changed.title, changed.body, changed.parent_ids) == ("Größe", P("Body"), [int(away.id)])
            assert changed.translated_content.fr == first.translated_content.fr
            assert changed.translated_content.de.body.startswith('<h1 id="h_')
            hidden = await do(articles.update(one, state="draft"))
            assert (hidden.state, hidden.url) == ("draft", None)

            found = await do(articles.search(phrase="größe", state="draft", highlight=True))
            assert ([article.id for article in found.data.articles], found.total_count) == ([made[0].id], 1)
            (marks,) = found.data.highlights
            assert [(mark.type, mark.text) for mark in marks.highlighted_title] == [("highlight", "Größe")]
            inside = await do(articles.search(phrase="body", state="published"))
            assert (inside.total_count, inside.data.highlights) == (6, [])

            for article in made:
                gone = await do(articles.delete(int(article.id)))
                assert (gone.id, gone.object, gone.deleted) == (article.id, "article", True)
            assert await sdk.every(articles.list()) == []
            for collection in (home, away):
                await do(collections.delete(int(collection.id)))

    asyncio.run(main())


def codes(error):
    body = error.body
    return [one["code"] for one in body["errors"]] if isinstance(body, dict) else [one.code for one in body.errors]


REFUSED = {
    "a missing title": (
        lambda c: c.articles.create(request={"author_id": AUTHOR}), BadRequestError, "parameter_not_found"
    ),
    "a missing author": (lambda c: c.articles.create(request={"title": "T"}), BadRequestError, "parameter_not_found"),
    "an unknown author": (
        lambda c: c.articles.create(request=CreateArticleRequest(title="T", author_id=UNKNOWN)),
        BadRequestError,
        "parameter_invalid",
    ),
    "an unknown state": (
        lambda c: c.articles.create(request=new("T", state="x")), BadRequestError, "parameter_invalid"
    ),
    "no body at all": (lambda c: c.articles.create(), BadRequestError, "parameter_invalid"),
    "an empty list item": (
        lambda c: c.articles.create(request=new("T", body="<ul><li></li></ul>")), BadRequestError, "unsupported_html"
    ),
    "a missing name": (lambda c: c.help_centers.collections.create(name=""), BadRequestError, "parameter_invalid"),
    # The SDK knows no 404 where something is made, and no 400 where something is changed or searched.
    "an unknown collection": (lambda c: c.articles.create(request=new("T", parent_id=UNKNOWN)), ApiError, "not_found"),
    "a state to look for": (lambda c: c.articles.search(phrase="a", state="x"), ApiError, "parameter_invalid"),
    "a page that cannot be": (lambda c: c.articles.list(page=0), ApiError, "parameter_invalid"),
    "an unknown article": (lambda c: c.articles.find(UNKNOWN), NotFoundError, "not_found"),
    "an unknown article to update": (lambda c: c.articles.update(UNKNOWN, title="T"), NotFoundError, "not_found"),
    "an unknown article to delete": (lambda c: c.articles.delete(UNKNOWN), NotFoundError, "not_found"),
    "an unknown collection to find": (lambda c: c.help_centers.collections.find(UNKNOWN), NotFoundError, "not_found"),
    "an unknown collection to update": (
        lambda c: c.help_centers.collections.update(UNKNOWN, name="N"), NotFoundError, "not_found"
    ),
    "an unknown help center": (lambda c: c.help_centers.find(UNKNOWN), NotFoundError, "not_found"),
    "an unknown teammate": (lambda c: c.admins.find(UNKNOWN), NotFoundError, "admin_not_found"),
}  # fmt: skip
STATUS = {"parameter_not_found": 400, "parameter_invalid": 400, "unsupported_html": 400}


@both
def test_what_is_refused(emulator, kind):
    async def main():
        told = {}
        async with opened(kind, emulator) as sdk:
            for name, (act, _, _) in REFUSED.items():
                with pytest.raises(ApiError) as caught:
                    await sdk.do(act(sdk.client))
                told[name] = (type(caught.value), caught.value.status_code, codes(caught.value))
            made = await sdk.do(sdk.client.articles.create(request=new("T")))
            for change in ({"state": "x"}, {"author_id": UNKNOWN}, {"title": " "}):
                with pytest.raises(ApiError) as caught:
                    await sdk.do(sdk.client.articles.update(int(made.id), **change))
                assert (caught.value.status_code, codes(caught.value)) == (400, ["parameter_invalid"])
            await sdk.do(sdk.client.articles.delete(int(made.id)))
        assert told == {name: (error, STATUS.get(code, 404), [code]) for name, (_, error, code) in REFUSED.items()}

    asyncio.run(main())


@both
def test_a_bad_token(emulator, kind):
    async def main():
        async with opened(kind, emulator, token="another") as sdk:
            c = sdk.client
            for act in (c.articles.list, c.help_centers.list, c.help_centers.collections.list, c.admins.list):
                with pytest.raises(UnauthorizedError) as caught:
                    await sdk.do(act())
                assert (caught.value.status_code, codes(caught.value)) == (401, ["unauthorized"])
            # The SDK knows no error of /me.
            with pytest.raises(ApiError) as caught:
                await sdk.do(c.admins.identify())
            assert caught.value.status_code == 401

    asyncio.run(main())


@both
@pytest.mark.parametrize("version", ["2.10", "2.11", "2.16", "Preview"])
def test_whatever_version_it_is_set_to(emulator, kind, version):
    async def main():
        async with opened(kind, emulator, version=version) as sdk:
            assert (await sdk.do(sdk.client.admins.identify())).id == "1295"
            made = await sdk.do(sdk.client.articles.create(request=new("T")))
            assert made.id in [article.id for article in await sdk.every(sdk.client.articles.list())]

    asyncio.run(main())
