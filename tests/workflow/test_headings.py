"""Links to headings: they lead to where readers find the heading, in each language, and stay true when ids change."""

import re
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from served import Site, serving

from hcsync.config import load
from hcsync.emulator.quirks import Quirks
from hcsync.model.codes import Code
from hcsync.planner.policy import OnDrift, Policy
from hcsync.workflow import offline
from hcsync.workflow.lint import lint
from hcsync.workflow.request import Request

WAYS = ("fresh", "keep-own", "by-words")
WORDS = {"en": ("How long it takes", "how-long-it-takes"), "fr": ("Combien de temps ?", "combien-de-temps-")}
EVERY = (*WAYS, "none")


def site_of(path: Path, way: str) -> "Site":
    return serving(path, locales=("en", "fr"), quirks=Quirks({"heading-ids": way}))  # type: ignore[return-value]


def fill(site: Site, links: dict[str, str], more: str = "") -> None:
    """Articles by key, each with a heading, and a link to the heading of another where `links` says so."""
    site.config("en, fr", more)
    for locale, (words, anchor) in WORDS.items():
        for key in {*links, *links.values()}:
            link = f"[see]({links[key]}.md#{anchor})" if key in links else "No link."
            site.article(key, f"First.\n\n## {words}\n\nAbout {key}.\n\n{link}", f"{key} {locale}", locale)


def lands(site: Site, key: str, locale: str) -> str | None:
    """What a reader sees who follows the link of an article: the heading's words; None where there is no such place."""
    with httpx.Client(base_url=site.url, follow_redirects=True, trust_env=False) as reader:
        number = next(one["id"] for one in site.call("GET", "/articles")["data"] if one["title"] == f"{key} en")
        page = LexborHTMLParser(reader.get(f"/help/{locale}/articles/{number}").text)
        links = [node.attributes["href"] or "" for node in page.css(".body a") if node.text() == "see"]
        path, _, fragment = links[0].partition("#")
        there = LexborHTMLParser(reader.get(path).text) if path else page
        found = [node for node in there.css(".body [id]") if node.attributes["id"] == fragment]
        return found[0].text() if fragment and found else None


def at_rest(site: Site) -> bool:
    plan = site.plan().plan
    return not (plan.pending or plan.drift or plan.conflicts)


@pytest.mark.parametrize("way", WAYS)
def test_a_link_to_a_heading_works_in_two_languages_after_one_apply(tmp_path: Path, way: str) -> None:
    with site_of(tmp_path, way) as site:
        fill(site, {"a": "b"})

        outcome = site.apply()

        assert (outcome.complete, outcome.diagnostics) == (True, ())
        assert [lands(site, "a", locale) for locale in WORDS] == [words for words, _ in WORDS.values()]
        assert at_rest(site)


@pytest.mark.parametrize("way", EVERY)
@pytest.mark.parametrize(
    "links",
    [
        {"a": "b", "b": "a"},
        {"a": "b", "b": "c", "c": "a", "d": "a", "e": "d"},
        {"a": "a"},
        {"a": "b", "c": "b", "b": "d"},
    ],
    ids=["circle", "circle-with-tail", "itself", "tree"],
)
def test_after_one_apply_nothing_is_left_to_do(tmp_path: Path, way: str, links: dict[str, str]) -> None:
    with site_of(tmp_path, way) as site:
        fill(site, links)

        assert site.apply().complete

        assert at_rest(site)
        seen = {(key, locale): lands(site, key, locale) for key in links for locale in WORDS}
        missing = {key for (key, _), words in seen.items() if words is None}
        # Where each write changes the ids, a circle has to be opened somewhere.
        circle = len(links) if way == "none" else 1 if way == "fresh" and links != {"a": "b", "c": "b", "b": "d"} else 0
        assert len(missing) == circle
        assert all(words == WORDS[locale][0] for (_, locale), words in seen.items() if words is not None)


@pytest.mark.parametrize("way", WAYS)
def test_what_links_to_a_heading_follows_when_it_gets_another_id(tmp_path: Path, way: str) -> None:
    """The page with the heading is written again; the article that links to it is no drift, and right in the end."""
    with site_of(tmp_path, way) as site:
        fill(site, {"a": "b", "b": "c"})
        site.apply()
        for round_ in ("one", "two"):
            site.article("c", f"## {WORDS['en'][0]}\n\nNew {round_}.", "c en", "en")
            first = site.apply()
            told = [one.code for one in first.diagnostics]
            plan = site.plan().plan
            assert (plan.drift, plan.conflicts) == ((), ())
            if plan.pending:
                assert (way, round_, told) == ("fresh", "one", [Code.STALE_HEADINGS]), "only before it is known"
                assert {change.reason for change in plan.changes} == {"headings it links to have other ids"}
                site.apply()
            assert at_rest(site)
            assert [lands(site, key, locale) for key in "ab" for locale in WORDS] == [
                words for _ in "ab" for words, _ in WORDS.values()
            ]


def test_a_heading_that_is_only_renamed_keeps_its_id(tmp_path: Path) -> None:
    """Others on the web may link to it."""
    with site_of(tmp_path, "keep-own") as site:
        fill(site, {"a": "b"})
        site.apply()
        before = re.findall(r'id="([^"]+)"', site.articles()["b en"]["body"])
        site.article("b", "First.\n\n## Duration\n\nAbout b.", "b en", "en")

        assert [(d.code, d.place and f"{d.place.path}:{d.place.line}") for d in _lint(site)] == [
            (Code.BROKEN_ANCHOR, "content/en/a.md:13")
        ]
        site.apply()

        assert re.findall(r'id="([^"]+)"', site.articles()["b en"]["body"]) == before
        assert at_rest(site)
        site.article("a", "First.\n\n## How long it takes\n\nAbout a.\n\n[see](b.md#duration)", "a en", "en")
        site.apply()
        assert (lands(site, "a", "en"), _lint(site), at_rest(site)) == ("Duration", (), True)


def test_a_heading_edited_in_intercom_makes_no_work_of_what_links_to_it(tmp_path: Path) -> None:
    with site_of(tmp_path, "keep-own") as site:
        fill(site, {"a": "b"})
        site.apply()
        page = site.articles()["b en"]
        body = page["body"].replace(WORDS["en"][0], "Quite another thing")
        site.call("PUT", f"/articles/{page['id']}", {"body": body, "state": "published", "author_id": 1})

        plan = site.plan().plan
        assert (plan.changes, [str(one.address) for one in plan.drift]) == ((), ["article.b"])
        site.apply(policy=Policy(on_drift=OnDrift.OVERWRITE))
        assert (at_rest(site), lands(site, "a", "en")) == (True, WORDS["en"][0])


def test_a_state_without_headings_is_mended_by_the_next_apply(tmp_path: Path) -> None:
    """As an older hcsync left it: nothing is known of headings, and the link leads to their words."""
    with site_of(tmp_path, "keep-own") as site:
        fill(site, {"a": "b"})
        site.apply()
        (file,) = site.root.glob(".hcsync/*.json")
        file.write_text(re.sub(r',?\s*"headings": \{[^}]*\}', "", file.read_text()))
        assert (at_rest(site), lands(site, "a", "fr")) == (True, WORDS["fr"][0])


@pytest.mark.parametrize("way", ["keep-own", "by-words"])
def test_a_link_within_the_page_works(tmp_path: Path, way: str) -> None:
    with site_of(tmp_path, way) as site:
        site.config("en, fr")
        for locale, (words, anchor) in WORDS.items():
            site.article("a", f"[see](#{anchor})\n\n## {words}\n\nText.", f"a {locale}", locale)
        assert site.apply().diagnostics == ()
        assert [lands(site, "a", locale) for locale in WORDS] == [words for words, _ in WORDS.values()]
        assert at_rest(site)


@pytest.mark.parametrize("way", EVERY)
def test_a_plan_without_intercom_knows_the_ids_too(tmp_path: Path, way: str) -> None:
    with site_of(tmp_path, way) as site:
        fill(site, {"a": "b", "b": "a", "c": "b"})
        site.apply()
        config = load(site.root, {})
        assert not offline.plan(config, config.environment(), Request()).plan.pending


@pytest.mark.parametrize("way", EVERY)
def test_an_edit_beside_the_link_is_pulled_and_the_link_stays_as_it_is_written(tmp_path: Path, way: str) -> None:
    with site_of(tmp_path, way) as site:
        fill(site, {"a": "b"})
        site.apply()
        page = site.articles()["a en"]
        body = page["body"].replace("About a.", "All about a.")
        site.call("PUT", f"/articles/{page['id']}", {"body": body, "state": "published", "author_id": 1})
        file = site.root / "content/en/a.md"
        wanted = file.read_text().replace("About a.", "All about a.")

        site.pull()

        assert file.read_text() == wanted
        assert site.plan().plan.conflicts == ()
        site.apply()
        assert at_rest(site)


@pytest.mark.parametrize("way", WAYS)
def test_after_a_rollback_the_next_apply_is_right_again(tmp_path: Path, way: str) -> None:
    with site_of(tmp_path, way) as site:
        fill(site, {"a": "b"})
        site.apply()
        site.article("b", f"First.\n\n## {WORDS['en'][0]}\n\nWorse.", "b en", "en")
        site.apply()
        site.rollback()
        assert "About b." in site.articles()["b en"]["body"]
        for _ in range(2):
            site.apply(policy=Policy(on_drift=OnDrift.OVERWRITE))
        assert (at_rest(site), lands(site, "a", "en")) == (True, WORDS["en"][0])


def _lint(site: Site):  # type: ignore[no-untyped-def]
    config = load(site.root, {})
    return lint(config, config.environment()).diagnostics
