"""The examples of the CommonMark specification: what Intercom can hold reads as the specification says, what it cannot
is told of, and nothing is in between."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.revert.markdown import to_markdown

EXAMPLES = json.loads((Path(__file__).parent / "commonmark" / "examples.json").read_text("utf-8"))

# Number of the example → why its page is another one here, without a loss to tell of.
OTHERWISE = {
    **dict.fromkeys((148,), "a code block holds text alone: emphasis in it is its words"),
    **dict.fromkeys((152, 153, 154, 164, 169), "classes, ids and languages show nothing"),
    **dict.fromkeys((156, 157, 158), "an unfinished tag is text here, and nothing in a browser"),
    **dict.fromkeys((218, 239, 240), "a quote without text is not shown"),
    **dict.fromkeys((608, 611, 612), "bare addresses are links, as on GitHub"),
}


def _expected(html: str) -> str:
    """The specification's page as Intercom can hold it: quotes are grey callouts."""
    grey = '<div class="intercom-interblocks-callout" style="background-color: #e8e8e880; border-color: #73737633;">'
    html = html.replace("<blockquote>", grey).replace("</blockquote>", "</div>")
    return _shown(canonical(html).replace("\n</code>", "</code>"))


def _shown(page: str) -> str:
    """Without hcsync's marks and the ways to spell an address."""
    return re.sub(r'(href|src)="(?:hcsync:)?([^"]*)"', lambda found: f"{found[1]}={unquote(unescape(found[2]))}", page)


def _is_held(markdown: str, html: str) -> bool:
    return _shown(canonical(render(markdown).html)) == _expected(html)


@pytest.mark.parametrize("number", range(1, len(EXAMPLES) + 1))
def test_example(number: int) -> None:
    markdown, html = EXAMPLES[number - 1]
    page = render(markdown)
    again = to_markdown(page.html)
    assert canonical(render(again).html) == canonical(page.html)
    assert to_markdown(render(again).html) == again
    held = _is_held(markdown, html)
    assert held or page.diagnostics or number in OTHERWISE
    assert not (held and number in OTHERWISE)


def test_how_many_are_held() -> None:
    """Held, told of, and otherwise without a loss."""
    held = {number for number, example in enumerate(EXAMPLES, 1) if _is_held(*example)}
    told = {number for number, (markdown, _) in enumerate(EXAMPLES, 1) if render(markdown).diagnostics} - held
    assert (len(EXAMPLES), len(held), len(told), len(OTHERWISE)) == (652, 546, 91, 15)
