"""Every body of a real help center in all its languages: it comes back from Intercom as it was sent, whatever Intercom
may do to it, and comes home as Markdown that says the same."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from corpus import glossary_in
from stored import BODY_QUIRKS, Center

from hcsync.content.fence import split
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.render.body import render
from hcsync.markup.render.references import fill
from hcsync.markup.render.rendered import Rendered
from hcsync.markup.revert.markdown import to_markdown

SITE = "https://intercom.help/acme"


@cache
def _pages(root: Path) -> dict[str, Rendered]:
    found: dict[str, Rendered] = {}
    for path in sorted((root / "content").rglob("*.md")):
        parts = split(path.read_text("utf-8"))
        if parts is not None:
            found[str(path.relative_to(root))] = render(parts.body)
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Rendered]]:
    yield _pages(glossary_in(tmp_path_factory.mktemp("corpus")).root)
    _pages.cache_clear()


@pytest.mark.long
@pytest.mark.parametrize("quirks", BODY_QUIRKS, ids=str)
def test_comes_back_as_it_was_sent(pages: dict[str, Rendered], quirks: dict[str, str]) -> None:
    center = Center(quirks)
    for name, page in pages.items():
        urls = [f"{SITE}/en/articles/{number}-slug" for number, _ in enumerate(page.links)]
        images = [f"https://example.com/{number}.png" for number, _ in enumerate(page.images)]
        found = form(canonical(center.stored(fill(page.html, urls, images)), sites=[SITE]))
        assert found.text == page.form.text, name
        assert found.links == tuple(f"intercom:article/{number}@en" for number, _ in enumerate(page.links)), name
    assert len(pages) == 748
    center.close()


@pytest.mark.long
def test_comes_home_as_markdown_that_says_the_same(pages: dict[str, Rendered]) -> None:
    fenced = 0
    for name, page in pages.items():
        once = to_markdown(page.html)
        again = render(once)
        assert canonical(again.html) == canonical(page.html), name
        assert to_markdown(again.html) == once, name
        fenced += "html intercom" in once
    assert fenced == 0
