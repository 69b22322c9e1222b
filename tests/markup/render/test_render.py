"""Laws of rendering: nothing raises, everything has the shape Intercom stores, nothing is lost without a word."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.kinds import FLOW, is_inline
from hcsync.markup.render.body import Rendered, render
from hcsync.markup.render.references import fill
from hcsync.markup.render.rendered import Target
from hcsync.markup.render.slugs import slugs
from hcsync.markup.tree import Node, parse, walk
from hcsync.model.body import BodyForm
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity

_PIECES = st.sampled_from(
    "# |## |### |- |1. |  - |> |```\n|**|*|__|_|`|[x](y.md)|[x](http://a.b)|![i](p.png)|[](z)|[|](|<b>|</b>|<i>|<div>|"
    "</div>|<p>|</p>|<table><tr><td>|<li>|<ul>|</ul>|</table>|<script>|<img src=x>|<a href=y>|</a>|<br>|</pre>|<kbd>|"
    "<iframe src=http://x></iframe>|<details><summary>s</summary>|</details>|\n|\n\n|    |text | a|中|文\n|&nbsp;|"
    "\\|~~|[^1]|{.center}|{.button}|{width=3}|[!NOTE]|"
    "@[v](https://youtu.be/abcdefg)|https://youtu.be/abcdefg|: |[ ] |[^1]: n\n|---\n|www.a.com|<http://x.y>|\t|\x00|\r\n|\u200b|<h3>q</h3>|<pre>|<dl><dt>x|<td>|<th>|"
    'hcsync:0:|<a href="hcsync:0:x">|<hr data-kept="0">'.split("|")
)
_TABLE = st.just("| a | b |\n|---|:-:|\n| c | d |\n")
MARKDOWN = st.lists(st.one_of(_PIECES, _TABLE, st.text(max_size=6)), max_size=20).map("".join)


@settings(max_examples=200, deadline=None)
@example("<a href=y></p>| a | b |\n|---|:-:|\n| c | d |\n<a href=y># ")
@given(MARKDOWN)
def test_whatever_is_written(markdown: str) -> None:
    page = render(markdown)
    compared = canonical(page.html)
    assert canonical(compared) == compared
    assert page.form == form(compared)
    assert page.form.links == tuple(f"hcsync:{target.raw}" for target in page.links)
    relative = tuple(image for image in page.form.images if image.startswith("hcsync:"))
    assert relative == tuple(f"hcsync:{target.raw}" for target in page.images)
    rows = markdown.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(each.place and 1 <= each.place.line <= rows for each in page.diagnostics)
    _assert_shape(parse(page.html))


def _assert_shape(node: Node) -> None:
    """Every text in a paragraph, heading or code block, and none of the attributes or elements Intercom refuses."""
    if node.tag in FLOW and node.tag != "summary":
        dressed = node.tag == "div" and "intercom-container" in node.attrs["class"]
        assert dressed or not any(is_inline(kid) for kid in node.kids), node
    for each in walk(node):
        if each.tag in FLOW:
            _assert_shape(each)
        assert not [name for name in each.attrs if name.startswith("on")]
        if each.tag == "table":
            assert not [inner for inner in walk(each) if inner.tag == "table"]
        if each.tag == "li":
            assert each.kids and not [inner for inner in walk(each) if inner.tag == "table"]


@settings(max_examples=100, deadline=None)
@given(MARKDOWN)
def test_every_target_can_be_filled(markdown: str) -> None:
    page = render(markdown)
    links = [f"https://intercom.help/acme/en/articles/{number}" for number, _ in enumerate(page.links)]
    images = [f"https://example.com/{number}.png?a=1&b=2" for number, _ in enumerate(page.images)]
    filled = form(canonical(fill(page.html, links, images), sites=["https://intercom.help/acme"]))
    assert filled.text == page.form.text
    assert filled.links == tuple(f"intercom:article/{number}@en" for number, _ in enumerate(links))
    assert [image for image in filled.images if image in images] == images
    without = form(canonical(fill(page.html, [None] * len(links), images)))
    assert without.links == ()


def test_fill() -> None:
    html = render('[a & "b"](x.md) then [c](y.md#z)\n\n[![i](p.png)](w.md) ![j](https://example.com/j.png)').html
    filled = fill(html, ["https://e.com/?a=1&b=2", None, "https://e.com/w"], ["https://e.com/p.png"])
    assert filled == (
        '<p class="no-margin"><a href="https://e.com/?a=1&amp;b=2" target="_blank" class="intercom-content-link">'
        'a &amp; "b"</a> then c</p>'
        '<div class="intercom-container"><a href="https://e.com/w" target="_blank" class="intercom-content-link">'
        '<img src="https://e.com/p.png" alt="i"></a></div>'
        '<div class="intercom-container"><img src="https://example.com/j.png" alt="j"></div>'
    )


@pytest.mark.parametrize(("links", "images"), [([], []), (["a", "b"], []), (["a"], ["b"])])
def test_fill_needs_a_url_for_each_target(links: list[str], images: list[str]) -> None:
    with pytest.raises(ValueError, match="as many URLs"):
        fill(render("[a](x.md)").html, links, images)


def test_text_is_never_taken_for_a_reference() -> None:
    text = '`<a href="hcsync:0:x">` and \\<a href="hcsync:1:y">z\\</a> <img src=hcsync:0:x> <a href=hcsync:q>w</a>'
    page = render(text)
    assert page.links == page.images == ()
    assert fill(page.html, [], []) == page.html
    assert [each.code for each in page.diagnostics] == [Code.UNSUPPORTED_URL, Code.UNSUPPORTED_URL]


def test_rendered() -> None:
    page = render("## A\n\nSee [b](b.md#c) and [d](#a).\n\n![e](e.png)\n")
    assert page == Rendered(
        '<h1>A</h1><p class="no-margin">See <a href="hcsync:b.md#c" target="_blank" class="intercom-content-link">b</a>'
        ' and <a href="#a" target="_blank" class="intercom-content-link">d</a>.</p>'
        '<div class="intercom-container"><img src="hcsync:e.png" alt="e"></div>',
        BodyForm(page.form.text, ("hcsync:b.md#c",), ("hcsync:e.png",)),
        (Target("b.md#c", 3, 5),),
        (Target("e.png", 5, 1),),
        (Target("#a", 3, 21),),
        ("a",),
        (),
    )


def test_places_survive_line_endings_and_indentation() -> None:
    page = render("- one\r\n\r\n  two [a](javascript:b)\r\n  three <u>x</u>\r\n")
    assert page.diagnostics == (
        Diagnostic(
            Code.UNSUPPORTED_URL,
            'Intercom does not take the link target "javascript:b"',
            Place("", 3, 7),
            "use an https address or a path in the repository",
        ),
        Diagnostic(
            Code.UNSUPPORTED_HTML,
            "Intercom does not know <u>; only its text is kept",
            Place("", 4, 9),
            severity=Severity.WARNING,
        ),
    )


@pytest.mark.parametrize("url", ["javascript:x", "JaVaScRiPt:x", "java&#10;script:x", "data:text/html,x", "vbscript:x"])
def test_no_script_gets_through(url: str) -> None:
    for markdown in (
        f"[a]({url})",
        f'<a href="{url}">a</a>',
        f"![a]({url})",
        f'```html intercom\n<a href="{url}">a</a>\n```',
    ):
        page = render(markdown)
        assert "script" not in page.html.lower() and "data:" not in page.html, markdown
        assert [each.code for each in page.diagnostics] == [Code.UNSUPPORTED_URL], markdown


def test_slugs_are_githubs() -> None:
    assert slugs(["How long, exactly?", "A  b", "Über_uns – jetzt!", "日本語 の題", "a", "A", "a-1", "", "a"]) == (
        "how-long-exactly",
        "a--b",
        "über_uns--jetzt",
        "日本語-の題",
        "a",
        "a-1",
        "a-1-1",
        "",
        "a-2",
    )


def test_slugs_keep_what_letters_are_made_of() -> None:
    """As github-slugger's own tests have it: marks stay (that of an emoji, too), emoji and raised numbers go."""
    assert slugs(["วิธีใช้", "कैसे करें?", "Việt", "⚙\ufe0f Setup", "CO₂ ½", "👩\u200d💻 x", "Ⅳ‿a"]) == (
        "วิธีใช้",
        "कैसे-करें",
        "việt",
        "\ufe0f-setup",
        "co-",
        "-x",
        "ⅳ‿a",
    )


def test_marks_in_marks_without_end() -> None:
    assert render("**a " * 2000 + "x" + " b**" * 2000).html.endswith("b</b></p>")
    assert "<i>" in render("*a **b ***" * 2000).html + render("*a **b " * 2000 + "c*** " * 2000).html
