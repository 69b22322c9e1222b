"""Edits made in Intercom put into Markdown: nothing is lost, and nothing else is touched."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.revert.patch import patched, said

PAGE = """\
Setext title
============

A paragraph that is *wrapped* over
several lines with __bold__ words and a [reference
link][ref] to boot.[^1]

*   one
*   two is long and
    wrapped here
    + nested
*   three

1. first
1. second
1. third

[ref]: https://example.com/x "T"
<!-- comment -->

| Name | Value   |
|:-----|:-------:|
| a    | `b`     |
| c    | d       |

```js
let a = 1;
let b = 2;
```

> A quote that
> wraps.

<details>
<summary>More</summary>

Inner text is here.

</details>

Second
------

See [another](./b.md) and ![a picture](img/c.png)

The last paragraph.

[^1]: A note
    wrapped.
"""

# What is edited in Intercom: (this, becomes this), and the lines of the file that go (-) and come (+) for it.
EDITS = {
    "a word in a wrapped paragraph": (
        ("wrapped</i> over", "wrapped</i> around over"),
        ["-A paragraph that is *wrapped* over", "+A paragraph that is *wrapped* around over"],
    ),
    "a word at the end of a line": (
        ("reference link", "cross reference"),
        [
            "-several lines with __bold__ words and a [reference",
            "-link][ref] to boot.[^1]",
            "+several lines with __bold__ words and a [cross reference][ref] to boot.[^1]",
        ],
    ),
    "bold, as the page marks it": (
        ("several lines", "several <b>new</b> lines"),
        [
            "-several lines with __bold__ words and a [reference",
            "+several __new__ lines with __bold__ words and a [reference",
        ],
    ),
    "text beside a footnote": (
        ("to boot.[1]", "to boot.[1] More."),
        ["-link][ref] to boot.[^1]", "+link][ref] to boot.[^1] More."],
    ),
    "a reference link that leads elsewhere": (
        ("https://example.com/x", "https://example.com/y"),
        ["-link][ref] to boot.[^1]", "+link](https://example.com/y) to boot.[^1]"],
    ),
    "a new list item": (("<li><p>three", "<li><p>new</p></li><li><p>three"), ["+*   new"]),
    "a new nested item": (("nested</p></li>", "nested</p></li><li><p>more</p></li>"), ["+    + more"]),
    "a wrapped list item": (
        ("two is long", "two is very long"),
        ["-*   two is long and", "+*   two is very long and"],
    ),
    "a numbered item, where all are 1": (("<li><p>second", "<li><p>new</p></li><li><p>second"), ["+1. new"]),
    "an item that goes": (("<li><p>second</p></li>", ""), ["-1. second"]),
    "a cell": ((">d</p>", ">e</p>"), ["-| c    | d       |", "+| c    | e       |"]),
    "a row": (
        ("<tr><td><p>c", '<tr><td><p>x</p></td><td><p class="intercom-align-center">y</p></td></tr><tr><td><p>c'),
        ["+| x | y |"],
    ),
    "code": (("let b = 2;", "let b = 3;\n  let c;"), ["-let b = 2;", "+let b = 3;", "+  let c;"]),
    "a callout": (("A quote that", "A big quote that"), ["-> A quote that", "+> A big quote that"]),
    "a folding section": (("Inner text", "Inner new text"), ["-Inner text is here.", "+Inner new text is here."]),
    "a summary": ((">More<", ">More of it<"), ["-<summary>More</summary>", "+<summary>More of it</summary>"]),
    "a title with a line below": (("Setext title", "New title"), ["-Setext title", "+New title"]),
    "new blocks": (
        ("<h2>Second</h2>", "<h2>Second</h2><p>New.</p><h2>Third</h2>"),
        ["+New.", "+", "+## Third", "+"],
    ),
    "a heading that goes": (("<h2>Second</h2>", ""), ["-Second", "-------", "-"]),
    "a paragraph that goes": (("<p>The last paragraph.</p>", ""), ["-The last paragraph.", "-"]),
    "a paragraph that is split": (
        ("<p>The last paragraph.</p>", "<p>The last.</p><p>Paragraph.</p>"),
        ["-The last paragraph.", "+The last.", "+", "+Paragraph."],
    ),
    "a link and a picture beside each other": (
        ("See <a", "Do see <a"),
        ["-See [another](./b.md) and ![a picture](img/c.png)", "+Do see [another](./b.md) and ![a picture](img/c.png)"],
    ),
    "a note": (("A note wrapped", "A long note wrapped"), ["-[^1]: A note", "+[^1]: A long note"]),
    "a new block after a table": (("</table>", "</table><p>New.</p>"), ["+", "+New."]),
    "a list beside a list": (
        ("<ol><li><p>first", "<ul><li><p>x</p></li></ul><ol><li><p>first"),
        ["+", "+-   x"],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_touches_nothing_else(name: str) -> None:
    (old, new), lines = EDITS[name]
    before = canonical(render(PAGE).html)
    live = before.replace(old, new)
    assert live != before
    after = patched(PAGE, live)
    assert _lines(PAGE, after) == lines
    assert canonical(render(after).html) == canonical(live)


def test_a_block_that_moves_takes_its_lines_along() -> None:
    page = "first *one*\nwrapped\n\nsecond\n\nthird __one__\nwrapped\n\nfourth\n"
    first, second, third, fourth = page.removesuffix("\n").split("\n\n")
    for order in ((second, third, first, fourth), (third, first, second, fourth), (fourth, first, second, third)):
        live = canonical(render("\n\n".join(order)).html)
        assert patched(page, live) == "\n\n".join(order) + "\n"


def test_line_endings_stay() -> None:
    page = "one\r\ntwo\n\nthree\r\n\r\nfour"
    live = canonical(render(page).html)
    assert patched(page, live.replace("one two", "one new two")) == "one\r\nnew two\n\nthree\r\n\r\nfour"
    assert patched(page, live.replace("four", "five")) == "one\r\ntwo\n\nthree\r\n\r\nfive"
    assert patched(page, live + "<p>six</p>") == "one\r\ntwo\n\nthree\r\n\r\nfour\r\n\r\nsix"
    assert patched(page, live.replace("<p>four</p>", "")) == "one\r\ntwo\n\nthree"


def test_targets_held_for_equal_keep_their_spelling() -> None:
    page = "See [one](./b.md) and [two](b.md), ![p](p.png).\n"
    same = {"hcsync:./b.md": "hcsync:b.md", "hcsync:p.png": "https://cdn/1/p.png"}
    link = '<a href="hcsync:b.md">{}</a>'
    live = f'<p>See {link.format("one")} or {link.format("two")},</p><p><img src="{{}}" alt="p"></p><p>.</p>'

    def kept(target: str) -> str:
        return same.get(target, target)

    assert patched(page, live.format("https://cdn/1/p.png"), kept) == "See [one](./b.md) or [two](b.md), ![p](p.png).\n"
    moved = patched(page, live.format("https://cdn/2/p.png"), kept)
    assert moved == "See [one](./b.md) or [two](b.md), ![p](https://cdn/2/p.png).\n"
    assert said(moved, kept) == said(patched("", live.format("https://cdn/2/p.png"), kept), kept)


def test_an_empty_page_and_an_empty_body() -> None:
    assert patched("", "<p>a</p>") == "a\n"
    assert patched("a\n\n<!-- b -->\n", "") == "<!-- b -->\n"
    assert patched("a\n", "") == ""


_PIECES = st.sampled_from(
    "# |## |- |1. |  - |* |> |```\n|**|*|_|`|[x](y.md)|[x](http://a.b)|![i](p.png)|[|](|<b>|</b>|<br>|\n|\n\n|   |text"
    "| a|中|&nbsp;|&amp;|\\|---\n|www.a.com|<http://x.y>|<details><summary>s</summary>|</details>|!|#|1.|~|[^n]|[r]"
    "|\n\n[^n]: m\n|\n\n[r]: z.md\n|\n<!-- c -->\n|word word".split("|")
)
_TABLE = st.just("\n\n| a | b |\n|---|:-:|\n| c | d |\n")
_ODD = st.lists(st.one_of(_PIECES, _TABLE), max_size=15).map("".join)


@settings(max_examples=200, deadline=None)
@given(_ODD, _ODD)
def test_whatever_the_page_is_to_say_it_says(page: str, other: str) -> None:
    live = canonical(render(other).html)
    assert canonical(render(patched(page, live)).html) == live
    assert patched(page, canonical(render(page).html)) == page


_WORDS = st.lists(
    st.sampled_from("alpha beta, *gamma* [delta](d.md) `epsilon` 中文 *zeta_eta* theta.".split()), min_size=1
)
_LINE = _WORDS.map(" ".join)
_WRAPPED = st.lists(_LINE, min_size=1, max_size=3).map("\n".join)
_BLOCKS = st.one_of(
    _WRAPPED,
    _LINE.map(lambda line: f"## {line}"),
    st.lists(_LINE, min_size=1, max_size=4).map(lambda items: "\n".join(f"*  {item}" for item in items)),
    st.lists(_LINE, min_size=1, max_size=4).map(lambda items: "\n".join(f"{n}) {i}" for n, i in enumerate(items, 3))),
    _WRAPPED.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    _LINE.map(lambda text: f"~~~sh\n{text}\n\n  more\n~~~"),
    _LINE.map(lambda text: f"a | b\n--|--\n{text} | x"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_BLOCKS, min_size=1, max_size=6), st.data())
def test_blocks_that_were_not_edited_stay_byte_for_byte(blocks: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(blocks) - 1))
    new = data.draw(st.lists(_BLOCKS, max_size=2))
    # A paragraph between them, so that neighbours do not become one.
    page = [each for number, block in enumerate(blocks) for each in (block, f"Between {number}.")]
    edited = page[: 2 * at] + new + page[2 * at + 1 :]
    live = canonical(render("\n\n".join(edited)).html)
    after = patched("\n\n".join(page), live)
    assert canonical(render(after).html) == live
    head, tail = "\n\n".join(page[: 2 * at]), "\n\n".join(page[2 * at + 1 :])
    assert after.startswith(head)
    assert after.endswith(tail)


def _lines(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in list(found)[2:] if not line.startswith("@@")]
