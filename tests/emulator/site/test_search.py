"""Search finds what can be found, and shows where."""


def hits(page):
    return page.texts(".hits h2")


def test_all_words_in_title_description_or_text(site):
    top = site.collection("Top", fr="Haut")
    inner = site.collection("Inner", top)
    fr = {"fr": {"title": "Remise", "body": "<p>Argent rendu</p>", "author_id": 1, "state": "published"}}
    number = site.article("Refunds", inner, "<p>Money back &amp; <b>more</b></p>", description="How it works")
    site.article("Invoices", top, "<p>A refund shows there. Works well.</p>", translated_content=fr)
    page = site.see("/help/en/search?q=REFUND++works")
    assert hits(page) == ["Refunds", "Invoices"]
    assert page.links(".hits a")[0] == ("Refunds", f"/help/en/articles/{number}-refunds")
    assert page.text("h1") == "2 results for “REFUND works”"
    assert page.texts(".hits .where") == ["Top › Inner", "Top"]
    assert page.texts(".hits mark") == ["Refund", "works", "refund", "Works"]
    assert page.one("input[name=q]").attributes["value"] == "REFUND works"
    assert hits(site.see("/help/en/search?q=money+back+%26+more")) == ["Refunds"]
    assert hits(site.see("/help/en/search?q=argent")) == []
    french = site.see("/help/fr/search?q=argent")
    assert (hits(french), french.text("h1")) == (
        ["Remise"],
        "1 résultat pour « argent »",
    )
    menu = {node.attributes["hreflang"]: node.attributes["href"] for node in french.tree.css(".tongues a")}
    assert menu == {"en": "/help/en/search?q=argent", "de": "/help/de/search?q=argent"}


def test_title_hits_come_first_then_the_last_updated(site):
    top = site.collection("Top")
    for title in ("Old apple", "Pear", "New apple"):
        site.center.clock.now += 10
        site.article(title, top, "<p>An apple a day</p>")
    assert hits(site.see("/help/en/search?q=apple")) == ["New apple", "Old apple", "Pear"]


def test_long_texts_are_cut_around_the_hit(site):
    top = site.collection("Top")
    site.article("Long", top, f"<p>{'before ' * 100}needle {'after ' * 100}</p>")
    summary = site.see("/help/en/search?q=needle").text(".hits li > p:last-child")
    assert summary.startswith("…before") and summary.endswith("after…") and " needle " in summary
    assert len(summary) < 250


def test_nothing_asked_and_nothing_found(site):
    assert site.see("/help/en/search").text("h1") == "Search"
    assert site.see("/help/en/search?q=+").text("h1") == "Search"
    assert site.see("/help/de/search?q={x}").text("h1") == "Nichts gefunden für „{x}“"


def test_letters_that_mean_something_elsewhere(site):
    top = site.collection("Top")
    site.article("100% (of) [it]* .+", top)
    for query in ("100%25", "(of)", "[it]*", ".%2B", "%", "_" * 3):
        assert hits(site.see(f"/help/en/search?q={query}")) in (["100% (of) [it]* .+"], [])
    assert hits(site.see("/help/en/search?q=(of)+[it]*")) == ["100% (of) [it]* .+"]


def test_other_scripts(site_in):
    site = site_in("ja")
    top = site.collection("日本語")
    site.article("プランを読む", top, "<p>差分を確認します。</p>")
    page = site.see("/help/ja/search?q=確認")
    assert (hits(page), page.texts("mark")) == (["プランを読む"], ["確認"])


def test_many_results_are_cut(site):
    top = site.collection("Top")
    for number in range(53):
        site.article(f"Apple {number}", top)
    page = site.see("/help/en/search?q=apple")
    assert (len(hits(page)), page.text("h1")) == (50, "53 results for “apple”")
    assert page.text(".nothing") == "The first 50 are shown."
