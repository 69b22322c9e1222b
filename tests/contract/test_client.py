"""What our client sends, held to the official document: all sixteen operations, and whole applies."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn
from running import Folder

from hcsync.emulator.quirks import Quirks
from hcsync.errors import NotFound, Rejected, Unauthorized
from hcsync.intercom.client import connect

CONFIG = """\
default_locale: en
locales: [en, fr, ja]
environments:
  real: {{default: true, base_url: "{url}", token_env: HELP_TOKEN}}
authors:
  ann@example.com: {{real: 1}}
"""


def text(title, state="published"):
    return {"title": title, "description": "", "body": f"<p>{title}</p>", "author_id": 1, "state": state}


def check(center, *, every_operation):
    """Nothing was against the document, and every request of ours said which version it speaks."""
    ours = [exchange for exchange in center.recorder.exchanges if exchange.headers["user-agent"].startswith("hcsync/")]
    assert ours
    assert {exchange.headers.get("intercom-version") for exchange in ours} == {"2.10"}
    assert center.recorder.faults == []
    if every_operation:
        assert len({exchange.operation for exchange in ours if exchange.status == 200}) == 16


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"locales": ("en",)},
        {"quirks": Quirks({"missing-locales": "null", "echo-default-locale": "on", "last-page-next": "null"})},
        {"quirks": Quirks({"missing-locales": "empty", "nested-help-center": "inherit", "stale-parent": "on"})},
    ],
    ids=["several languages", "one language", "nulls", "blanks"],
)
def test_all_sixteen_operations(stage, settings):
    center = stage(**settings)

    async def main():
        async with center.client() as client:
            await client.me()
            await client.admin((await client.admins())[0].id)
            home = (await client.help_center((await client.help_centers())[0].id)).id
            outer = await client.create_collection({"name": "Billing", "help_center_id": int(home)})
            inner = await client.create_collection({"name": "Refunds", "parent_id": outer.id})
            naming = {"type": "group_translated_content", "fr": {"type": "group_content", "name": "Factures"}}
            await client.update_collection(outer.id, {"name": "Bills", "translated_content": naming})
            await client.update_collection(inner.id, {"parent_id": None})
            await client.collection(outer.id)
            french = {"type": "article_translated_content", "fr": {"type": "article_content", **text("Un", "draft")}}
            parent = {"parent_id": int(outer.id), "parent_type": "collection"}
            ids = []
            for number in range(5):
                made = await client.create_article(text(f"One {number}") | parent | {"translated_content": french})
                ids.append(made.id)
            await client.update_article(ids[0], text("Moved") | {"parent_id": inner.id, "parent_type": "collection"})
            await client.update_article(ids[1], text("Alone", "draft") | {"parent_id": None, "parent_type": None})
            await client.article(ids[1])
            assert len([article async for page in client.article_pages(2) for article in page]) == 5
            assert len([one async for page in client.collection_pages(1) for one in page]) == 2
            found = await client.search_articles(
                "one", state="published", help_center_id=home, highlight=True, page=1, per_page=2
            )
            assert found.data.articles
            assert found.data.highlights
            await client.search_articles("nothing like it", state="all")
            for ident in ids:
                await client.delete_article(ident)
            await client.delete_collection(inner.id)

    asyncio.run(main())
    check(center, every_operation=True)


def test_what_the_client_is_refused(stage, secret):
    center = stage()

    async def main():
        async with center.client() as client:
            for unknown in (client.article, client.collection, client.admin, client.help_center):
                with pytest.raises(NotFound):
                    await unknown("987654321")
            for gone in (client.delete_article, client.delete_collection):
                with pytest.raises(NotFound):
                    await gone("987654321")
            with pytest.raises(NotFound):
                await client.update_collection("987654321", {"name": "N"})
            with pytest.raises(Rejected):
                await client.create_article(text("T") | {"author_id": 99})
            with pytest.raises(Rejected):
                await client.create_article(text("T") | {"body": "<ul><li></li></ul>"})
        async with connect(secret.host, "another", read_only=True, app=center.recorder) as stranger:
            with pytest.raises(Unauthorized):
                await stranger.me()

    asyncio.run(main())
    check(center, every_operation=False)


@contextmanager
def serving(app):
    """The application on a real socket, in a thread, until the block ends."""
    config = uvicorn.Config(app, port=0, lifespan="off", ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()


def article(title, body="Text.\n", **more):
    keys = {"title": title, "author": "ann@example.com", "state": "published", **more}
    return "---\n" + "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items()) + f"---\n\n{body}"


def write_first(folder):
    files = {
        "en/guides/_collection.yml": "name: Guides\ndescription: All of them\n",
        "fr/guides/_collection.yml": "name: Guides (fr)\n",
        "ja/guides/_collection.yml": "name: ガイド\n",
        "en/guides/setup/_collection.yml": "name: Set-up\n",
        "fr/guides/setup/_collection.yml": "name: Installation\n",
        "ja/guides/setup/_collection.yml": "name: 設定\n",
        "en/guides/setup/deep/_collection.yml": "name: Deep\n",
        "fr/guides/setup/deep/_collection.yml": "name: Profond\n",
        "ja/guides/setup/deep/_collection.yml": "name: 深い\n",
        "en/guides/first.md": article("First", "See [second](setup/second.md) and [welcome](../welcome.md).\n"),
        "fr/guides/first.md": "---\ntitle: Premier\n---\n\nVoir [deux](setup/second.md).\n",
        "ja/guides/first.md": "---\ntitle: 最初\nstate: draft\n---\n\n本文\n",
        "en/guides/setup/second.md": article("Second", "To [first](../first.md).\n\n|a|b|\n|-|-|\n|1|2|\n"),
        "fr/guides/setup/second.md": "---\ntitle: Second (fr)\ndescription: Suite\n---\n\n- un\n- deux\n",
        "en/guides/setup/deep/third.md": article("Third", "```\ncode\n```\n", description="At the bottom"),
        "en/welcome.md": article("Welcome", "# Hello\n\n![a](https://pictures.example.com/a.png)\n", state="draft"),
        "fr/welcome.md": "---\ntitle: Bienvenue\n---\n\nBonjour.\n",
    }  # fmt: skip
    for name, content in files.items():
        folder.write(f"content/{name}", content)


def write_changes(folder):
    files = {
        "en/guides/first.md": article("First, renamed", "See [third](setup/deep/third.md).\n", collection=None),
        "fr/guides/first.md": "---\ntitle: Premier\n---\n\nAutre texte.\n",
        "ja/guides/first.md": "---\ntitle: 最初\nstate: published\n---\n\n本文\n",
        "en/guides/setup/second.md": article("Second", "New text.\n", collection="guides", state="draft"),
        "en/welcome.md": article("Welcome", "Hello again.\n", collection="guides/setup/deep"),
        "en/guides/setup/deep/_collection.yml": "name: Deep\nparent: null\n",
        "en/guides/setup/_collection.yml": "name: Set-up\ndescription: New\n",
        "ja/welcome.md": "---\ntitle: ようこそ\n---\n\n新しい\n",
    }
    for name, content in files.items():
        folder.write(f"content/{name}", content)


def articles(center):
    return {one["title"]: one for one in center.ask("GET", "/articles").json()["data"]}


def test_whole_applies(stage, secret, tmp_path):
    """Made, changed and moved, changed by somebody else and put back: each time planned, applied, planned again."""
    center = stage(locales=("en", "fr", "ja"))
    folder = Folder(tmp_path)
    token = {"HELP_TOKEN": secret.token}
    with serving(center.recorder) as url:
        folder.write("hcsync.yml", CONFIG.format(url=url))
        write_first(folder)
        folder.run("apply", "--auto-approve", **token)
        write_changes(folder)
        done = folder.run("apply", "--auto-approve", **token).stdout
        assert "4 updated, 1 unpublished, 0 deleted. 5 of 5 verified" in done, done
        for one in articles(center).values():
            center.ask(
                "PUT", f"/articles/{one['id']}", {"parent_id": None, "translated_content": {"fr": text("Autre")}}
            )
        done = folder.run("apply", "--auto-approve", "--on-drift", "overwrite", **token).stdout
        assert "verified" in done, done
        folder.run("plan", "--detailed-exitcode", **token)
    titles = articles(center)
    groups = {one["name"]: one for one in center.ask("GET", "/help_center/collections").json()["data"]}
    assert {title: one["parent_ids"] for title, one in titles.items()} == {
        "First, renamed": [],
        "Second": [int(groups["Guides"]["id"])],
        "Third": [int(groups["Deep"]["id"])],
        "Welcome": [int(groups["Deep"]["id"])],
    }
    assert groups["Deep"]["parent_id"] is None
    check(center, every_operation=False)
    assert {exchange.operation for exchange in center.recorder.exchanges} >= {
        "POST /articles",
        "PUT /articles/{id}",
        "POST /help_center/collections",
        "PUT /help_center/collections/{id}",
    }
