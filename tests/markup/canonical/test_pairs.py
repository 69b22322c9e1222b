"""What must compare equal, since no reader can tell it apart; and what must not, since a reader can."""

import pytest

from hcsync.markup.canonical.form import canonical

SITES = ["https://intercom.help/acme", "https://help.acme.com/", "https://www.acme.com/help"]

EQUAL = {
    "bold": ("<p><strong>a</strong></p>", "<p><b>a</b></p>"),
    "italic": ("<p><em>a</em></p>", "<p><i>a</i></p>"),
    "paragraph class": ("<p>a</p>", '<p class="no-margin">a</p>'),
    "old alignment": ("<p>a</p>", '<p class="intercom-align-left">a</p>'),
    "order of classes": (
        '<p class="no-margin intercom-align-center">a</p>',
        '<p class="intercom-align-center no-margin">a</p>',
    ),
    "loose text": ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
    "div": ("<div>a</div><div><p>b</p></div>", "<p>a</p><p>b</p>"),
    "span": ("<p><span>a</span>b</p>", "<p>ab</p>"),
    "bare item": ("<ul><li>a</li></ul>", '<ul><li><p class="no-margin">a</p></li></ul>'),
    "bare item above a list": ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
    "heading id": ('<h1 id="h_0123456789">a</h1>', "<h1>a</h1>"),
    "heading levels": ("<h2>a</h2><h3>b</h3><h5>c</h5>", "<h1>a</h1><h2>b</h2><h2>c</h2>"),
    "heading level alone": ("<h4>a</h4>", "<h1>a</h1>"),
    "summary": ("<details><summary>a</summary>b</details>", "<details><summary><h2>a</h2></summary><p>b</p></details>"),
    "summary is no level": (
        "<details><summary><h1>a</h1></summary></details><h2>b</h2>",
        "<details><summary><h2>a</h2></summary></details><h1>b</h1>",
    ),
    "collapsible box": (
        '<details><summary>a</summary><div class="collapsible-section-content"><p>b</p></div></details>',
        "<details><summary>a</summary><p>b</p></details>",
    ),
    "link dress": (
        '<p><a href="https://a.b/" target="_blank" rel="nofollow noopener" class="intercom-content-link">x</a></p>',
        '<p><a href="https://a.b/">x</a></p>',
    ),
    "link encoding": ('<p><a href="https://a.b/ü x">x</a></p>', '<p><a href="https://a.b/%C3%BC%20x">x</a></p>'),
    "anchor without target": ('<p><a name="x">a</a></p>', '<p><a name="x">a</a></p>'),
    "empty paragraphs": ("<p></p><p>a</p><p>&nbsp;</p><p>\u200b</p><p><br></p><p><b> </b></p>", "<p>a</p>"),
    "empty headings": ("<h1></h1><h2>a</h2>", "<h1>a</h1>"),
    "space between blocks": ("<p>a</p>\n  <ul>\n <li>b</li>\n</ul>", "<p>a</p><ul><li>b</li></ul>"),
    "space in text": ("<p> a \n\t b  <b> c </b> d </p>", "<p>a b <b>c </b>d</p>"),
    "breaks at the ends": ("<p><br>a<br>b<br><br></p>", "<p>a<br>b</p>"),
    "zero-width after break": ("<p><b>a<br>\u200b</b></p>", "<p><b>a</b></p>"),
    "image container": (
        '<div class="intercom-container"><img src="https://a.b/c.png"></div>',
        '<p><img src="https://a.b/c.png"></p>',
    ),
    "image measures": (
        '<img src="https://a.b/c.png" width="3px" height="04" style="height: auto;" alt="">',
        '<img src="https://a.b/c.png" width=3 height=4>',
    ),
    "players": (
        '<iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0&amp;start=90" allow="a"></iframe>',
        '<div class="intercom-h2b-video"><iframe src="//youtu.be/dQw4w9WgXcQ?t=1m30s" width="3"></iframe></div>',
    ),
    "image signature": (
        '<img src="https://downloads.intercomcdn.com/i/o/1/a.png?expires=900&amp;signature=ab&amp;req=x%0A">',
        '<img src="https://downloads.intercomcdn.com/i/o/1/a.png?expires=1800&amp;signature=cd">',
    ),
    "image bare path": (
        '<img src="https://ws.intercom-attachments-7.com/i/a.png?expires=900&amp;signature=ab">',
        '<img src="https://ws.intercom-attachments-7.com/i/a.png">',
    ),
    "signature of a file to download": (
        '<p><a href="https://downloads.intercomcdn.com/i/o/1/a.pdf?expires=900&amp;signature=ab&amp;req=x#page=2">a</a></p>',
        '<p><a href="https://downloads.intercomcdn.com/i/o/1/a.pdf?expires=1800&amp;signature=cd#page=2">a</a></p>',
    ),
    "size of an image as a style": (
        '<img src="a" width="9" style="width: 30px; height: auto">',
        '<img src="a" width="30.4">',
    ),
    "alignment as a style": (
        '<h1 style="text-align: CENTER">a</h1><table><tr><td style="text-align:right">b</td></tr></table>',
        '<h1 align="center">a</h1><table><tr><td><p class="intercom-align-right">b</p></td></tr></table>',
    ),
    "alignment of what holds lines": (
        '<div class="intercom-align-center"><ul><li>a</li></ul></div>',
        '<ul><li><p class="intercom-align-center">a</p></li></ul>',
    ),
    "links around nothing": (
        '<p>a<a href="b"><br></a>c<a href="b"> </a>d</p>',
        "<p>a<br>c d</p>",
    ),
    "images in a row": ('<p><img src="a"><br><img src="b"></p>', '<p><img src="a"></p><p><img src="b"></p>'),
    "aligned container": (
        '<div class="intercom-container intercom-align-center"><img src="a"></div>',
        '<p class="intercom-align-center"><img src="a"></p>',
    ),
    "video": (
        '<div class="intercom-h2b-video"><iframe src="https://a.b" frameborder="0" allowfullscreen></iframe></div>',
        '<iframe src="https://a.b" allow="autoplay"></iframe>',
    ),
    "table container": (
        '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody><tr><td><p>a</p></td></tr>'
        "</tbody></table></div>",
        "<table><tr><td>a</td></tr></table>",
    ),
    "table style": (
        '<table style="border: 1px solid"><tr><td style="padding: 2px;">a</td></tr></table>',
        "<table>\n<colgroup><col></colgroup><tr> <td colspan=1>a</td> </tr></table>",
    ),
    "columns' widths": (
        '<table><tr><td style="padding: 2px; width: 09.4px;">a</td><td>b</td></tr><tr><td style="width:7px">c</td>'
        '<td style="WIDTH: 50%">d</td></tr></table>',
        '<table><tr><td style="width: 9px">a</td><td style="width:50%">b</td></tr>'
        "<tr><td>c</td><td>d</td></tr></table>",
    ),
    "a width that says nothing": (
        '<table><tr><td style="width: auto">a</td></tr></table>',
        "<table><tr><td>a</td></tr></table>",
    ),
    "colour spellings": (
        '<table><tr><td style="background-color: rgba(215, 239, 220, 0.5)">a</td></tr></table>',
        '<table><tr><td style="background-color:#D7EFDC80;">a</td></tr></table>',
    ),
    "callout colours": (
        '<div class="intercom-interblocks-callout" style="border-color:#fbc91633; background-color:#feedaf80">a</div>',
        '<div class="intercom-interblocks-callout" style="background-color:rgba(254,237,175,.5);'
        'border-color:rgba(251,201,22,0.2);"><p>a</p></div>',
    ),
    "short colours": ('<div style="color:#abc">a</div>', '<div style="color: rgb(170, 187, 204)">a</div>'),
    "code breaks": ("<pre>a<br>b</pre>", '<pre><code class="language-x">a\nb</code></pre>'),
    "entities": ("<p>&eacute; &quot;&#39; &lt;</p>", "<p>é \"' &lt;</p>"),
    "composed accents": ("<p>e\u0301</p>", "<p>\u00e9</p>"),
    "neighbours in bold": ("<p><b>a</b><b>b<i>c</i></b></p>", "<p><b>ab<i>c</i></b></p>"),
    "bold in bold": ("<p><b>a<b>b</b></b></p>", "<p><b>ab</b></p>"),
    "a button in bold": (
        '<p><i><b><a class="intercom-h2b-button" href="x">a</a></b></i></p>',
        '<p><a class="intercom-h2b-button" href="x">a</a></p>',
    ),
    "comments and scripts": ("<!-- a --><p>b</p><script>c()</script>", "<p>b</p>"),
    "article slug": (
        '<p><a href="https://intercom.help/acme/fr/articles/12-un-titre#h_0123456789">x</a></p>',
        '<p><a href="http://INTERCOM.help/acme/fr/articles/12#h_0123456789">x</a></p>',
    ),
    "article on its own domain": (
        '<p><a href="https://help.acme.com/pt-BR/articles/12-x/">x</a></p>',
        '<p><a href="intercom:article/12@pt-BR">x</a></p>',
    ),
    "collection": (
        '<p><a href="https://www.acme.com/help/en/collections/7-start">x</a></p>',
        '<p><a href="intercom:collection/7@en">x</a></p>',
    ),
}

DIFFERENT = {
    "columns' widths": (
        '<table><tr><td style="width: 9px">a</td></tr></table>',
        '<table><tr><td style="width: 8px">a</td></tr></table>',
    ),
    "image sizes": ('<img src="https://a.b/c.png" width="3">', '<img src="https://a.b/c.png" width="4">'),
    "where a video starts": (
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?start=90"></iframe>',
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
    ),
    "where other videos start": (
        '<iframe src="https://player.vimeo.com/video/12345678#t=1m10s"></iframe>',
        '<iframe src="https://player.vimeo.com/video/12345678"></iframe>',
    ),
    "lists of videos": (
        '<iframe src="https://www.youtube.com/embed/videoseries?list=a"></iframe>',
        '<iframe src="https://www.youtube.com/embed/videoseries?list=b"></iframe>',
    ),
    "image sizes of the whole": ('<img src="a" width="50%">', '<img src="a">'),
    "widths that are no columns'": (
        '<table><tr><td colspan="2">a</td></tr><tr><td style="width:9px">b</td><td>c</td></tr></table>',
        '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
    ),
    "widths in other units": (
        '<table><tr><td style="width: 9em">a</td></tr></table>',
        "<table><tr><td>a</td></tr></table>",
    ),
    "signatures of others": (
        '<p><a href="https://a.b/c?expires=1&amp;signature=d">x</a></p>',
        '<p><a href="https://a.b/c">x</a></p>',
    ),
    "text": ("<p>a</p>", "<p>b</p>"),
    "case": ("<p>a</p>", "<p>A</p>"),
    "space between words": ("<p>a b</p>", "<p>ab</p>"),
    "paragraphs": ("<p>a</p><p>b</p>", "<p>a b</p>"),
    "line break": ("<p>a<br>b</p>", "<p>a b</p>"),
    "two line breaks": ("<p>a<br><br>b</p>", "<p>a<br>b</p>"),
    "bold": ("<p><b>a</b></p>", "<p>a</p>"),
    "bold or italic": ("<p><b>a</b></p>", "<p><i>a</i></p>"),
    "code": ("<p><code>a</code></p>", "<p>a</p>"),
    "heading": ("<h1>a</h1>", "<p><b>a</b></p>"),
    "heading depth": ("<h1>a</h1><h2>b</h2>", "<h1>a</h1><h1>b</h1>"),
    "link target": ('<p><a href="https://a.b/c">x</a></p>', '<p><a href="https://a.b/d">x</a></p>'),
    "link fragment": ('<p><a href="https://a.b/c#d">x</a></p>', '<p><a href="https://a.b/c#e">x</a></p>'),
    "link or none": ('<p><a href="https://a.b/c">x</a></p>', "<p>x</p>"),
    "button": ('<p><a class="intercom-h2b-button" href="https://a.b">x</a></p>', '<p><a href="https://a.b">x</a></p>'),
    "article id": (
        '<p><a href="https://intercom.help/acme/en/articles/12-a">x</a></p>',
        '<p><a href="https://intercom.help/acme/en/articles/13-a">x</a></p>',
    ),
    "article locale": (
        '<p><a href="https://intercom.help/acme/en/articles/12">x</a></p>',
        '<p><a href="https://intercom.help/acme/fr/articles/12">x</a></p>',
    ),
    "article of another site": (
        '<p><a href="https://intercom.help/acme/en/articles/12">x</a></p>',
        '<p><a href="https://intercom.help/acme2/en/articles/12">x</a></p>',
    ),
    "list kind": ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    "list nesting": ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    "list or lines": ("<ul><li>a</li></ul>", "<p>a</p>"),
    "list start": ('<ol start="3"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    "code space": ("<pre>a  b</pre>", "<pre>a b</pre>"),
    "code lines": ("<pre>a\nb</pre>", "<pre>a b</pre>"),
    "image": ('<img src="https://a.b/c.png">', '<img src="https://a.b/d.png">'),
    "image query": ('<img src="https://a.b/c.png?label=x">', '<img src="https://a.b/c.png?label=y">'),
    "image text": ('<img src="a" alt="x">', '<img src="a" alt="y">'),
    "image or none": ('<p>x</p><img src="a">', "<p>x</p>"),
    "alignment": ('<p class="intercom-align-center">a</p>', "<p>a</p>"),
    "callout or paragraph": ('<div class="intercom-interblocks-callout" style="color:red">a</div>', "<p>a</p>"),
    "callout colour": (
        '<div class="intercom-interblocks-callout" style="background-color: #feedaf80">a</div>',
        '<div class="intercom-interblocks-callout" style="background-color: #d7efdc80">a</div>',
    ),
    "callout opacity": (
        '<div class="intercom-interblocks-callout" style="background-color: rgba(0,0,0,0.5)">a</div>',
        '<div class="intercom-interblocks-callout" style="background-color: rgba(0,0,0,0.6)">a</div>',
    ),
    "cells": ("<table><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>a b</td></tr></table>"),
    "rows": ("<table><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"),
    "empty cell": ("<table><tr><td>a</td><td></td></tr></table>", "<table><tr><td>a</td></tr></table>"),
    "cell colour": (
        '<table><tr><td style="background-color:#eee">a</td></tr></table>',
        "<table><tr><td>a</td></tr></table>",
    ),
    "cell span": ('<table><tr><td colspan="2">a</td></tr></table>', "<table><tr><td>a</td></tr></table>"),
    "rule": ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>"),
    "video": ('<iframe src="https://a.b/1"></iframe>', '<iframe src="https://a.b/2"></iframe>'),
    "collapsed or not": ("<details><summary>a</summary>b</details>", "<h2>a</h2><p>b</p>"),
    "no-break space": ("<p>a&nbsp;b</p>", "<p>a b</p>"),
    "zero-width joiner": ("<p>\u0915\u094d\u200d\u0937</p>", "<p>\u0915\u094d\u0937</p>"),
    "zero-width space within": ("<p>a\u200bb</p>", "<p>ab</p>"),
    "unknown element": ("<p><kbd>a</kbd></p>", "<p>a</p>"),
    "unknown attribute": ('<p dir="rtl">a</p>', "<p>a</p>"),
    "text that looks like a tag": ("<p>&lt;b&gt;a&lt;/b&gt;</p>", "<p><b>a</b></p>"),
    "escaped twice": ("<p>&amp;amp;</p>", "<p>&amp;</p>"),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal(name: str) -> None:
    one, other = EQUAL[name]
    assert canonical(one, sites=SITES) == canonical(other, sites=SITES)


@pytest.mark.parametrize("name", DIFFERENT)
def test_different(name: str) -> None:
    one, other = DIFFERENT[name]
    assert canonical(one, sites=SITES) != canonical(other, sites=SITES)


def test_what_is_not_understood_stays() -> None:
    html = '<section data-x="1"><p><kbd>a</kbd></p></section>'
    assert canonical(html) == html


def test_links_into_the_help_center_need_its_sites() -> None:
    html = '<p><a href="https://intercom.help/acme/en/articles/12">x</a></p>'
    assert canonical(html) == html


@pytest.mark.parametrize(
    "url",
    [
        "https://intercom.help/acme/en/articles/12?utm=1",
        "https://intercom.help/acme/en/articles/",
        "https://intercom.help/acme/en/articles/x12",
        "https://intercom.help/acme/articles/12",
        "https://example.com/?u=https://intercom.help/acme/en/articles/12",
    ],
)
def test_other_addresses_stay(url: str) -> None:
    html = f'<p><a href="{url}">x</a></p>'
    assert canonical(html, sites=SITES) == html
