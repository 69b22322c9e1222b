"""What is sent and what comes back compare equal, through everything the help center does to a body."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored import BODY_QUIRKS, Center

from hcsync.content.fence import split
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.render.body import render
from hcsync.markup.render.references import fill

CONTENT = Path(__file__).parents[2] / "content"
SITE = "https://intercom.help/acme"

_WORDS = st.text(st.sampled_from("abc é ñ 日本 文 <&>\"'*_`[]()!#-+.~|\\:/@{}= 1 \u00a0"), min_size=1, max_size=12)
_TARGETS = st.sampled_from(
    ["../billing/refunds.md#how-long", "other.md", "https://example.com/a?b=1&c=%20d", "mailto:a@example.com", "#top"]
)
_PICTURES = st.sampled_from(["../images/a.png", "b%20c.svg", "https://example.com/x.png?raw=true&s=1"])


def _inline() -> st.SearchStrategy[str]:
    plain = _WORDS.map(lambda text: text.strip() or "x")
    marked = st.one_of(
        plain,
        plain.map("**{}**".format),
        plain.map("*{}*".format),
        plain.map("`{}`".format),
        plain.map("<b>{}</b>".format),
        plain.map("~~{}~~".format),
        st.builds("[{}]({})".format, plain, _TARGETS),
        st.builds("![{}]({})".format, plain, _PICTURES),
        st.just("https://example.com/bare"),
        st.just("a\\\nb"),
        st.just("日本\n語"),
        st.just("<br>"),
        st.just("<kbd>K</kbd>"),
    )
    return st.lists(marked, min_size=1, max_size=5).map(" ".join)


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _blocks() -> st.SearchStrategy[str]:
    line = _inline()
    one_line = line.map(lambda text: text.replace("\n", " "))
    items = st.lists(line.map(lambda text: f"- {_indented(text)}"), min_size=1, max_size=3)
    table = st.builds("| {} | {} |\n|---|:-:|\n| {} | {} |".format, one_line, one_line, one_line, one_line)
    leaf = st.one_of(
        line,
        st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "####"]), one_line),
        items.map("\n".join),
        items.map("\n\n".join),
        st.builds("- {}\n  - {}\n    1. {}".format, one_line, one_line, one_line),
        table,
        table.map('{{widths="120 50%"}}\n\n{}'.format),
        _WORDS.map("```py\n{}\n\n  x\n```".format),
        st.just("---"),
        st.just("<details><summary>More</summary>\n\ninside **it**\n\n</details>"),
        st.just('<table><tr><td>a</td><td align="center">b</td></tr></table>'),
        st.just('<iframe src="https://www.youtube.com/embed/x?rel=0"></iframe>'),
        st.just('<div class="intercom-interblocks-callout" style="background-color: #d7efdc80;">text</div>'),
        st.just("text[^1]\n\n[^1]: a note"),
        one_line.map("> [!WARNING]\n> {}".format),
        one_line.map("> [!#f0e6ff]\n>\n> - {}".format),
        one_line.map("{} {{.center}}".format),
        one_line.map("## {} {{.right}}".format),
        one_line.map("[{}](x.md){{.button .center}}".format),
        st.just("![a](https://example.com/x.png){width=300}"),
        st.just("https://youtu.be/dQw4w9WgXcQ?t=5"),
        st.just("@[video](https://www.loom.com/share/0281766fa2d04bb788eaf19e65135184)"),
        st.just("- [ ] a\n- [x] b"),
        one_line.map("Term\n: {}".format),
    )
    quoted = leaf.map(lambda text: "> " + text.replace("\n", "\n> "))
    return st.one_of(leaf, leaf, leaf, quoted)


DOCUMENTS = st.lists(_blocks(), max_size=5).map("\n\n".join)


@pytest.fixture(scope="module", params=BODY_QUIRKS, ids=str)
def center(request: pytest.FixtureRequest) -> Iterator[Center]:
    center = Center(request.param)
    yield center
    center.close()


def _markdown(path: Path) -> str:
    parts = split(path.read_text("utf-8"))
    assert parts is not None, path
    return parts.body


def _check(center: Center, markdown: str) -> None:
    page = render(markdown)
    urls = [f"{SITE}/en/articles/{number}-slug" for number, _ in enumerate(page.links)]
    images = [f"https://example.com/{number}.png" for number, _ in enumerate(page.images)]
    back = center.stored(fill(page.html, urls, images))
    found = form(canonical(back, sites=[SITE]))
    assert found.text == page.form.text, (page.html, back, canonical(page.html), canonical(back))
    assert found.links == tuple(f"intercom:article/{number}@en" for number, _ in enumerate(page.links))
    assert len(found.images) == len(page.form.images)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(markdown=DOCUMENTS)
def test_any_document_comes_back_as_it_was_sent(center: Center, markdown: str) -> None:
    _check(center, markdown)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(markdown=DOCUMENTS)
def test_a_thousand_documents_come_back_as_they_were_sent(center: Center, markdown: str) -> None:
    _check(center, markdown)


@pytest.mark.parametrize(
    ("quirks", "markdown"),
    [
        ({"containers": "strip"}, "> a quote\n"),
        ({"code-in-list": "split"}, "- a\n\n  ```\n  b\n  ```\n- c\n"),
        ({"collapsibles": "strip"}, "<details><summary>a</summary>b</details>\n"),
    ],
    ids=str,
)
def test_what_is_lost_shows(quirks: dict[str, str], markdown: str) -> None:
    center = Center(quirks)
    page = render(markdown)
    assert form(canonical(center.stored(page.html))).text != page.form.text
    center.close()


def test_the_projects_own_help_center_comes_back_as_it_was_sent(center: Center) -> None:
    for path in sorted(CONTENT.rglob("*.md")):
        _check(center, _markdown(path))
