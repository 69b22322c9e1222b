import asyncio

import pytest

from hcsync.errors import NotFound, Unavailable, UsageError
from hcsync.intercom.client import connect
from hcsync.version import __version__

ARTICLE = {"id": 8137, "type": "article", "title": "T"}
COLLECTION = {"id": "12", "name": "N", "parent_id": None}
LISTS = {
    "/me": {"type": "admin", "id": "1295", "name": "Jane", "email": "j@example.com", "app": {"id_code": "ab12"}},
    "/admins": {"type": "admin.list", "admins": [{"id": "1295", "avatar": "odd", "team_ids": "odder"}]},
    "/admins/1295": {"type": "admin", "id": 1295, "name": "Jane"},
    "/help_center/help_centers": {"type": "list", "data": [{"id": "1", "url": "https://help.acme.com"}]},
    "/help_center/help_centers/1": {"id": "1", "identifier": "acme"},
    "/articles": {"type": "list", "data": [ARTICLE], "pages": None, "total_count": 1},
    "/help_center/collections": {"type": "list", "data": [COLLECTION], "pages": {"total_pages": "1"}},
    "/articles/8137": ARTICLE,
    "/help_center/collections/12": COLLECTION,
    "/articles/search": {"type": "list", "total_count": 1, "data": {"articles": [ARTICLE], "highlights": []}},
}


def test_all_sixteen_operations(net, clock):
    def respond(seen):
        path = seen.target.split("?")[0]
        if seen.method == "DELETE":
            return net.as_json({"id": "1", "object": "article", "deleted": True})
        if seen.method == "POST":
            return net.as_json(ARTICLE if path == "/articles" else COLLECTION)
        return net.as_json(LISTS[path])

    script = net.Script(respond=respond)

    async def main():
        async with script.serving() as url, connect(url, net.token, read_only=False, timing=clock.timing) as client:
            got = [
                (await client.me()).app.id_code,
                [one.id for one in await client.admins()],
                (await client.admin("1295")).id,
                [one.id for one in await client.help_centers()],
                (await client.help_center("1")).identifier,
                [[one.id for one in page] async for page in client.article_pages()],
                (await client.article("8137")).id,
                (await client.create_article({"title": "T", "author_id": 1295})).id,
                (await client.update_article("8137", {"title": "Ü", "parent_id": None})).id,
                await client.delete_article("8137"),
                (await client.search_articles("the phrase", state="draft", highlight=True)).data.articles[0].id,
                [[one.id for one in page] async for page in client.collection_pages(20)],
                (await client.collection("12")).id,
                (await client.create_collection({"name": "N"})).id,
                (await client.update_collection("12", {"name": "M"})).id,
                await client.delete_collection("12"),
            ]
            return got, client.requests

    got, requests = asyncio.run(main())
    assert got == [
        *("ab12", ["1295"], "1295", ["1"], "acme"),
        *([["8137"]], "8137", "8137", "8137", None, "8137"),
        *([["12"]], "12", "12", "12", None),
    ]
    assert requests == 16
    assert [(one.line, one.body.decode()) for one in script.seen] == [
        ("GET /me", ""),
        ("GET /admins", ""),
        ("GET /admins/1295", ""),
        ("GET /help_center/help_centers", ""),
        ("GET /help_center/help_centers/1", ""),
        ("GET /articles?page=1&per_page=250", ""),
        ("GET /articles/8137", ""),
        ("POST /articles", '{"title":"T","author_id":1295}'),
        ("PUT /articles/8137", '{"title":"Ü","parent_id":null}'),
        ("DELETE /articles/8137", ""),
        ("GET /articles/search?phrase=the+phrase&state=draft&highlight=true", ""),
        ("GET /help_center/collections?page=1&per_page=20", ""),
        ("GET /help_center/collections/12", ""),
        ("POST /help_center/collections", '{"name":"N"}'),
        ("PUT /help_center/collections/12", '{"name":"M"}'),
        ("DELETE /help_center/collections/12", ""),
    ]
    for one in script.seen:
        wanted = {
            "accept": "application/json",
            "authorization": f"Bearer {net.token}",
            "content-type": "application/json",
            "intercom-version": "2.10",
            "user-agent": f"hcsync/{__version__}",
        }
        assert {name: one.headers[name] for name in wanted} == wanted


def test_host_may_have_a_path_and_a_slash(net, clock):
    script = net.Script([net.as_json(LISTS["/me"])])

    async def main():
        async with (
            script.serving() as url,
            connect(f"{url}/intercom/", net.token, read_only=True, timing=clock.timing) as client,
        ):
            await client.me()

    asyncio.run(main())
    assert script.seen[0].line == "GET /intercom/me"


@pytest.mark.parametrize("ident", ["", "..", "12/../../me", "12?x=1", "١٢", "abc", "-1"])
def test_what_is_no_id_is_not_found_without_asking(net, clock, ident):
    script = net.Script([net.as_json({})])

    async def main():
        async with script.serving() as url, connect(url, net.token, read_only=False, timing=clock.timing) as client:
            with pytest.raises(NotFound):
                await client.article(ident)
            with pytest.raises(NotFound):
                await client.delete_collection(ident)
            return client.requests

    assert asyncio.run(main()) == 0


@pytest.mark.parametrize("token", ["", "  ", "two words", "tok\u00e9n", "a\r\nX-Evil: 1"])
def test_a_token_that_cannot_be_sent(token):
    with pytest.raises(UsageError) as caught:
        connect("https://api.intercom.io", token, read_only=True)
    assert caught.value.code == "HC305"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "api.intercom.io",
        "ftp://x",
        "https://",
        "http://[",
        "http://a b",
        "file:///etc",
        "https://me:secret@x",
        "https://x?y=1",
    ],
)
def test_a_host_that_is_none(net, host):
    with pytest.raises(UsageError) as caught:
        connect(host, net.token, read_only=True)
    assert caught.value.code == "HC301"


def test_spaces_around_the_token_are_not_part_of_it(net, clock):
    script = net.Script([net.as_json(LISTS["/me"])])

    async def main():
        async with script.serving() as url, connect(url, f" {net.token}\n", read_only=True) as client:
            await client.me()

    asyncio.run(main())
    assert script.seen[0].headers["authorization"] == f"Bearer {net.token}"


def test_in_process_application_instead_of_the_network(net, clock):
    seen = []

    async def app(scope, receive, send):
        message = await receive()
        seen.append((scope["method"], scope["path"], dict(scope["headers"])[b"intercom-version"], message["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"id": 1, "title": "T"}'})

    async def main():
        async with connect("http://local", net.token, read_only=False, app=app, timing=clock.timing) as client:
            return await client.create_article({"title": "T"}), client.requests

    article, requests = asyncio.run(main())
    assert (article.id, article.title, requests) == ("1", "T", 1)
    assert seen == [("POST", "/articles", b"2.10", b'{"title":"T"}')]


@pytest.mark.parametrize("kind", ["raises", "says nothing", "breaks off"])
def test_a_failing_application_is_an_unavailable_one(net, clock, kind):
    async def app(scope, receive, send):
        if kind == "raises":
            raise ValueError("a bug")
        if kind == "breaks off":
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def main():
        async with connect("http://local", net.token, read_only=True, app=app, timing=clock.timing) as client:
            with pytest.raises(Unavailable):
                await client.me()

    asyncio.run(main())
