"""`lint --fix`: links are mended where it is certain what is meant, and nothing else in a file changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Site, serving

from hcsync.config import load
from hcsync.emulator.quirks import Quirks
from hcsync.model.diagnostic import shown
from hcsync.report.lint import Linted, lint_text
from hcsync.workflow.lint import lint


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({"heading-ids": "keep-own"})) as running:
        running.config("en, fr")
        for locale in ("en", "fr"):
            for folder in ("start", "billing"):
                running.write(f"content/{locale}/{folder}/_collection.yml", f"name: {folder}\n")
            running.article("start/install", "## Steps\n\n[next](../billing/pay.md#costs)", "Install", locale)
            running.article("billing/pay", "## Costs\n\n[before](../start/install.md)", "Pay", locale)
        running.apply()
        yield running


def found(site: Site, *, fix: bool = False) -> Linted:
    config = load(site.root, {})
    return lint(config, config.environment(), fix=fix)


def told(site: Site) -> list[str]:
    return [str(one) for one in found(site).diagnostics]


def at_rest(site: Site) -> bool:
    plan = site.plan().plan
    return not (plan.pending or plan.drift or plan.conflicts)


def test_an_absolute_link_to_a_page_of_ours_becomes_a_relative_one(site: Site) -> None:
    page = site.articles()["Pay"]
    heading = page["body"].partition('id="')[2].partition('"')[0]
    text = f"""Text {page["url"]} as it is, <{page["url"]}>, and `[code]({page["url"]})`.

[one]({page["url"]}), [two](<{page["url"]}#{heading}> "a title") and [three][3].

    [code]({page["url"]})

[3]: {page["url"]}
[other]: https://example.com/en/articles/{page["id"]}
"""
    site.article("start/install", text, "Install", "en")
    before = (site.root / "content/en/start/install.md").read_text()

    assert [line for line in told(site) if "HC212" in line] == [
        f'content/en/start/install.md:{place}: HC212 warning: "{raw}" is a page of this repository (write {path})'
        for place, raw, path in [
            ("9:7", page["url"], "../billing/pay.md"),
            (f"9:{len(page['url']) + 17}", shown(f"{page['url']}#{heading}"), "../billing/pay.md#costs"),
            ("13:6", page["url"], "../billing/pay.md"),
        ]
    ]
    done = found(site, fix=True)

    after = before.replace(f"[one]({page['url']})", "[one](../billing/pay.md)")
    after = after.replace(f"<{page['url']}#{heading}>", "<../billing/pay.md#costs>")
    after = after.replace(f"[3]: {page['url']}", "[3]: ../billing/pay.md")
    assert (site.root / "content/en/start/install.md").read_text() == after
    assert done.mended == (
        f"content/en/start/install.md: {page['url']} → ../billing/pay.md",
        f"content/en/start/install.md: {page['url']}#{heading} → ../billing/pay.md#costs",
    )
    assert lint_text(done).splitlines()[0] == f"corrected {done.mended[0]}"
    assert [line for line in told(site) if "HC212" in line] == []
    assert found(site, fix=True).mended == ()


def test_a_link_to_another_language_stays(site: Site) -> None:
    url = site.articles()["Pay"]["translated_content"]["fr"]["url"]
    site.article("start/install", f"[in French]({url})", "Install", "en")
    assert (told(site), found(site, fix=True).mended) == ([], ())


def test_links_to_and_from_a_moved_file_are_mended(site: Site) -> None:
    """Line endings, a byte-order mark and all else stay."""
    for locale in ("en", "fr"):
        here = site.root / "content" / locale
        site.write(f"content/{locale}/billing/more/_collection.yml", "name: More\n")
        (here / "billing/pay.md").rename(here / "billing/more/pay.md")
        install = here / "start/install.md"
        install.write_bytes(b"\xef\xbb\xbf" + install.read_bytes().replace(b"\n", b"\r\n"))
    before = (site.root / "content/fr/start/install.md").read_bytes()
    broken = [line for line in told(site) if "HC201" in line]
    assert [line.partition(": HC")[0] for line in broken] == [
        f"content/{locale}/{path}"
        for locale in ("en", "fr")
        for path in ("billing/more/pay.md:9:1", "start/install.md:9:1")
    ]

    done = found(site, fix=True)

    assert done.mended == tuple(
        line
        for locale in ("en", "fr")
        for line in (
            f"content/{locale}/billing/more/pay.md: ../start/install.md → ../../start/install.md",
            f"content/{locale}/start/install.md: ../billing/pay.md#costs → ../billing/more/pay.md#costs",
        )
    )
    assert done.diagnostics == ()
    after = before.replace(b"../billing/pay.md#costs", b"../billing/more/pay.md#costs")
    assert (site.root / "content/fr/start/install.md").read_bytes() == after
    site.apply()
    assert at_rest(site)


def test_a_link_to_a_deleted_file_is_left_to_a_person(site: Site) -> None:
    for locale in ("en", "fr"):
        (site.root / f"content/{locale}/billing/pay.md").unlink()
    before = told(site)
    assert [line.partition(" ")[2][:5] for line in before] == ["HC201", "HC201"]
    assert (found(site, fix=True).mended, told(site)) == ((), before)


def test_without_a_state_nothing_is_known(site: Site) -> None:
    url = site.articles()["Pay"]["url"]
    site.article("start/install", f"[pay]({url})", "Install", "en")
    for file in site.root.glob(".hcsync/*.json"):
        file.write_text("{")
    assert (told(site), found(site, fix=True).mended) == ([], ())


ODD = "c (a & b)/50%20 ?.md"
TO_ODD = "../c%20%28a%20&%20b%29/50%2520%20%3F.md"


def test_a_path_with_what_means_something_else_in_a_link_is_written_so_that_it_leads_there(site: Site) -> None:
    site.write("content/en/c (a & b)/_collection.yml", "name: Odd\n")
    site.article(ODD.removesuffix(".md"), "Text.", "Odd")
    site.apply()
    url = site.articles()["Odd"]["url"]
    site.article("start/install", f"[one]({url}) and [two]({url}).\n\n[3]: {url}\n\n[three][3]", "Install")
    assert len([line for line in told(site) if "HC212" in line and f"write {TO_ODD}" in line]) == 3
    found(site, fix=True)
    text = (site.root / "content/en/start/install.md").read_text()
    assert text.endswith(f"[one]({TO_ODD}) and [two]({TO_ODD}).\n\n[3]: {TO_ODD}\n\n[three][3]\n")
    site.apply()
    assert at_rest(site)
    page = site.articles()["Pay"]
    site.call("PUT", f"/articles/{page['id']}", {"body": f'{page["body"]}<p>See <a href="{url}">this</a>.</p>'})
    site.pull()
    assert "See [this](<../c (a & b)/50%2520 %3F.md>)." in (site.root / "content/en/billing/pay.md").read_text()
