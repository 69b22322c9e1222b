"""A rollback under behaviours Intercom may turn out to have: what comes back is what was there, pictures too."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from served import Site, serving

from hcsync.applier.observe import Observer
from hcsync.emulator.quirks import Quirks
from hcsync.intercom import wire
from hcsync.planner.tokens import live_tokens

CASES = (
    ("", ""),
    ("image-query", "no-req"),
    ("image-query", "none"),
    ("image-reupload", "reuse"),
    ("title-escaping", "on"),
    ("locale-merge", "replace"),
    ("author-omitted", "acting"),
    ("heading-blanks", "on"),
    ("headings", "clamp"),
    ("code-in-list", "split"),
    ("containers", "strip"),
)


PICTURE = "http://127.0.0.1:9/picture.png"
TEXTS = {
    "guide/lists": "One:\n\n1. first\n2. second\n\n   - nested\n   - *again*\n\n3. third\n\n       code in a list\n",
    "guide/code": "```python\nif a < b:\n\n    print('x')  # two  spaces\n```\n\n> [!NOTE]\n> Mind the `gap`.\n",
    "guide/headings": "## Two\n\nText\n\n#### Four\n\n[up](lists.md) [here](#four)\n\n# One\n\n| a |\n|---|\n| 1 |\n",
    "guide/picture": f"![alt]({PICTURE})\n\nText ![]({PICTURE}) with *one* inside.\n",
    "draft": "A draft that links to [lists](guide/lists.md) and <https://example.com/?a=1&b=2>.\n",
}


def fill(site: Site, words: str, picture: str = PICTURE) -> None:
    """Articles of all sorts in two languages; other `words`, other texts."""
    site.config("en, fr")
    for locale in ("en", "fr"):
        site.write(f"content/{locale}/guide/_collection.yml", f'name: Guide & {words}\ndescription: About "it"\n')
        for key, text in TEXTS.items():
            state = "draft" if key == "draft" else "published"
            site.article(
                key,
                f"{text.replace(PICTURE, picture)}\n{words} in {locale}.",
                title=f"The {key} & 'co' ({words} in {locale})",
                locale=locale,
                state=state,
            )


def _tokens(site: Site) -> dict[str, dict[str, str]]:
    """Id → what hcsync compares of it, read in full; a body's token covers the addresses of its pictures."""
    center = site.call("GET", "/help_center/help_centers")["data"][0]
    observer = Observer("en", (f"https://intercom.help/{center['identifier']}",))
    found: dict[str, dict[str, str]] = {}
    for one in site.call("GET", "/articles?per_page=250")["data"]:
        found[one["id"]] = live_tokens(observer.article(wire.decode(wire.Article, msgspec.json.encode(one))))
    for one in site.call("GET", "/help_center/collections?per_page=250")["data"]:
        found[one["id"]] = live_tokens(observer.collection(wire.decode(wire.Collection, msgspec.json.encode(one))))
    return found


@pytest.mark.parametrize(("name", "value"), CASES, ids=lambda word: word or "defaults")
def test_what_comes_back_is_what_was_there(tmp_path: Path, name: str, value: str) -> None:
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({name: value} if name else {})) as site:
        fill(site, "First")
        site.apply()
        before = _tokens(site)
        # Another picture under the same name: only its address tells the two apart.
        fill(site, "Second", "http://127.0.0.1:9/other/picture.png")
        site.apply()
        assert _tokens(site) != before

        done = site.rollback()

        assert _tokens(site) == before
        assert (done.complete, done.diagnostics) == (True, ())
        assert all(result.verified for result in done.results)
        assert site.plan().plan.changes == ()


def test_what_is_kept_holds_no_signature(tmp_path: Path) -> None:
    with serving(tmp_path, locales=("en", "fr")) as site:
        fill(site, "First")
        site.apply()
        fill(site, "Second")
        site.apply()
        kept = [path.read_bytes() for path in (site.root / ".hcsync/snapshots/production/objects").iterdir()]
        pictures: list[Any] = [one for one in kept if b"/i/o/" in one]
        assert pictures and not [one for one in pictures if b"expires=" in one or b"signature=" in one]
