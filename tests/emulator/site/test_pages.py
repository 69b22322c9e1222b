"""What readers see, and what they do not, locale by locale."""

import pytest


def fr(title="Titre", body="<p>Texte</p>", state="published"):
    return {"fr": {"title": title, "body": body, "author_id": 1, "state": state}}


def switch(page):
    """Language → where its line in the menu leads, and whether that is this very page."""
    return {
        node.attributes["hreflang"]: (node.attributes["href"], "absent" not in (node.attributes.get("class") or ""))
        for node in page.tree.css(".tongues a")
    }


def test_home_shows_collections_that_hold_something(site):
    full, nested = site.collection("Full"), None
    nested = site.collection("Nested", full)
    site.collection("Empty")
    later = site.collection("Later & <b>")
    site.article("One", full)
    site.article("Two", nested)
    site.article("Hidden", later, state="draft")
    site.article("Three", later)
    page = site.see("/help/en/")
    assert page.status == 200
    assert page.links(".card a") == [
        ("Full", f"/help/en/collections/{full}-full"),
        ("Later & <b>", f"/help/en/collections/{later}-later-b"),
    ]
    assert page.texts(".card .count") == ["2 articles", "1 article"]
    assert page.texts(".card p:not(.count)") == ["About Full", "About Later & <b>"]
    assert page.text("title") == "Acme Help"
    assert dict(page.one("html").attributes) == {"lang": "en", "dir": "ltr"}
    assert page.one('link[rel="canonical"]').attributes["href"] == "https://api.intercom.io/help/en/"


def test_nothing_published(site):
    assert site.see("/help/de/").text("main") == "In dieser Sprache gibt es noch keine Artikel zum Stöbern."


def test_collection_with_what_lies_below(site):
    top = site.collection("Top", fr="Haut")
    middle = site.collection("Middle", top, fr="Milieu")
    deep = site.collection("Deep", middle)
    site.collection("Empty", top)
    first = site.article("First", top, description="What comes first")
    second = site.article("Second", middle)
    site.article("Third", deep)
    page = site.see(f"/help/en/collections/{top}-top")
    assert page.text("h1") == "Top"
    assert page.text("main > .title .count") == "3 articles"
    assert page.links(".inner h2 a") == [("Middle", f"/help/en/collections/{middle}-middle")]
    assert page.texts("main .rows .name") == ["First", "Second", "Deep"]
    assert page.links("main > .rows a") == [("First What comes first", f"/help/en/articles/{first}-first")]
    assert page.links(".inner > .rows:not(.folders) a") == [("Second", f"/help/en/articles/{second}-second")]
    inner = site.see(f"/help/en/collections/{deep}-deep")
    assert inner.texts(".crumbs li") == ["All collections", "Top", "Middle", "Deep"]
    assert switch(page) == {"fr": (f"/help/fr/collections/{top}-haut", True), "de": ("/help/de/", False)}
    assert site.see(f"/help/fr/collections/{deep}").status == 404


def test_an_empty_collection_has_a_page(site):
    empty = site.collection("Empty")
    assert site.see(f"/help/en/collections/{empty}-empty").text(".nothing") == "There are no articles here yet."


def test_article(site):
    top = site.collection("Top", fr="Haut")
    inner = site.collection("Inner", top, fr="Dedans")
    number = site.article(
        "What's new?", inner, "<h2>One</h2><p>Text</p>", description="All of it", author_id=2,
        translated_content=fr("Quoi de neuf ?"),
    )  # fmt: skip
    site.article("Other", inner)
    page = site.see(f"/help/en/articles/{number}-what-s-new")
    assert page.text("title") == "What's new? – Acme Help"
    assert page.text("article h1") == "What's new?"
    assert page.text("article .lead") == "All of it"
    assert page.one('meta[name="description"]').attributes["content"] == "All of it"
    assert page.text(".author") == "Written by Teammate 2"
    assert page.text(".date") == "Updated September 21, 2026"
    assert page.one("time").attributes["datetime"] == "2026-09-21T14:13:20+00:00"
    assert page.links(".crumbs a") == [
        ("All collections", "/help/en/"),
        ("Top", f"/help/en/collections/{top}-top"),
        ("Inner", f"/help/en/collections/{inner}-inner"),
    ]
    assert page.texts(".more h2") == ["More in Inner"]
    assert page.texts(".more .name") == ["Other"]
    assert switch(page) == {"fr": (f"/help/fr/articles/{number}-quoi-de-neuf", True), "de": ("/help/de/", False)}
    origin = "https://api.intercom.io"
    alternates = {n.attributes["hreflang"]: n.attributes["href"] for n in page.tree.css('link[rel="alternate"]')}
    assert alternates == {
        "en": f"{origin}/help/en/articles/{number}-what-s-new",
        "fr": f"{origin}/help/fr/articles/{number}-quoi-de-neuf",
        "x-default": f"{origin}/help/en/articles/{number}-what-s-new",
    }
    french = site.see(f"/help/fr/articles/{number}-quoi-de-neuf")
    assert (french.text("article h1"), french.text(".date")) == ("Quoi de neuf ?", "Mis à jour le 21 septembre 2026")


def test_headings_begin_below_the_title_and_long_articles_have_contents(site):
    short = site.shown("<h1>A</h1><p>x</p><h2>B</h2><p>x</p>")
    assert short.texts(".body h2, .body h3") == ["A", "B"]
    assert short.tree.css(".contents") == []
    long = site.shown("<h1>A</h1><p>x</p><h2>B &amp; <i>b</i></h2><p>x</p><h1>C</h1><p>x</p>")
    ids = [node.attributes["id"] for node in long.tree.css(".body h2, .body h3")]
    assert long.links(".contents a") == [(text, f"#{one}") for text, one in zip(["A", "B & b", "C"], ids, strict=True)]
    assert [node.attributes["class"] for node in long.tree.css(".contents li")] == ["level-1", "level-2", "level-1"]


def test_the_id_is_what_counts(site):
    number = site.article("Grüße aus 日本", translated_content=fr("Bon jour"))
    right = f"/help/en/articles/{number}-grusse-aus-%E6%97%A5%E6%9C%AC"
    for wrong in (f"{number}", f"{number}-old-title", f"{number}-grusse-aus-日本?x=1"):
        path = f"/help/en/articles/{wrong}"
        assert site.see(path).status == 200 if "日本" in wrong else site.see(path).goes_to == right
    assert site.see(right).text("h1") == "Grüße aus 日本"
    assert site.see(f"/help/EN/articles/{number}").goes_to == right
    assert site.see(f"/help/FR/articles/{number}-bon-jour").goes_to == f"/help/fr/articles/{number}-bon-jour"
    group = site.collection("Top")
    assert site.see(f"/help/en/collections/{group}-x").goes_to == f"/help/en/collections/{group}-top"
    assert site.see("/help/en").goes_to == "/help/en/"


@pytest.mark.parametrize("tail", ["abc", "-5", "0", "99999999999999999999", "٣", "1e3", "9100001x"])
@pytest.mark.parametrize("kind", ["articles", "collections"])
def test_no_such_id(site, kind, tail):
    site.article("There is one")
    page = site.see(f"/help/en/{kind}/{tail}")
    assert (page.status, page.text("h1")) == (404, "Page not found")


def test_drafts_are_not_there(site):
    top = site.collection("Top", fr="Haut")
    draft = site.article("Draft", top, state="draft", translated_content=fr())
    assert site.see(f"/help/en/articles/{draft}-draft").status == 404
    assert site.see(f"/help/fr/articles/{draft}-titre").status == 200
    assert site.see("/help/en/").texts(".card") == []
    published = site.article("Published", top, translated_content=fr(state="draft"))
    page = site.see(f"/help/fr/articles/{published}")
    assert page.status == 404
    assert page.links(".choices a") == [("English", f"/help/en/articles/{published}-published")]


def test_unnamed_collections_hide_what_they_hold(site):
    top = site.collection("Top")
    inner = site.collection("Inner", top, fr="Dedans")
    number = site.article("Title", inner, translated_content=fr())
    assert site.see("/help/fr/").texts(".card") == []
    assert site.see(f"/help/fr/articles/{number}-titre").status == 404
    assert site.see(f"/help/fr/collections/{inner}-dedans").status == 404
    assert site.see("/help/fr/search?q=Texte").texts(".hits li") == []
    assert switch(site.see(f"/help/en/articles/{number}-title"))["fr"] == ("/help/fr/", False)
    site.center.put(f"/help_center/collections/{top}", {"translated_content": {"fr": {"name": "Haut"}}})
    assert site.see(f"/help/fr/articles/{number}-titre").texts(".crumbs li") == [
        "Toutes les collections", "Haut", "Dedans", "Titre",
    ]  # fmt: skip
    assert site.see("/help/fr/").texts(".card .count") == ["1 article"]
    assert len(site.see("/help/fr/search?q=Texte").texts(".hits li")) == 1


def test_unlisted_articles_have_a_page_and_nothing_else(site):
    number = site.article("Secret")
    page = site.see(f"/help/en/articles/{number}-secret")
    assert page.status == 200
    assert page.texts(".crumbs li") == ["All collections", "Secret"]
    assert page.one('meta[name="robots"]').attributes["content"] == "noindex"
    assert page.texts(".more") == []
    assert site.see("/help/en/").texts(".card") == []
    assert site.see("/help/en/search?q=Secret").text("h1") == "Nothing found for “Secret”"


@pytest.mark.parametrize(
    "path",
    ["/help/xx/", "/help/en/nothing", "/help/en/articles/", "/help/_static/none.css", "/help/en/articles/1/2",
     "/help/xx/articles/9100001", "/help/xx/collections/1", "/help/xx/search?q=a", "/help/en//"],
)  # fmt: skip
def test_no_such_page(site, path):
    site.article("There is one")
    page = site.see(path, accept_language="de")
    assert page.status == 404
    if "_static" not in path:
        language = "de" if "/xx/" in path else "en"
        assert page.one("html").attributes["lang"] == language
        assert "default-src 'none'" in page.answer.headers["content-security-policy"]


def test_right_to_left(site_in):
    site = site_in("en", "ar", "he", "fa")
    group = site.collection("Top", ar="أعلى", he="למעלה", fa="بالا")
    text = {
        locale: {"title": "عنوان", "body": "<p>نص</p>", "author_id": 1, "state": "published"}
        for locale in ("ar", "he", "fa")
    }
    number = site.article("Title", group, translated_content=text)
    for locale in ("ar", "he", "fa"):
        page = site.follow(f"/help/{locale}/articles/{number}")
        assert dict(page.one("html").attributes) == {"lang": locale, "dir": "rtl"}
    assert site.see("/help/en/").one("html").attributes["dir"] == "ltr"


def test_one_language_needs_no_menu(site_in):
    page = site_in("en").see("/help/en/")
    assert (page.tree.css(".tongues"), page.tree.css('link[rel="alternate"]')) == ([], [])


def test_locales_that_are_stored_but_not_enabled_are_shown(site):
    text = {"pt-BR": {"title": "Título", "body": "<p>Texto</p>", "author_id": 1, "state": "published"}}
    number = site.article("Title", translated_content=text)
    page = site.see(f"/help/pt-BR/articles/{number}-titulo")
    assert page.text("h1") == "Título"
    assert switch(page)["en"] == (f"/help/en/articles/{number}-title", True)
    assert page.text('.tongues [aria-current="true"]') == "Português (Brasil)"


def test_an_author_who_left_is_not_named(start, site_in):
    site = site_in("en")
    number = site.article("Title")
    store = site.center.store
    with store.transaction():
        store.change("UPDATE article_content SET author_id = 77")
    page = site.see(f"/help/en/articles/{number}-title")
    assert (page.texts(".author"), page.texts(".face"), len(page.texts(".date"))) == ([], [], 1)


def test_texts_are_escaped(site):
    hostile = '"><script>alert(1)</script>'
    group = site.collection(hostile)
    site.center.put(f"/help_center/collections/{group}", {"description": hostile})
    number = site.article(hostile, group, description=hostile)
    for path in (
        "/help/en/",
        f"/help/en/collections/{group}-script-alert-1-script",
        f"/help/en/articles/{number}-script-alert-1-script",
        f"/help/en/search?q={hostile}",
        "/help/en/<script>",
    ):
        page = site.see(path)
        assert page.status == (404 if path.endswith("/<script>") else 200)
        assert page.tree.css("script") == []


@pytest.mark.parametrize("path", ["/help/en/", "/help/en/search?q=x", "/help/en/nothing", "/help/fr/"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing(site, path):
    page = site.see(path)
    fetched = page.tree.css("[src], link:not([rel='canonical']):not([rel='alternate'])")
    loaded = [node.attributes.get("src") or node.attributes.get("href") for node in fetched]
    assert loaded == ["/help/_static/icon.svg", "/help/_static/site.css"]
    assert page.tree.css("script, style, [style], [onclick], [onload]") == []
    policy = page.answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'self';" in policy
    assert "script-src" not in policy
    assert "base-uri 'none'; frame-ancestors 'none'" in policy
    assert page.answer.headers["x-content-type-options"] == "nosniff"
