"""A small help center in two languages through every behaviour Intercom may turn out to have: it always comes to rest.

After an apply the next plan is empty. Where Intercom will not take something, the apply says so, and everything else
is there.
"""

from pathlib import Path

import pytest
from served import Site, serving

from hcsync.emulator.quirks import TABLE, Quirks
from hcsync.model.outcome import Status
from hcsync.model.plan import Action

# What Intercom refuses under a quirk, and what it then says; all else must be as under the defaults.
REFUSED = {
    "nested-lists=refuse": {"article.guide/lists"},
    "image-fetch=on": {"article.guide/deep/picture"},  # the picture is not there
}

PICTURE = "http://127.0.0.1:9/picture.png"
TEXTS = {
    "guide/lists": "One:\n\n1. first\n2. second\n\n   - nested\n   - *again*\n\n3. third\n\n       code in a list\n",
    "guide/table": "| a | b |\n|---|:-:|\n| 1 | [code](code.md) |\n| x<br>y | **2** |\n",
    "guide/code": "```python\nif a < b:\n\n    print('x')  # two  spaces\n```\n\nSome `code  here`.\n",
    "guide/deep/headings": (
        "## Two\n\nText\n\n#### Four\n\n[up](../table.md) [here](#four)\n\n# One\n\n---\n\n> Quote\n> two\n"
    ),
    "guide/deep/picture": f"![alt]({PICTURE})\n\nText ![]({PICTURE}) with *one* inside.\n\n<u>Under</u>\n",
    "draft": "A draft that links to [table](guide/table.md) and <https://example.com/?a=1&b=2>.\n",
    "circle-one": 'See [two](circle-two.md#three), "quoted" & <b>bold</b>\n',
    "circle-two": "See [one](circle-one.md).\n\n### Three\n\nline  \nbreak\n",
    "last": "Links everywhere: [a](guide/code.md), [b](draft.md), [c](guide/deep/headings.md).\n",
}


EDITED = {"article.guide/code", "article.guide/deep/headings", "article.draft", "collection.guide"}


def edit(site: Site, locales: tuple[str, ...]) -> None:
    """One body, one title, one article published and taken out of all collections, one collection's description."""
    site.article("guide/code", "No code any more, but [a link](../last.md).", title="The guide/code & 'co' (en)")
    for locale in locales:
        site.write(f"content/{locale}/guide/_collection.yml", f"name: guide & {locale}\ndescription: Other words\n")
        text = f"{TEXTS['guide/deep/headings']}\nIn {locale}."
        site.article("guide/deep/headings", text, title=f"Retitled <in> {locale}", locale=locale)
        text = f"{TEXTS['draft']}\nIn {locale}."
        site.article("draft", text, title=f"The draft & 'co' ({locale})", locale=locale)


def fill(site: Site, locales: tuple[str, ...]) -> None:
    site.config(", ".join(locales))
    for locale in locales:
        for folder in ("guide", "guide/deep"):
            site.write(
                f"content/{locale}/{folder}/_collection.yml", f'name: {folder} & {locale}\ndescription: About "it"\n'
            )
        for key, text in TEXTS.items():
            if locale != "en" and key in ("guide/code", "last"):
                continue
            state = "draft" if key == "draft" else "published"
            site.article(key, f"{text}\nIn {locale}.", title=f"The {key} & 'co' ({locale})", locale=locale, state=state)


CASES = [(quirk.name, value) for quirk in TABLE for value in quirk.values[1:]]


@pytest.mark.parametrize(("name", "value"), [("", ""), *CASES], ids=lambda word: word or "defaults")
def test_it_comes_to_rest_and_one_edit_is_one_change(tmp_path: Path, name: str, value: str) -> None:
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({name: value} if name else {})) as site:
        refused = REFUSED.get(f"{name}={value}", set())
        fill(site, ("en", "fr"))
        _rests(site, refused)

        edit(site, ("en", "fr"))
        assert {str(change.address) for change in site.plan().plan.changes} == EDITED | refused
        _rests(site, refused)


def test_a_title_that_comes_back_escaped_is_not_sent_back_so(tmp_path: Path) -> None:
    """It was edited in Intercom and is left; what else the article says is written."""
    with serving(tmp_path, quirks=Quirks({"title-escaping": "on"})) as site:
        site.config()
        site.write("content/en/guide/_collection.yml", "name: Guide\n")
        site.article("guide/a", "Text.", title="Title")
        site.apply()
        (group,), (page,) = site.collections().values(), site.articles().values()
        site.call("PUT", f"/help_center/collections/{group['id']}", {"name": "Q & A"})
        site.call("PUT", f"/articles/{page['id']}", {"title": "Q & A", "state": "published", "author_id": 1})
        site.write("content/en/guide/_collection.yml", "name: Guide\ndescription: New\n")
        site.article("guide/a", "New text.", title="Title")

        assert site.apply().complete

        assert (list(site.collections()), list(site.articles())) == (["Q &amp; A"], ["Q &amp; A"])
        assert "New text." in site.articles()["Q &amp; A"]["body"]


@pytest.mark.parametrize("value", ["auto", "always"])
def test_a_help_center_of_one_language_comes_to_rest_too(tmp_path: Path, value: str) -> None:
    with serving(tmp_path, locales=("en",), quirks=Quirks({"multilingual": value})) as site:
        fill(site, ("en",))
        _rests(site, set())


def _rests(site: Site, refused: set[str]) -> None:
    done = site.apply()
    assert {str(result.address) for result in done.results if result.error} == refused
    again = site.plan().plan
    assert {str(change.address) for change in again.changes} == refused
    assert (again.drift, again.conflicts, again.orphans) == ((), (), ())
    written = [r for r in done.results if r.status is Status.APPLIED and r.action is not Action.FORGET]
    assert all(result.verified for result in written) or done.diagnostics, "what is not as sent is said"
