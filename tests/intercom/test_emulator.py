"""The client against the embedded help center: two readings of the same contract that share no code."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from hcsync.emulator.app import create_app
from hcsync.emulator.faults import Faults
from hcsync.emulator.quirks import Quirks
from hcsync.emulator.settings import Admin, Settings
from hcsync.errors import AmbiguousWrite, NotFound, Rejected, Unauthorized
from hcsync.intercom import convert
from hcsync.intercom.client import connect

HOST = "http://hcsync.localhost"
JANE = Admin(1295, "Jane", "jane@example.com")


@asynccontextmanager
async def opened(clock, *, token="t0k3n", attempts=8, **settings):
    given = {"token": "t0k3n", "locales": ("en", "fr", "de"), "admins": (JANE,), "rate_limit": None} | settings
    app = create_app(Settings(**given), clock=lambda: clock.time)
    try:
        timing = clock.impatient(attempts=attempts, first_contact=attempts)
        async with connect(HOST, token, read_only=False, app=app, timing=timing) as client:
            yield client
    finally:
        app.state.store.close()


def text(title, state="published"):
    return {
        "title": title,
        "description": "",
        "body": f"<p>{title}</p>",
        "author_id": 1295,
        "state": state,
    }


async def every(pages):
    return [item async for page in pages for item in page]


@pytest.mark.parametrize(
    "quirks",
    [
        {},
        {"echo-default-locale": "on", "missing-locales": "null", "paging-numbers": "string", "last-page-next": "null"},
        {"missing-locales": "empty", "nested-help-center": "inherit", "stale-parent": "on"},
    ],
)
def test_all_sixteen_operations(clock, quirks):
    async def main():
        async with opened(clock, quirks=Quirks(quirks)) as client:
            me, admins, centers = await client.me(), await client.admins(), await client.help_centers()
            space = convert.workspace(me, centers, admins, centers[0].id)
            assert space.admins == {"1295": ("Jane", "jane@example.com")}
            assert (await client.admin("1295")).email == "jane@example.com"
            assert (await client.help_center(space.help_center.remote_id)).url == centers[0].url

            billing = await client.create_collection({"name": "Billing", "parent_id": None})
            refunds = await client.create_collection({"name": "Refunds", "parent_id": billing.id})
            moved = await client.update_collection(
                refunds.id, {"name": "Money back", "translated_content": {"fr": {"name": "Remboursements"}}}
            )
            assert {locale: name.title for locale, name in convert.names(moved, "en").items()} == {
                "en": "Money back",
                "fr": "Remboursements",
            }
            assert convert.parent_of_collection(await client.collection(refunds.id)) == billing.id
            assert sorted([one.id for one in await every(client.collection_pages(1))]) == sorted(
                [billing.id, refunds.id]
            )

            made = await client.create_article(
                text("Hello")
                | {
                    "parent_id": int(refunds.id),
                    "parent_type": "collection",
                    "translated_content": {"fr": text("Bonjour", "draft")},
                }
            )
            assert convert.parent(made) == refunds.id
            found = convert.contents(await client.article(made.id), "en")
            assert [(locale, one.title, one.state, one.author_id) for locale, one in found.items()] == [
                ("en", "Hello", "published", "1295"),
                ("fr", "Bonjour", "draft", "1295"),
            ]
            assert (found["en"].url is None, found["fr"].url is None) == (False, True)
            changed = await client.update_article(
                made.id,
                {
                    "parent_id": int(billing.id),
                    "parent_type": "collection",
                    "translated_content": {"de": text("Hallo")},
                },
            )
            assert convert.parent(changed) == billing.id
            assert set(convert.contents(changed, "en")) == {"en", "fr", "de"}
            clock.time += 10
            hits = await client.search_articles("Hello", state="published", highlight=True)
            assert [one.id for one in hits.data.articles] == [made.id]

            await client.delete_article(made.id)
            with pytest.raises(NotFound):
                await client.delete_article(made.id)
            await client.delete_collection(refunds.id)
            assert await every(client.article_pages()) == []
            assert [one.id for one in await every(client.collection_pages())] == [billing.id]

    asyncio.run(main())


def test_a_help_center_of_one_language(clock):
    async def main():
        async with opened(clock, locales=("en",)) as client:
            made = await client.create_article(text("Hello"))
            assert made.translated_content is None
            assert list(convert.contents(made, "en")) == ["en"]

    asyncio.run(main())


def test_lists_in_the_fewest_requests(clock):
    async def main():
        async with opened(clock) as client:
            await asyncio.gather(*(client.create_article(text(f"Article {n}")) for n in range(60)))
            before = client.requests
            articles = await every(client.article_pages(25))
            assert len({one.id for one in articles}) == len(articles) == 60
            assert client.requests - before == 3

    asyncio.run(main())


def test_the_budget_is_never_overdrawn(clock):
    async def main():
        async with opened(clock, rate_limit=120) as client:  # 20 in each window
            await asyncio.gather(*(client.create_article(text(f"Article {n}")) for n in range(100)))
            return client.requests

    assert asyncio.run(main()) == 100
    assert clock.naps


def test_documented_refusals(clock):
    async def main():
        async with opened(clock) as client:
            with pytest.raises(Rejected) as no_author:
                await client.create_article({"title": "T"})
            with pytest.raises(Rejected) as no_name:
                await client.create_collection({"description": "D"})
            with pytest.raises(NotFound) as nothing:
                await client.article("999")
            with pytest.raises(NotFound) as nobody:
                await client.admin("999")
            return [
                (one.value.status, one.value.api_code, one.value.api_message)
                for one in (no_author, no_name, nothing, nobody)
            ]

    assert asyncio.run(main()) == [
        (400, "parameter_not_found", "author_id must be in the main body or default locale translated_content object"),
        (400, "parameter_not_found", "Name is a required parameter."),
        (404, "not_found", "Resource Not Found"),
        (404, "admin_not_found", "Admin not found"),
    ]


def test_a_wrong_token(clock):
    async def main():
        async with opened(clock, token="another") as client:
            with pytest.raises(Unauthorized) as caught:
                await client.me()
            return caught.value.api_code, client.requests

    assert asyncio.run(main()) == ("unauthorized", 1)


def test_through_a_storm_nothing_is_lost_or_doubled(clock):
    rates = {"429": 0.1, "500": 0.1, "503": 0.05, "reset-before": 0.05, "reset-after": 0.1, "truncated": 0.1}
    faults = Faults(rates | {"empty-200": 0.1}, seed=7)

    async def main():
        async with opened(clock, faults=faults, attempts=40) as client:
            made, doubtful = [], 0
            for number in range(40):
                try:
                    made.append((await client.create_article(text(f"Article {number}"))).id)
                except AmbiguousWrite:
                    doubtful += 1
            for ident in made:
                await client.update_article(ident, text(f"Changed {ident}"))
            live = {one.id: one.title for one in await every(client.article_pages(7))}
            assert {ident: live[ident] for ident in made} == {ident: f"Changed {ident}" for ident in made}
            assert len(live) <= 40
            assert doubtful
            for ident in live:
                await client.delete_article(ident)
            assert await every(client.article_pages()) == []

    asyncio.run(main())
