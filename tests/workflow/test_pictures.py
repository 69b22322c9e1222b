"""Pictures whose files bear names that no address can: they are published, known again, and nothing is made twice."""

from pathlib import Path

import pytest
from served import Site, serving

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
# Name of the file → as a link has it.
NAMES = {
    "Screenshot 2024-03-01 at 9.15.00.png": "Screenshot%202024-03-01%20at%209.15.00.png",
    "logo@2x.png": "logo@2x.png",
    "50%25 (a+b) & c's.PNG": "50%2525%20\\(a+b\\)%20&amp;%20c's.PNG",
    "x#1?.gif": "x%231%3F.gif",
    "größe 日本.png": "größe%20日本.png",
    "gro\u0308\u00dfer.png": "gro\u0308\u00dfer.png",
}


@pytest.fixture
def site(tmp_path: Path):
    with serving(tmp_path) as running:
        running.config(more="assets:\n  base_url: https://files.example.com/help\n")
        for number, name in enumerate(NAMES):
            path = running.root / "content/en/images" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(PNG + bytes([number]))
        (running.root / "content/top.png").write_bytes(PNG)
        shown = [f"![What it shows](images/{target})" for target in NAMES.values()]
        shown += ["![In the top folder](../top.png)", "![Elsewhere](https://example.com/a%20b@3x.png?raw=1&b=c/d)"]
        running.article("a", "\n\n".join(shown))
        yield running


def test_they_are_published_and_read_back_as_sent(site: Site) -> None:
    done = site.apply()
    assert (done.diagnostics, [result.verified for result in done.results]) == ((), [True])
    assert not site.plan().plan.pending


def test_an_article_whose_answer_was_lost_is_known_by_them(site: Site) -> None:
    site.weather.rule = lambda number, method, _path, _body: (502, b"") if method == "POST" else None
    site.weather.after = True
    site.apply()
    site.weather.rule = None
    site.apply()
    assert [one["title"] for one in site.call("GET", "/articles")["data"]] == ["A"]
    assert not site.plan().plan.pending
