"""A real browser opens an article of the embedded help center over a real socket."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from running import emulator_running
from selectolax.lexbor import LexborHTMLParser

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
BODY = (
    '<h2>Part</h2><p><a href="https://intercom.help/acme-help/en/articles/9100002-second">On to the second</a></p>'
    '<p><img src="https://hcsync.localhost/assets/picture.svg" alt="A box"></p>'
)
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --virtual-time-budget=5000 --dump-dom"
).split()


@pytest.fixture
def browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no browser in PATH; `apt-get install chromium` (or Google Chrome) lets this test run")


def test_an_article_in_a_browser(browser: str, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "picture.svg").write_text(PICTURE)
    seed = tmp_path / "seed.json"
    seed.write_text(
        json.dumps(
            {
                "collections": [{"key": "top", "name": "Top"}],
                "articles": [
                    {"collection": "top", "title": "First", "state": "published", "body": BODY},
                    {"collection": "top", "title": "Second", "state": "published", "body": "<p>x</p>"},
                ],
            }
        )
    )
    arguments = ("--seed", str(seed), "--assets", str(tmp_path / "assets"))
    with emulator_running(tmp_path / "center.db", *arguments) as emulator:
        done = subprocess.run(
            [browser, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", f"{emulator.url}/help/en/articles/9100001"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        asked = {(entry["path"], entry["status"]) for entry in emulator.requests()}
    page = LexborHTMLParser(done.stdout)
    assert [node.text() for node in page.css("article h1, .body h2, .body a")] == ["First", "Part", "On to the second"]
    assert page.css_first(".body a").attributes["href"] == "/help/en/articles/9100002-second"
    image = page.css_first(".body img").attributes["src"]
    assert asked >= {("/help/en/articles/9100001", 302), ("/help/en/articles/9100001-first", 200)}
    assert asked >= {("/help/_static/site.css", 200), (image, 200)}
