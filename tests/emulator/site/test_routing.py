"""The ways in, the images, the style sheet."""

import pytest

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("", "en"), ("*", "en"), ("fr", "fr"), ("fr-CA,en;q=0.5", "fr"), ("es, de;q=0.3, fr;q=0.9", "fr"),
        ("fr;q=0, de", "de"), ("DE-at", "de"), ("xx;q=what, ,;", "en"), ("de;q=0.2,en;q=0.8", "en"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/help", "/help/"])
def test_the_browser_chooses_the_language(site, path, header, home):
    page = site.see(path, accept_language=header)
    assert (page.goes_to, page.answer.headers["vary"]) == (f"/help/{home}/", "Accept-Language")


def test_the_bare_address_leads_people_here_and_programs_nowhere(site):
    assert site.see("/").goes_to == "/help"
    answer = site.center.ask("GET", "/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (404, "error.list")


def test_static_files(site):
    css = site.see("/help/_static/site.css")
    assert (css.status, css.answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "url(" not in css.answer.text and "@import" not in css.answer.text
    assert site.see("/help/_static/site.css", if_none_match=css.answer.headers["etag"]).status == 304
    assert site.see("/help/_static/icon.svg").answer.headers["content-type"] == "image/svg+xml"
    for name in ("..%2Fapp.py", "%2e%2e", "nothing.css", "..%2Ftemplates%2Fbase.html", "%00.css"):
        assert site.see(f"/help/_static/{name}").status == 404


def test_images_that_were_kept_are_served(site_in, tmp_path):
    (tmp_path / "a b.svg").write_text(SVG)
    (tmp_path / "note.txt").write_text("text")
    site = site_in("en", assets=tmp_path)
    source = "https://hcsync.localhost/assets"
    page = site.shown(f'<p><img src="{source}/a%20b.svg" alt="A"><img src="{source}/note.txt"></p>')
    picture, note = (node.attributes["src"] for node in page.tree.css(".body img"))
    assert picture.startswith("/i/o/") and picture.endswith("/a-b.svg")
    answer = site.see(f"{picture}?expires=1&signature=x").answer
    assert (answer.text, answer.headers["content-type"]) == (SVG, "image/svg+xml")
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.see(picture, if_none_match=answer.headers["etag"]).status == 304
    assert site.see(note).answer.headers["content-type"] == "application/octet-stream"
    assert site.see("/i/o/none/1/2/x.png").status == 404


def test_images_that_were_not_kept_come_from_where_they_were(site):
    page = site.shown('<p><img src="https://example.com/pictures/a.png?x=1&amp;y=2" alt="A" width="20"></p>')
    assert dict(page.one(".body img").attributes) == {
        "src": "https://example.com/pictures/a.png?x=1&y=2", "alt": "A", "width": "20",
        "loading": "lazy",
    }  # fmt: skip
    stored = site.center.get("/articles")["data"][0]["body"]
    path = stored.partition('src="https://downloads.intercomcdn.com')[2].partition("?")[0]
    assert path.startswith("/i/o/") and site.see(path).status == 404
    unknown = "https://downloads.intercomcdn.com/i/o/x/1/2/y.png"
    assert site.shown(f'<p><img src="{unknown}?expires=900"></p>').one(".body img").attributes["src"] == unknown
