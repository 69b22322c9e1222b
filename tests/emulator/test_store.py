"""The database: made once, kept, shared, and whole after a kill."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from hcsync.emulator.rows import people
from hcsync.emulator.schema import prepare
from hcsync.emulator.settings import Admin, Settings, generated_admins
from hcsync.emulator.store import Store
from hcsync.errors import UsageError


def test_what_was_fixed_at_the_start_stays(tmp_path):
    settings = Settings(db=tmp_path / "new" / "x.db", name="Maison Bleue", locales=("en", "fr"))
    first = Store(settings)
    assert (first.name, first.identifier) == ("Maison Bleue", "maison-bleue")
    first.close()
    again = Store(replace(settings, name=None, region="eu"))
    assert (again.name, again.workspace) == ("Maison Bleue", first.workspace)
    again.close()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"workspace": "other"}, "whose workspace is 53f8b23b, not other."),
        ({"default_locale": "fr"}, "whose default locale is en, not fr."),
    ],
)
def test_another_workspace_or_language_is_another_help_center(tmp_path, change, message):
    settings = Settings(db=tmp_path / "x.db", locales=("en", "fr"))
    Store(settings).close()
    with pytest.raises(UsageError) as caught:
        Store(replace(settings, **change))
    assert caught.value.message == f"{tmp_path / 'x.db'} is a help center {message}"


def test_the_workspace_follows_from_the_name():
    assert Store(Settings()).workspace == Store(Settings()).workspace == "53f8b23b"
    assert Store(Settings(name="Other")).workspace != "53f8b23b"
    assert Store(Settings(workspace="ab12cd34")).workspace == "ab12cd34"


def test_teammates_are_those_given_or_those_kept(tmp_path):
    settings = Settings(db=tmp_path / "x.db")
    store = Store(settings)
    assert people.admins(store) == list(generated_admins(1))
    store.close()
    given = (Admin(9, "Nine", "nine@example.com"), Admin(3, "Three", "three@example.com"))
    Store(replace(settings, admins=given)).close()
    store = Store(settings)
    assert people.admins(store) == list(given)
    store.close()


@pytest.mark.parametrize("make", ["text", "other", "later", "folder"])
def test_what_is_no_help_center_is_left_alone(tmp_path, make):
    path = tmp_path / "x.db"
    if make == "text":
        path.write_text("something of the user's that is longer than a header\n" * 9)
    elif make == "folder":
        path.mkdir()
    else:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE mine (x)" if make == "other" else "PRAGMA user_version = 99")
        other.commit()
        other.close()
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UsageError):
        Store(Settings(db=path))
    assert (path.read_bytes() if path.is_file() else None) == before


def test_two_stores_write_to_one_file(tmp_path):
    settings = Settings(db=tmp_path / "x.db")
    stores = [Store(settings), Store(settings)]

    def fill(store):
        for _ in range(40):
            with store.transaction():
                store.change("INSERT INTO articles (created_at, updated_at) VALUES (1, 1)")

    threads = [threading.Thread(target=fill, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.value("SELECT count(*) FROM articles") for store in stores] == [80, 80]


def test_a_transaction_that_fails_leaves_nothing():
    store = Store(Settings())
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.change("INSERT INTO articles (created_at, updated_at) VALUES (1, 1)")
        raise ZeroDivisionError
    assert store.value("SELECT count(*) FROM articles") == 0


WRITER = """
import asyncio, sys
from pathlib import Path
import httpx
from hcsync.emulator.app import create_app
from hcsync.emulator.settings import Settings

async def main():
    app = create_app(Settings(db=Path(sys.argv[1]), locales=("en", "fr"), rate_limit=None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        client.headers["Authorization"] = "Bearer x"
        while True:
            body = {"title": "T", "author_id": 1, "body": "<p>x</p>", "translated_content": {"fr": {"title": "F"}}}
            print((await client.post("/articles", json=body)).json()["id"], flush=True)

asyncio.run(main())
"""


def test_what_was_answered_survives_a_kill_whole(tmp_path):
    path = tmp_path / "x.db"
    for round_ in range(2):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        answered = [writer.stdout.readline().strip() for _ in range(15 + round_ * 7)]
        os.kill(writer.pid, signal.SIGKILL)
        answered += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        store = Store(Settings(db=path, locales=("en", "fr")))
        assert store.value("PRAGMA integrity_check") == "ok"
        kept = {str(row["id"]) for row in store.rows("SELECT id FROM articles")}
        assert set(answered) <= kept
        assert store.value("SELECT count(*) FROM article_content") == 2 * len(kept)
        store.close()


def test_a_database_that_stays_locked_is_a_503(start, tmp_path):
    center = start({"db": tmp_path / "x.db"})
    center.store.rows("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert center.refused("POST", "/help_center/collections", {"name": "A"}) == (
        503,
        "service_unavailable",
        "The database is busy: database is locked",
    )
    assert center.get("/help_center/collections")["total_count"] == 0
    other.execute("ROLLBACK")
    other.close()
    center.post("/help_center/collections", {"name": "A"})


def test_a_database_whose_maker_died_after_the_tables_is_finished_by_the_next(tmp_path):
    with sqlite3.connect(tmp_path / "x.db", isolation_level=None) as connection:
        prepare(connection, "x.db")
    connection.close()
    store = Store(Settings(db=tmp_path / "x.db"))
    assert store.name == "Acme Help"
    assert [admin.id for admin in people.admins(store)] == [1]
    store.close()
