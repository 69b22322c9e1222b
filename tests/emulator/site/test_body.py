"""Bodies on the page: what they keep, where their links lead, and that nothing in them runs."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from hcsync.emulator.site.body import Heading, clean, page


def shown(html, identifier="acme", locate=lambda _: None):
    return page(html, identifier, locate).html


def unchanged(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<p class="no-margin">a <b>b</b> <i>i</i> <code>c</code><br>d</p>',
        '<p class="intercom-align-center no-margin">a</p>',
        '<h2 id="h_0123456789" class="intercom-align-center">T</h2>',
        '<ul><li><p class="no-margin">a</p><ol><li><p class="no-margin">b</p></li></ol></li></ul>',
        "<pre><code>a &lt;b&gt;\n  c</code></pre>",
        "<hr>",
        '<div class="intercom-interblocks-table-container"><table><tbody><tr><td>x</td></tr></tbody></table></div>',
        '<details><summary><h2>S</h2></summary><div class="collapsible-section-content"><p>x</p></div></details>',
        '<div class="intercom-container intercom-align-center"><img src="https://example.com/a.png" alt="A" width="20"'
        ' loading="lazy"></div>',
        '<a class="intercom-h2b-button" target="_blank" href="https://e.example" rel="noopener noreferrer">Go</a>',
        '<a href="mailto:a@example.com" rel="noopener noreferrer">m</a>',
    ],
)
def test_what_bodies_hold_stays(html):
    unchanged(html)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<style>*{display:none}</style>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' &#106;avascript:alert(1)'>x</a>",
        "<a href='java\tscript:x'>x</a>",
        "<a href='data:text/html,<script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<form action=//evil.example><input name=a></form>",
        "<iframe src='https://evil.example/'></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<iframe src='https://youtube.com.evil.example/x'></iframe>",
        "<iframe src='http://www.youtube.com/embed/x'></iframe>",
        "<iframe src='https://www.youtube.com@evil.example/'></iframe>",
        "<iframe src='//www.youtube.com/embed/x'></iframe>",
        "<iframe src='javascript:alert(1)//youtube.com'></iframe>",
        "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
        "<object data=x></object>",
        "<embed src=x>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<link rel=stylesheet href=//evil.example>",
        "<p style='background:url(//evil.example)'>x</p>",
        "<div style='position:fixed;inset:0'>x</div>",
        "<td style='width: expression(alert(1))'>x</td>",
        "<details ontoggle=alert(1) open>x</details>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><script>alert(1)</script></template>",
        "<!--><script>alert(1)</script>-->",
        "<p id=hc-main>x</p>",
        "<h1 id=hc-main>x</h1>",
        "<input autofocus onfocus=alert(1)>",
        "<select><template><style><!--</style><a rel='--></style></select><img id=x src onerror=alert(1)>'>",
        "<div class='band skip'>x</div>",
        "<a href='https://intercom.help/acme/en/articles/1-x\" onclick=\"alert(1)'>x</a>",
    ],
)
def test_hostile_bodies(html):
    safe(shown(html))


def safe(html):
    root = LexborHTMLParser(f"<div id=root>{html}</div>").css_first("#root")
    assert root.css("script, style, svg, math, form, input, object, embed, base, meta, link, template, noscript") == []
    for node in root.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), html
            if name in ("href", "src"):
                assert re.match(r"(https?:|mailto:|tel:|/|#|[^:]*$)", value or ""), html
            if name == "style":
                assert re.fullmatch(r"((background|border)-color: #[0-9a-f]{6};|width: [\d.]+(px|%);| )+", value), html
            if name == "id":
                assert not value.startswith("hc-") or value == "root", html
            if name == "class":
                assert re.fullmatch(
                    r"((intercom|tone|tint)-[a-z0-9-]+|no-margin|collapsible-section-content| )+", value
                )
        if node.tag == "iframe" and node.attributes.get("src"):
            assert re.match(r"https://([\w-]+\.)*(youtube|vimeo)\.com/", node.attributes["src"]), html


PARTS = st.sampled_from(
    [
        "<",
        ">",
        "</",
        '"',
        "'",
        "=",
        " ",
        "/",
        "a",
        "p",
        "img",
        "script",
        "svg",
        "style",
        "iframe",
        "h1",
        "div",
        "td",
        "table",
        " onerror=",
        " href=",
        " src=",
        " style=",
        " class=",
        "javascript:",
        "https://www.youtube.com/",
        "<!--",
        "-->",
        "math",
        "background-color: #fff",
        "url(x)",
        "&#106;",
        "&lt;",
        "\x00",
        "é",
        "intercom-x",
        "template",
        "title",
        "textarea",
        "xmp",
        "plaintext",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join))
def test_nothing_runs_whatever_the_body(html):
    found = shown(html)
    safe(found)
    assert clean(found) == found


def test_videos(site):
    source = "https://www.youtube.com/embed/abc?rel=0"
    frame = site.shown(f'<iframe src="{source}" onload="x()"></iframe>').one(".body iframe")
    assert frame.attributes["src"] == source
    assert frame.attributes["sandbox"] == "allow-scripts allow-same-origin allow-popups allow-presentation"
    assert (frame.attributes["loading"], frame.attributes.get("onload")) == ("lazy", None)
    assert frame.attributes["referrerpolicy"] == "strict-origin-when-cross-origin"
    assert frame.parent.attributes["class"] == "intercom-h2b-video"


@pytest.mark.parametrize(
    ("href", "here"),
    [
        ("https://intercom.help/acme/en/articles/12-old-title", "/help/en/articles/12-old-title"),
        ("https://intercom.help/acme/pt-BR/articles/12-x#h_0123456789", "/help/pt-BR/articles/12-x#h_0123456789"),
        ("https://intercom.help/acme/ja/articles/12-日本", "/help/ja/articles/12-%E6%97%A5%E6%9C%AC"),
        ("https://intercom.help/acme/ja/articles/12-%E6%97%A5?utm=1", "/help/ja/articles/12-%E6%97%A5"),
        ("https://intercom.help/acme/en/collections/7-top", "/help/en/collections/7-top"),
        ("http://intercom.help/acme/en/articles/12", "/help/en/articles/12"),
        ("https://intercom.help/acme/fr/", "/help/fr/"),
        ("https://intercom.help/acme/fr", "/help/fr/"),
        ("https://intercom.help/acme", "/help"),
    ],
)
def test_links_to_the_help_center_stay_here(href, here):
    html = f'<a href="{href}" target="_blank" class="intercom-content-link">x</a>'
    assert shown(html) == f'<a href="{here}" class="intercom-content-link" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    "href",
    [
        "https://intercom.help/other/en/articles/12-x",
        "https://intercom.help/acme-two/en/articles/12-x",
        "https://evil.example/acme/en/articles/12-x",
        "https://intercom.help/acme/en/else/12",
        "https://intercom.help.evil.example/acme/en/articles/12",
        "https://example.com",
    ],
)
def test_other_links_open_in_a_new_tab(href):
    assert f'<a href="{href}" target="_blank" rel="noopener noreferrer">x</a>' == shown(
        f'<a href="{href}" target="_blank">x</a>'
    )


def test_what_is_no_address_leads_nowhere():
    assert shown('<a href="https://[bad">x</a>') == '<a rel="noopener noreferrer">x</a>'


def test_links_can_be_followed(site):
    top = site.collection("Top")
    target = site.article("Target", top, "<h1>Part</h1><p>x</p>")
    url = site.center.get(f"/articles/{target}")["url"]
    page = site.shown(f'<p><a href="{url}">there</a></p>')
    ((_, href),) = page.links(".body a")
    assert site.see(href).text("h1") == "Target"
    site.center.put(f"/articles/{target}", {"title": "New name"})
    assert site.follow(href).text("h1") == "New name"


def test_anchors_on_the_page(site):
    page = site.shown('<h1>Part</h1><p><a href="#h_0123456789">down</a></p>')
    assert dict(page.one(".body a").attributes).get("target") is None
    assert re.fullmatch(r"h_[0-9a-f]{10}", page.one(".body h2").attributes["id"])


def test_headings_go_down_one_level_and_are_listed():
    folded = '<details><summary><h2 id="h_3">S</h2></summary></details>'
    body = f'<h1 id="h_1">A <b>b</b></h1><h2 id="h_2">C</h2><h2>none</h2>{folded}'
    found = page(body, "x", lambda _: None)
    assert found.headings == (Heading("h_1", 1, "A b"), Heading("h_2", 2, "C"))
    assert found.html.startswith('<h2 id="h_1">A <b>b</b></h2><h3 id="h_2">C</h3><h3>none</h3>')
    text = "<p>&lt;h1&gt; <code>&lt;/h1&gt;</code></p>"
    assert shown(text) == text


def test_images_are_looked_up():
    places = {"https://cdn.example/a": "/i/o/a"}
    assert shown('<img src="https://cdn.example/a" alt="A">', locate=places.get).startswith('<img src="/i/o/a" alt="A"')
    assert 'src="https://cdn.example/b"' in shown('<img src="https://cdn.example/b">', locate=places.get)
