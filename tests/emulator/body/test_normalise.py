"""Bodies: what is sent and what is stored, construct by construct."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

P = '<p class="no-margin">{}</p>'.format
LI = "<li>{}</li>".format
UL = "<ul>{}</ul>".format
_TABLE = '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>{}</tbody></table></div>'
TABLE = _TABLE.format
CELLS = "<tr><td>{}</td></tr>".format
BOX = '<div class="intercom-container{}">{}</div>'.format
CDN = "https://downloads.intercomcdn.com/i/o/53f8b23b/1000000001"
IDS = re.compile(r' id="h_[0-9a-f]{10}"')
QUERIES = re.compile(r'\?expires=[^"]*')


def link(href, text):
    return f'<a href="{href}" target="_blank" class="intercom-content-link">{text}</a>'


TEXTS = {
    "nothing": ("", ""),
    "blank": (" \n ", ""),
    "plain text": ("Body of the Article", P("Body of the Article")),
    "plain text with signs": ("1 < 2 & 3 > 2", P("1 &lt; 2 &amp; 3 &gt; 2")),
    "bold and italic": ("<p><strong>a</strong><em>b</em><b>c</b><i>d</i></p>", P("<b>a</b><i>b</i><b>c</b><i>d</i>")),
    "no-break space": ("<p>a&nbsp;b</p>", P("a&nbsp;b")),
    "unknown tags are taken off": ("<p><u>a</u> <span style='x'>b</span> <del>c</del></p>", P("a b c")),
    "tags that hold nothing": ("<p>a<b></b><i><b></b></i></p>", P("a")),
    "line break": ("<p>a<br/>b</p>", P("a<br>b")),
    "inline code": ("<p><code>a &lt; b</code></p>", P("<code>a &lt; b</code>")),
    "alignment comes first": (
        "<p class='x intercom-align-center'>a</p>", '<p class="intercom-align-center no-margin">a</p>'
    ),
    "alignment of a wrapper": (
        "<div class='intercom-align-right'>a</div>", '<p class="intercom-align-right no-margin">a</p>'
    ),
    "divs are paragraphs": ("<div>a<div>b</div>c</div>", P("a") + P("b") + P("c")),
    "a quote": ("<blockquote><p>a</p><p>b</p></blockquote>", P("a") + P("b")),
    "removed with all they hold": ("<p>a</p><script>x()</script><form><p>y</p></form><style>z</style>", P("a")),
    "comments": ("<p>a<!-- b --></p><!-- c -->", P("a")),
    "loose text between blocks": ("a<p>b</p>\nc <b>d</b>", P("a") + P("b") + P("c <b>d</b>")),
    "a whole document": ("<html><head><title>t</title></head><body><p>a</p></body></html>", P("a")),
    "link": ('<a href="https://e.com/?a=1&amp;b=2">x</a>', P(link("https://e.com/?a=1&amp;b=2", "x"))),
    "link within the page": ('<p><a href="#h_1">x</a></p>', P(link("#h_1", "x"))),
    "link that is none": ('<p><a>x</a> <a href="javascript:alert(1)">y</a></p>', P("x y")),
    "link with formatting": (
        '<p><a href="https://e.com"><strong>x</strong></a></p>', P(link("https://e.com", "<b>x</b>"))
    ),
    "headings start at one": ("<h2>a</h2><h3>b</h3><h4>c</h4>", "<h1>a</h1><h2>b</h2><h2>c</h2>"),
    "headings already there": ("<h1>a</h1><h2>b</h2>", "<h1>a</h1><h2>b</h2>"),
    "an empty heading does not count": ("<h1> </h1><h2>a</h2>", "<h1>a</h1>"),
    "aligned heading": ("<h2 class='intercom-align-center'>a</h2>", '<h1 class="intercom-align-center">a</h1>'),
    "heading with code": ("<h2>a <code>b</code></h2>", "<h1>a <code>b</code></h1>"),
    "rule": ("<p>a</p><hr><p>b</p>", P("a") + "<hr>" + P("b")),
}  # fmt: skip

LISTS = {
    "loose text in items": ("<ul><li>a</li><li>b<p>c</p></li></ul>", UL(LI(P("a")) + LI(P("b") + P("c")))),
    "whitespace in a list": ("<ol>\n<li>\n<p>a</p>\n</li>\n</ol>", f"<ol>{LI(P('a'))}</ol>"),
    "nested": ("<ul><li>a\n<ul>\n<li>b</li></ul></li></ul>", UL(LI(P("a") + UL(LI(P("b")))))),
    "a list straight in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", UL(LI(P("a") + UL(LI(P("b")))))),
    "code in an item": ("<ul><li>a<pre>b</pre></li></ul>", UL(LI(P("a") + "<pre><code>b</code></pre>"))),
    "a heading in an item": ("<ul><li><h3>a</h3></li></ul>", UL(LI("<h1>a</h1>"))),
}

BLOCKS = {
    "code": (
        '<pre><code class="language-js">a &lt; b\n  <b>c</b>\n</code></pre>',
        "<pre><code>a &lt; b\n  c\n</code></pre>",
    ),
    "code with breaks": ("<pre>a<br>b</pre>", "<pre><code>a\nb</code></pre>"),
    "table": (
        "<table><thead><tr><th>a</th></tr></thead>\n<tbody><tr><td><p>b</p></td></tr></tbody></table>",
        TABLE(CELLS(P("a")) + CELLS(P("b"))),
    ),
    "empty cell, row without cells": ("<table><tr></tr><tr><td></td></tr></table>", TABLE(CELLS(P("")))),
    "style of a bare table": ("<table><tr><td style='width: 9px'>a</td></tr></table>", TABLE(CELLS(P("a")))),
    "style in Intercom's container": (
        '<div class="intercom-interblocks-table-container"><table style="border:1px;position:fixed"><tr>'
        '<td style="background-color:#e3e7fa80; width: 139px; background: url(x)">a</td></tr></table></div>',
        '<div class="intercom-interblocks-table-container"><table role="presentation" style="border: 1px;"><tbody>'
        f'<tr><td style="background-color: #e3e7fa80; width: 139px;">{P("a")}</td></tr></tbody></table></div>',
    ),
    "callout": (
        '<div class="intercom-interblocks-callout" style="background-color:#d7efdc80;border-color:#1bb15733">a</div>',
        '<div class="intercom-interblocks-callout" style="background-color: #d7efdc80; border-color: #1bb15733;">'
        f"{P('a')}</div>",
    ),
    "collapsible": (
        "<details><summary>S <b>x</b></summary><h2>a</h2>b</details>",
        "<details><summary><h2>S <b>x</b></h2></summary>"
        f'<div class="collapsible-section-content"><h1>a</h1>{P("b")}</div></details>',
    ),
    "video": (
        '<iframe width="9" src="https://www.youtube.com/embed/x?rel=0"></iframe>',
        '<div class="intercom-h2b-video"><iframe src="https://www.youtube.com/embed/x?rel=0" frameborder="0"'
        " webkitallowfullscreen mozallowfullscreen allowfullscreen></iframe></div>",
    ),
    "button": (
        '<p>a <a class="intercom-h2b-button" href="https://e.com">Go <b>on</b></a></p>',
        P("a")
        + BOX("", '<a class="intercom-h2b-button" target="_blank" href="https://e.com">Go on</a>'),
    ),
}  # fmt: skip

IMAGES = {
    "image": (
        '<img src="https://e.com/a%20b.png?x=1" alt="A &quot;b&quot;" width="30" height="auto" class="x">',
        r'<img src="CDN/HEX/a-b.png" alt="A &quot;b&quot;" width="30">',
        "",
    ),
    "in a container": (
        '<div class="intercom-container intercom-align-center"><img src="https://e.com/a.png"></div>',
        '<img src="CDN/HEX/a.png">',
        " intercom-align-center",
    ),
    "linked": (
        '<a href="https://e.com"><img src="https://e.com/"></a>',
        '<a href="https://e.com" target="_blank"><img src="CDN/HEX/image"></a>',
        "",
    ),
}


def plain(body):
    """Without what changes from one answer to the next."""
    body = QUERIES.sub("", IDS.sub("", body))
    return re.sub(re.escape(CDN) + "/[0-9a-f]{28}/", "CDN/HEX/", body)


@pytest.mark.parametrize(
    ("sent", "stored"), [pytest.param(*case, id=name) for name, case in {**TEXTS, **LISTS, **BLOCKS}.items()]
)
def test_what_is_stored(center, sent, stored):
    assert plain(center.stored(sent)) == stored


@pytest.mark.parametrize(("sent", "image", "align"), [pytest.param(*case, id=name) for name, case in IMAGES.items()])
def test_images_are_taken_in(center, sent, image, align):
    assert plain(center.stored(sent)) == BOX(align, image)


def test_an_image_splits_the_text_around_it(center):
    stored = plain(center.stored('<p>a <b>b <img src="https://e.com/a.png"> c</b> d</p>'))
    assert stored == P("a <b>b </b>") + BOX("", '<img src="CDN/HEX/a.png">') + P("<b> c</b> d")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<ul><li>a</li><li> </li></ul>", "Unordered list needs to contain at least one list item"),
        ("<ol></ol>", "Ordered list needs to contain at least one list item"),
        ("<ul><li><table><tr><td>a</td></tr></table></li></ul>", "Tables are not supported inside lists"),
        ("<table><tr><td><table><tr><td>a</td></tr></table></table>", "Tables are not supported inside tables"),
        ("<table></table>", "Table needs to contain at least one row with one cell"),
        ("<table><tr></tr></table>", "Table needs to contain at least one row with one cell"),
        ('<iframe src="https://evil.example/x"></iframe>', "Iframe source is not supported: https://evil.example/x"),
        ('<iframe src="https://notyoutube.com/x"></iframe>', "Iframe source is not supported: https://notyoutube.com/x"),
        ("<iframe></iframe>", "Iframe source is not supported: "),
        ("<dl><dt>a</dt></dl>", "Definition lists are not supported"),
        ("<div>" * 5000, "The body is nested too deeply"),
    ],
)  # fmt: skip
def test_what_intercom_cannot_hold(center, body, message):
    sent = {"title": "T", "author_id": 1, "translated_content": {"fr": {"title": "F", "body": body}}}
    assert center.refused("POST", "/articles", sent) == (400, "unsupported_html", message)
    assert center.get("/articles")["total_count"] == 0


def test_heading_ids_are_new_on_each_write_but_not_on_each_read(center):
    made = center.article(body="<h1>a</h1><h1>b</h1>")
    assert made["body"] == center.get(f"/articles/{made['id']}")["body"]
    again = center.put(f"/articles/{made['id']}", {"body": made["body"]})
    ids = IDS.findall(made["body"]) + IDS.findall(again["body"])
    assert len(set(ids)) == 4


inline = st.recursive(
    st.sampled_from(["a", "b &amp; c", " d ", "<br>", "é"]),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(["strong", "em", "b", "i", "code", "u"]), st.lists(inner).map("".join)
    ),
    max_leaves=4,
)
blocks = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h1", "h2", "h3", "h5", "pre", "div"]), inline) | inline,
    lambda inner: st.one_of(
        st.builds("<ul><li>x{}</li></ul>".format, inner),
        st.builds("<blockquote>{}</blockquote>".format, inner),
        st.builds("<details><summary>s</summary>{}</details>".format, inner),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=blocks)
def test_what_is_stored_stays_as_it_is_when_sent_again(start, body):
    center = start(block_gaps="drop")
    once = IDS.sub("", center.stored(body))
    assert IDS.sub("", center.stored(once)) == once
    center.store.close()
