"""docs/constructs.md, line by line: what each construct becomes in Intercom, and what comes back."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from stored import Center

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.revert.markdown import to_markdown

PAGE = (Path(__file__).parents[2] / "docs" / "constructs.md").read_text("utf-8")


def _rows() -> dict[str, list[str]]:
    """Name → what is written, what is kept, and what comes back where that is something else."""
    rows: dict[str, list[str]] = {}
    tokens = MarkdownIt("commonmark").parse(PAGE)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h3":
            rows[tokens[at + 1].content] = []
        elif token.type == "fence":
            rows[next(reversed(rows))].append(token.content)
    return rows


ROWS = _rows()


@pytest.mark.parametrize("name", ROWS)
def test_both_ways(name: str) -> None:
    written, kept, *again = ROWS[name]
    center = Center({"image-query": "none", "image-reupload": "reuse"})
    page = render(written)
    assert page.diagnostics == ()
    stored = center.stored(page.html)
    center.close()
    assert re.sub(r' id="h_[0-9a-f]{10}"', "", stored) + "\n" == kept
    back = again[0] if again else written
    assert to_markdown(stored) == back
    assert canonical(render(back).html) == canonical(stored)
    assert to_markdown(render(back).html) == back


def test_the_table_above_names_them_all() -> None:
    table = re.findall(r"^\| .* \|$", PAGE.partition("## ")[0], re.MULTILINE)
    listed = [name for row in table for name in re.findall(r"\[([^]]+)\]\(#", row)]
    assert listed == list(ROWS)
