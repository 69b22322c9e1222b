"""A live help center → files and state, with all that may be odd about one."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import TOKEN, Site, serving

from hcsync.config import load
from hcsync.emulator.quirks import TABLE, Quirks
from hcsync.emulator.settings import Admin
from hcsync.errors import UsageError
from hcsync.model.imported import Imported
from hcsync.report.imported import imported_text
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.import_live import import_live
from hcsync.workflow.importing.scope import Wish

ADMINS = (Admin(1, "Ada", "ada@example.com"), Admin(2, "Grace", "grace@example.com"))
BASE = "assets:\n  base_url: https://files.example.com/{commit}\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path / "repo", locales=("en", "fr", "ja"), admins=ADMINS) as site:
        site.config("en, fr, ja")
        yield site


def _collection(site: Site, name: str, parent: str | None = None, **more: Any) -> str:
    body = {"name": name, **({"parent_id": int(parent)} if parent else {}), **more}
    return str(site.call("POST", "/help_center/collections", body)["id"])


def _article(site: Site, title: str, body: str = "<p>Text.</p>", parent: str | None = None, **more: Any) -> str:
    where = {"parent_id": int(parent), "parent_type": "collection"} if parent else {}
    made = {"title": title, "body": body, "author_id": 1, "state": "published", **where, **more}
    return str(site.call("POST", "/articles", made)["id"])


def _import(site: Site, *collections: str, progress: Any = None, **wish: Any) -> Imported:
    config = load(site.root, {})
    dialogue = Dialogue(progress=progress) if progress else Dialogue()
    asked = Wish(collections, **wish)
    return asyncio.run(import_live(config, config.environment(), {"HELP_TOKEN": TOKEN}, asked, dialogue))


def _files(site: Site) -> list[str]:
    content = site.root / "content"
    return sorted(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())


def _text(site: Site, path: str) -> str:
    return (site.root / "content" / path).read_text(encoding="utf-8")


def _at_rest(site: Site) -> bool:
    plan = site.plan().plan
    return not (plan.pending or plan.changes or plan.drift or plan.conflicts or plan.orphans)


def test_collections_in_collections_and_articles_in_none(site: Site) -> None:
    top = _collection(site, "Billing", description="Money & such.")
    middle = _collection(site, "Cards", top)
    low = _collection(site, "Lost cards", middle)
    _article(site, "Lock it", parent=low, description="At once.")
    _article(site, "Welcome")
    done = _import(site)
    assert (done.collections, done.articles, done.files, done.diagnostics) == (3, 2, 5, ())
    assert _files(site) == [
        "en/billing/_collection.yml",
        "en/billing/cards/_collection.yml",
        "en/billing/cards/lost-cards/_collection.yml",
        "en/billing/cards/lost-cards/lock-it.md",
        "en/welcome.md",
    ]
    assert _text(site, "en/billing/_collection.yml") == "name: Billing\ndescription: Money & such.\n"
    assert _text(site, "en/billing/cards/lost-cards/lock-it.md") == (
        "---\ntitle: Lock it\ndescription: At once.\nauthor: ada@example.com\nstate: published\n---\n\nText.\n"
    )
    assert _at_rest(site)


def test_one_title_twice_and_titles_in_any_script(site: Site) -> None:
    first, second = _collection(site, "FAQ"), _collection(site, "FAQ")
    for parent in (first, first, second):
        _article(site, "How long?", parent=parent)
    for title in (
        "はじめに",
        "Настройка: шаг 1",
        "العربية",
        "🎉🎉",
        "README",
        "CON",
        "-- / ..",
        "a" * 300,
        "wörter " * 20,
    ):
        _article(site, title)
    done = _import(site)
    assert [each.code.value for each in done.diagnostics] == []
    files = [path.removeprefix("en/") for path in _files(site)]
    assert files[:6] == [
        "a" * 60 + ".md",
        "article-9100007.md",
        "article-9100008.md",
        "article-9100009.md",
        "article-9100010.md",
        "faq-2/_collection.yml",
    ]
    assert sorted(files[6:]) == sorted(
        [
            "faq-2/how-long.md",
            "faq/_collection.yml",
            "faq/how-long-2.md",
            "faq/how-long.md",
            "wörter-wörter-wörter-wörter-wörter-wörter-wörter-wörter.md",
            "はじめに.md",
            "настройка-шаг-1.md",
            "العربية.md",
        ]
    )
    assert _at_rest(site)


def test_languages_states_and_authors_that_differ_are_said_and_no_others(site: Site) -> None:
    top = _collection(site, "Start", translated_content={"fr": {"name": "Début"}})
    _article(
        site,
        "Install",
        parent=top,
        translated_content={
            "fr": {"title": "Installer", "body": "<p>Voilà.</p>", "author_id": 2, "state": "draft"},
            "ja": {"title": "導入", "body": "<p>どうぞ。</p>", "author_id": 1, "state": "published"},
        },
    )
    done = _import(site)
    assert _text(site, "fr/start/_collection.yml") == "name: Début\n"
    assert _text(site, "fr/start/install.md") == (
        "---\ntitle: Installer\nauthor: grace@example.com\nstate: draft\n---\n\nVoilà.\n"
    )
    assert _text(site, "ja/start/install.md") == "---\ntitle: 導入\n---\n\nどうぞ。\n"
    # Readers do not see the Japanese text: its collection has no name. A file must give it one.
    assert _text(site, "ja/start/_collection.yml") == "name: Start\n"
    assert [(str(one.place), one.code.value) for one in done.diagnostics] == [
        ("content/ja/start/_collection.yml:1:1", "HC321")
    ]
    (change,) = site.plan().plan.changes
    assert (str(change.address), {one.locale for one in change.fields}) == ("collection.start", {"ja"})


def test_authors_bear_the_names_of_the_configuration(site: Site) -> None:
    site.config("en", "authors:\n  grace: {production: 2}\n")
    _article(site, "One", author_id=1)
    _article(site, "Two", author_id=2)
    _import(site)
    assert "author_id: 1\n" in _text(site, "en/one.md")
    assert "author: grace\n" in _text(site, "en/two.md")
    assert _at_rest(site)


def test_links_become_paths(site: Site) -> None:
    top = _collection(site, "Billing")
    target = _article(
        site,
        "Refunds",
        "<h1>How long</h1><p>A week.</p>",
        top,
        translated_content={"fr": {"title": "Avoirs", "body": "<h1>Combien</h1><p>7 j.</p>", "state": "published"}},
    )
    live = site.call("GET", f"/articles/{target}")
    url, french = live["url"], live["translated_content"]["fr"]["url"]
    own = live["body"].partition('id="')[2].partition('"')[0]
    body = f'<p><a href="{url}#{own}">a</a> <a href="{french}">b</a> <a href="https://example.com/x">c</a></p>'
    _article(site, "Welcome", body)
    site.call("PUT", f"/help_center/collections/{top}", {"translated_content": {"fr": {"name": "F"}}})
    done = _import(site)
    assert done.diagnostics == ()
    assert _text(site, "en/welcome.md").partition("---\n\n")[2] == (
        f"[a](billing/refunds.md#how-long) [b]({french}) [c](https://example.com/x)\n"
    )
    assert _at_rest(site)


def test_titles_keep_what_joins_and_turns_letters(site: Site) -> None:
    titles = ("می\u200cخواهم", "👩\u200d💻 Developers", "soft\u00adhyphen", "\u202bעברית\u202c abc")
    for title in titles:
        _article(site, title)
    _article(site, "\u200b")
    done = _import(site)
    assert [each.code.value for each in done.diagnostics] == ["HC321"]
    assert 'the file says "Untitled"' in done.diagnostics[0].message
    assert "title: می\u200cخواهم\n" in _text(site, "en/می-خواهم.md")
    assert 'title: "👩\u200d💻 Developers"\n' in _text(site, "en/developers.md")
    assert [change.fields[0].field for change in site.plan().plan.changes] == ["title"]


def test_links_without_a_host_lead_where_browsers_take_them(site: Site) -> None:
    ident = _article(
        site, "Odd", '<p><a href="/acme/x?y#z">a</a> <a href="../12">b</a> <a href="c.md">c</a> <a href="#d">d</a></p>'
    )
    base = site.call("GET", f"/articles/{ident}")["url"].partition("/en/")[0]
    done = _import(site)
    assert [(str(each.place), each.message) for each in done.diagnostics] == [
        ("content/en/odd.md:7:1", f"body of article.odd ({ident}) says something else here than in Intercom"),
        *(
            (
                "content/en/odd.md:7:1",
                f'the link "{href}" names no host in Intercom; the file says where browsers take it',
            )
            for href in ("../12", "/acme/x?y#z", "c.md")
        ),
    ]
    assert _text(site, "en/odd.md").partition("---\n\n")[2] == (
        f"[a](https://intercom.help/acme/x?y#z) [b]({base}/en/12) [c]({base}/en/articles/c.md) [d](#d)\n"
    )
    assert [change.fields[0].field for change in site.plan().plan.changes] == ["body"]


def test_a_draft_without_a_title_says_why_it_is_not_at_rest(site: Site) -> None:
    ident = _article(site, "x", "<p>Notes.</p>", state="draft")
    # The editor saves a draft before it has a title; the API does not let us.
    _retitle(site, ident, "")
    done = _import(site)
    assert _files(site) == [f"en/article-{ident}.md"]
    assert "title: Untitled\n" in _text(site, f"en/article-{ident}.md")
    assert {str(one.place).rpartition(":")[0].partition(":")[0] for one in done.diagnostics} == {
        f"content/en/article-{ident}.md"
    }
    (change,) = site.plan().plan.changes
    assert [one.field for one in change.fields] == ["title"]


def _retitle(site: Site, ident: str, title: str) -> None:
    store = site.weather.app.state.store
    with store.transaction():
        store.change("UPDATE article_content SET title = ? WHERE article_id = ?", (title, int(ident)))


def test_only_a_collection_and_what_lies_in_it(site: Site) -> None:
    top = _collection(site, "Billing")
    inner = _collection(site, "Cards", top)
    other = _collection(site, "Start")
    _article(site, "Refunds", parent=top)
    _article(site, "Lost", parent=inner)
    _article(site, "Hello", parent=other)
    _article(site, "Loose")
    done = _import(site, "cards")
    assert _files(site) == [
        "en/billing/_collection.yml",
        "en/billing/cards/_collection.yml",
        "en/billing/cards/lost.md",
    ]
    assert (done.articles, done.collections) == (1, 2)
    assert _at_rest(site)
    rest = _import(site)
    assert (rest.articles, rest.collections) == (3, 1)
    assert _at_rest(site)
    with pytest.raises(UsageError, match="--collection Nope names no collection"):
        _import(site, "Nope")


def test_only_a_locale_and_the_others_later(site: Site) -> None:
    texts = {"fr": {"title": "Un", "body": "<p>Un.</p>"}, "ja": {"title": "一", "body": "<p>一。</p>"}}
    _article(site, "One", translated_content=texts)
    assert _import(site, locales=("fr",)).locales == ("en", "fr")
    assert _files(site) == ["en/one.md", "fr/one.md"]
    assert _at_rest(site)
    before = _text(site, "en/one.md")
    assert _import(site).files == 1
    assert _files(site) == ["en/one.md", "fr/one.md", "ja/one.md"]
    assert _text(site, "en/one.md") == before
    assert _at_rest(site)
    with pytest.raises(UsageError, match="does not list de"):
        _import(site, locales=("de",))


def test_a_text_in_a_locale_that_is_not_listed_is_told(site: Site) -> None:
    site.config("en")
    _article(site, "One", translated_content={"fr": {"title": "Un", "body": "<p>Un.</p>"}})
    done = _import(site)
    assert done.unlisted == {"fr": 1}
    assert "1 text in fr left out: hcsync.yml does not list this locale." in imported_text(done)
    assert _at_rest(site)


def test_files_that_are_there_are_never_written_over(site: Site) -> None:
    site.article("welcome", "My own words.", title="Welcome")
    mine = _text(site, "en/welcome.md")
    live = _article(site, "Welcome", "<p>Other words.</p>")
    _article(site, "Second")
    done = _import(site)
    assert _text(site, "en/welcome.md") == mine
    assert _files(site) == ["en/second.md", "en/welcome.md"]
    (told,) = done.diagnostics
    assert told.code.value == "HC320"
    assert told.hint == f"if so: hcsync adopt article.welcome {live}"


def test_what_equals_a_file_is_that_file(site: Site) -> None:
    site.article("hello", "Text.", title="Hello there")
    _article(site, "Hello there", "<p>Text.</p>")
    assert _import(site).files == 0
    assert _files(site) == ["en/hello.md"]


@pytest.mark.parametrize("quirk", ["body", "image-query=none", "heading-blanks=on"])
def test_what_markdown_cannot_say_stays_word_for_word(tmp_path: Path, quirk: str) -> None:
    name, _, value = quirk.partition("=")
    quirks = Quirks({name: value}) if value else Quirks({})
    body = (
        "<h2>A</h2><p>x</p><ul><li><p>a</p></li></ul><table><tbody><tr><td><p>1</p></td></tr></tbody></table>"
        '<div class="intercom-interblocks-callout" style="background-color: #feedaf80; border-color: #fbc91633;">'
        '<p>Mind.</p></div><pre><code>a\n  b</code></pre><p class="intercom-align-center">mid</p>'
        "<p>one<br>two &amp; <b>three</b></p><p><mark>odd</mark></p>"
    )
    with serving(tmp_path, locales=("en",), admins=ADMINS, quirks=quirks) as site:
        site.config("en")
        _article(site, "Everything", body)
        done = _import(site)
        assert done.diagnostics == ()
        assert _at_rest(site)


def test_a_run_that_was_stopped_goes_on_where_it_was(site: Site) -> None:
    top = _collection(site, "Billing")
    for number in range(8):
        _article(site, f"Article {number}", parent=top)

    class Stop(Exception):
        pass

    def stopping(_total: int) -> Any:
        left = iter(range(5))

        def step() -> None:
            if next(left, None) is None:
                raise Stop

        return step

    with pytest.raises(ExceptionGroup):
        _import(site, progress=stopping)
    assert not (site.root / "content").exists()
    done = _import(site)
    assert done.kept >= 4
    assert done.articles == 8
    assert not (site.root / ".hcsync/import/production").exists()
    assert _at_rest(site)


def test_nothing_is_written_to_intercom(site: Site) -> None:
    _article(site, "One")
    site.weather.seen.clear()
    _import(site)
    assert {method for method, _, _ in site.weather.seen} == {"GET"}
    assert json.loads((site.root / ".hcsync/production.state.json").read_text())["serial"] == 1


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def pictured(site: Site) -> Site:
    """An article with a picture of a colleague's, one of Intercom's, the same one again, and one that is lost."""
    site.config("en", BASE)
    shown = "".join(f'<img src="https://example.com/{name}.png">' for name in ("a", "b", "lost"))
    ident = _article(site, "Pictures", f"<h1>See</h1>{shown}<p>End.</p>")
    store = site.weather.app.state.store
    with store.transaction():
        store.change("UPDATE images SET media_type = 'image/png', bytes = ?", (PNG,))
        store.change("UPDATE images SET bytes = NULL WHERE source LIKE '%lost.png'")
    assert site.call("GET", f"/articles/{ident}")["body"].count("/i/o/") == 3
    return site


def test_pictures_become_files_named_by_their_bytes(pictured: Site) -> None:
    done = _import(pictured, locales=())
    images = [path for path in _files(pictured) if path.startswith("images/")]
    assert (len(images), done.pictures) == (1, 1)
    assert (pictured.root / "content" / images[0]).read_bytes() == PNG
    text = _text(pictured, "en/pictures.md")
    assert text.count(f"](../{images[0]})") == 2
    (told,) = done.diagnostics
    assert told.code.value == "HC322"
    assert told.place is not None
    assert "lost.png" in text.splitlines()[told.place.line - 1]
    assert "expires=" not in text
    assert _at_rest(pictured)


def test_a_picture_is_fetched_once(pictured: Site) -> None:
    heard: list[str] = []

    async def listen(_number: int, _method: str, path: str, _body: bytes) -> None:
        if path.startswith("/i/o/"):
            heard.append(path)

    pictured.weather.rule = listen
    _import(pictured)
    assert len(heard) - len(set(heard)) <= 1  # what is lost is asked for again, at an address signed anew


def test_pictures_may_stay(pictured: Site) -> None:
    done = _import(pictured, pictures=False)
    assert [path for path in _files(pictured) if path.startswith("images/")] == []
    assert _text(pictured, "en/pictures.md").count("](https://downloads.intercomcdn.com/i/o/") == 3
    assert done.remote == "as was asked"
    assert _at_rest(pictured)


def test_pictures_without_a_place_to_publish_them_from(site: Site) -> None:
    _article(site, "One")
    with pytest.raises(UsageError, match="names none"):
        _import(site, pictures=True)
    assert _import(site).remote == "hcsync.yml names no place to publish them from (assets)"


_BODY = (
    "<h2>A</h2><p>x <b>b</b> <i>i</i></p><ul><li><p>a</p></li></ul>"
    "<table><tbody><tr><td><p>1</p></td></tr></tbody></table><pre><code>a\n  b</code></pre>"
    '<h3>Deep</h3><p>one<br>two &amp; three</p><img src="https://example.com/a.png"><p><a href="#a">up</a></p>'
)
_TOO_MUCH = {("image-fetch", "on")}  # which asks the network


@pytest.mark.long
@pytest.mark.parametrize("name", [quirk.name for quirk in TABLE])
def test_whatever_intercom_may_do_the_plan_is_empty(tmp_path: Path, name: str) -> None:
    for value in next(quirk.values for quirk in TABLE if quirk.name == name):
        if (name, value) in _TOO_MUCH:
            continue
        quirks = Quirks({name: value})
        with serving(tmp_path / value, locales=("en", "fr"), admins=ADMINS, quirks=quirks) as site:
            site.config("en, fr", BASE)
            top = _collection(site, "Q & A <x>", translated_content={"fr": {"name": "Q & R"}})
            french = {"title": "Tom & Jérôme", "body": _BODY, "state": "draft", "author_id": 2}
            ident = _article(site, "Tom & Jerry", _BODY, top, translated_content={"fr": french})
            url = site.call("GET", f"/articles/{ident}")["url"]
            _article(site, "Second", f'<p><a href="{url}">l</a></p>', top)
            assert {one.code.value for one in _import(site).diagnostics} <= {"HC322"}
            assert _at_rest(site), value
