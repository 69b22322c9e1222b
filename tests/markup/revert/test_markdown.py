"""Intercom's HTML as Markdown: readable where it can be, and always the same page when rendered again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.revert.markdown import Reverted, reverted, to_markdown

CASES = {
    "nothing": ("", ""),
    "paragraphs": ('<p class="no-margin">a</p><p class="no-margin"></p><p>b<br>c</p>', "a\n\nb\\\nc\n"),
    "marks": ("<p><b>a</b> <i>b</i> <b><i>c</i></b> <code>d`e</code></p>", "**a** *b* **_c_** ``d`e``\n"),
    "marks within words": ('<p>a<b>b</b>c <b>"d"</b>e</p>', 'a<b>b</b>c <b>"d"</b>e\n'),
    "spaces at marks": ("<p>a<b> b </b>c</p>", "a **b** c\n"),
    "headings": ("<h1 id='h_1'>A</h1><h2>B #</h2>", "## A\n\n### B \\#\n"),
    "links": (
        '<p><a href="https://a.b/?c=1&amp;d=2">x</a> <a href="https://a.b/">https://a.b/</a> '
        '<a href="hcsync:../b c.md#d">y]</a></p>',
        "[x](https://a.b/?c=1&d=2) <https://a.b/> [y\\]](<../b c.md#d>)\n",
    ),
    "lists": (
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul><ul><li>e</li></ul>",
        "- a\n  1. b\n  2. c\n- d\n\n* e\n",
    ),
    "loose list": (
        "<ol><li><p>a</p><p>b</p></li><li><p>c</p><pre><code>d\n e</code></pre></li></ol>",
        "1. a\n\n   b\n\n2. c\n\n   ```\n   d\n    e\n   ```\n",
    ),
    "code": ("<pre><code>a\n```\n</code></pre>", "````\na\n```\n\n````\n"),
    "table": (
        "<table><tr><td><b>A</b></td><td><p class='intercom-align-center'><b>B|</b></p></td></tr>"
        "<tr><td>c<br>d</td><td></td></tr></table>",
        "| A | B\\| |\n| --- | :-: |\n| c<br>d |  |\n",
    ),
    "table with widths": (
        "<table><tr><td style='width: 90px'>a</td><td>b</td></tr></table><p>{widths=\"3\"}</p>"
        "<table><tr><td>a</td></tr></table>",
        '{widths="90 auto"}\n\n|  |  |\n| --- | --- |\n| a | b |\n\n\\{widths="3"}\n\n|  |\n| --- |\n| a |\n',
    ),
    "table without head": ("<table><tr><td>a</td><td>b</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b |\n"),
    "images": (
        '<div class="intercom-container"><a href="https://a.b"><img src="https://a.b/c.png?x=1" alt="d"></a></div>',
        "[![d](https://a.b/c.png?x=1)](https://a.b)\n",
    ),
    "rule": ("<p>a</p><hr>", "a\n\n---\n"),
    "quote": (
        '<div class="intercom-interblocks-callout" style="background-color: #e8e8e880; border-color: #73737633;">'
        "<p>a</p><p>b</p></div>",
        "> a\n>\n> b\n",
    ),
    "callouts": (
        '<div class="intercom-interblocks-callout" style="background-color: #d7efdc80; border-color: #1bb15733;">'
        '<p>a <a href="hcsync:b.md">b</a></p></div>'
        '<div class="intercom-interblocks-callout" style="background-color: rgba(240, 230, 255, 0.5); '
        'border-color: #a8f;"><ul><li>c</li></ul></div>',
        "> [!TIP]\n> a [b](b.md)\n\n> [!#f0e6ff80 #aa88ffff]\n>\n> - c\n",
    ),
    "callout in a colour of its own": (
        '<div class="intercom-interblocks-callout" style="background-color: #f0e6ff80; border-color: #f0e6ff33;">'
        "<p>a</p></div>",
        "> [!#f0e6ff]\n> a\n",
    ),
    "callout with one colour": (
        '<div class="intercom-interblocks-callout" style="background-color: #d7efdc80;"><p>a</p></div>',
        '```html intercom\n<div class="intercom-interblocks-callout" style="background-color: #d7efdc80;">'
        '<p class="no-margin">a</p></div>\n```\n',
    ),
    "alignment": (
        '<h1 class="intercom-align-center">a</h1><p class="intercom-align-right no-margin">b {.center}</p>'
        "<p>c {.center}</p>"
        '<div class="intercom-container intercom-align-center"><img src="hcsync:d.png" width="30"></div>',
        "## a {.center}\n\nb \\{.center} {.right}\n\nc \\{.center}\n\n![](d.png){width=30} {.center}\n",
    ),
    "button": (
        '<div class="intercom-container intercom-align-center"><a class="intercom-h2b-button" target="_blank" '
        'href="https://a.b">Go on</a></div><p><a href="https://a.b">x</a>{.button}</p>',
        "[Go on](https://a.b){.button} {.center}\n\n[x](https://a.b)\\{.button}\n",
    ),
    "videos": (
        '<div class="intercom-h2b-video"><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0&amp;start=5">'
        '</iframe></div><iframe src="https://streamio.com/api/v1/videos/a/public_show?player_id=1"></iframe>'
        '<iframe src="https://player.vimeo.com/video/123456?h=0a1b2c3d"></iframe>'
        '<p><a href="https://youtu.be/dQw4w9WgXcQ">https://youtu.be/dQw4w9WgXcQ</a></p>',
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5s\n\n"
        "@[video](https://streamio.com/api/v1/videos/a/public_show?player_id=1)\n\n"
        "https://vimeo.com/123456/0a1b2c3d\n\n<https://youtu.be/dQw4w9WgXcQ>{.link}\n",
    ),
    "collapsible": (
        '<details><summary><h2>a <b>b</b></h2></summary><div class="collapsible-section-content"><p>c</p>'
        "<details><summary><h2>d</h2></summary><ul><li>e</li></ul></details></div></details>",
        "<details>\n<summary>a <b>b</b></summary>\n\nc\n\n"
        "<details>\n<summary>d</summary>\n\n- e\n\n</details>\n\n</details>\n",
    ),
    "a heading below one that Markdown cannot say": (
        "<h3>a</h3><table><tr><td><h1>b</h1></td></tr></table>",
        '### a\n\n```html intercom\n<div class="intercom-interblocks-table-container"><table role="presentation">'
        "<tbody><tr><td><h1>b</h1></td></tr></tbody></table></div>\n```\n",
    ),
    "links around nothing": (
        '<p><u>a</u><a href="b"><br></a>c<a href="b"> </a>d</p>',
        '```html intercom\n<p class="no-margin"><u>a</u><br>c d</p>\n```\n',
    ),
    "tasks": ("<ul><li>☐ a</li><li>☑ b</li><li>☐</li></ul>", "- [ ] a\n- [x] b\n- ☐\n"),
    "text that would mean something": (
        "<p># a</p><p>- b</p><p>1. c</p><p>&gt; d</p><p>*e* _f_ a_b [g] `h` &lt;i&gt; &amp;amp; j\\k ~~l~~</p>"
        "<p>https://a.b www.a.b a@b.c</p>"
        "<p>wow! <a href='hcsync:x.md'>m</a>!<a href='hcsync:x.md'>n</a></p><p>&nbsp;o</p>",
        "\\# a\n\n\\- b\n\n1\\. c\n\n\\> d\n\n"
        "\\*e\\* \\_f\\_ a_b \\[g] \\`h\\` \\<i> \\&amp; j\\\\k \\~~l\\~~\n\n"
        "https\\://a.b www\\.a.b a\\@b.c\n\nwow! [m](x.md)\\![n](x.md)\n\n&nbsp;o\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    html, markdown = CASES[name]
    assert to_markdown(html) == markdown
    assert canonical(render(markdown).html) == canonical(html)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_text_reads_as_itself(text: str) -> None:
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    assert canonical(render(to_markdown(html)).html) == canonical(html)


_PIECES = (
    "# |## |- |1. |  - |> |```\n|**|*|_|`|[x](y.md)|[x](http://a.b)|![i](p.png)|[|](|<b>|</b>|<br>|\n|\n\n|   |text| a|"
    "{.center}|{.button}|{width=3}|{|[!NOTE]|@[v](https://youtu.be/abcdefg)|https://youtu.be/abcdefg|: |[ ] |☐ |"
    "中|&nbsp;|&amp;|\\|---\n|www.a.com|<http://x.y>|<details><summary>s</summary>|</details>|!|#|1.|~".split("|")
)
_TABLE = st.sampled_from(["\n\n", '\n\n{widths="120 50%"}\n\n']).map("{}| a | b |\n|---|:-:|\n| c | d |\n".format)


_DOCUMENTS = st.lists(st.one_of(st.sampled_from([*_PIECES, '{widths="3"}']), _TABLE), max_size=15).map("".join)


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS)
def test_there_and_back(markdown: str) -> None:
    _goes_there_and_back(markdown)


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(_DOCUMENTS)
def test_thousands_go_there_and_back(markdown: str) -> None:
    _goes_there_and_back(markdown)


def _goes_there_and_back(markdown: str) -> None:
    html = render(markdown).html
    once = to_markdown(html)
    assert reverted(html) == Reverted(once, render(once))
    assert canonical(render(once).html) == canonical(html)
    assert to_markdown(render(once).html) == once
