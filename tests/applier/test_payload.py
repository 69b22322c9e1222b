"""What is sent beside what has changed: drift stays as it is, parents move, collections land where they belong."""

from pathlib import Path

import pytest
from served import Site, serving

from hcsync.applier import payload
from hcsync.emulator.quirks import Quirks
from hcsync.intercom.convert import Content
from hcsync.model.address import article
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.diagnostic import Place
from hcsync.model.plan import Action, Change
from hcsync.planner.policy import OnConflict, Policy


def _edited(site: Site, name: str, **fields: object) -> None:
    """Somebody edits the article in Intercom."""
    ident = site.articles()[name]["id"]
    site.call("PUT", f"/articles/{ident}", {"author_id": 1, "state": "published", **fields})


def test_drift_of_the_default_locale_is_sent_back_as_it_is(site: Site) -> None:
    site.article("a", "Old.")
    site.article("a", "Vieux.", locale="fr")
    site.apply()
    _edited(site, "A", description="Theirs.", body="<p>Their <b>body</b>.</p>")
    site.article("a", "Neuf.", locale="fr")
    assert site.apply().complete
    live = site.articles()["A"]
    assert live["description"] == "Theirs."
    assert live["body"] == '<p class="no-margin">Their <b>body</b>.</p>'
    assert "Neuf." in live["translated_content"]["fr"]["body"]
    plan = site.plan().plan
    assert (plan.pending, [str(one.address) for one in plan.drift]) == (False, ["article.a"])


def test_a_translation_removed_in_intercom_does_not_come_back_with_an_edit_of_another(site: Site) -> None:
    site.article("a", "Old.")
    site.apply()
    _edited(site, "A", translated_content={"fr": {"title": "À eux", "body": "<p>À eux.</p>", "author_id": 1}})
    site.article("a", "New.")
    assert site.apply().complete
    assert "À eux." in site.articles()["A"]["translated_content"]["fr"]["body"]


def test_drift_of_a_collection_is_sent_back_as_it_is(site: Site) -> None:
    site.write("content/en/guide/_collection.yml", "name: Guide\ndescription: Ours\n")
    site.write("content/fr/guide/_collection.yml", "name: Guide fr\n")
    site.article("guide/a", "Text.")
    site.apply()
    ident = site.collections()["Guide"]["id"]
    site.call("PUT", f"/help_center/collections/{ident}", {"description": "Theirs"})
    site.write("content/fr/guide/_collection.yml", "name: Le guide\n")
    assert site.apply().complete
    live = site.collections()["Guide"]
    assert (live["description"], live["translated_content"]["fr"]["name"]) == ("Theirs", "Le guide")
    assert [str(one.address) for one in site.plan().plan.drift] == ["collection.guide"]


def test_theirs_in_a_conflict_stays_and_the_other_fields_are_written(site: Site) -> None:
    site.article("a", "Old.")
    site.apply()
    _edited(site, "A", body="<p>Theirs.</p>")
    site.article("a", "Ours.", title="Renamed")
    outcome = site.apply(policy=Policy(on_conflict=OnConflict.THEIRS))
    assert outcome.complete
    live = site.articles()["Renamed"]
    assert "Theirs." in live["body"]
    assert [str(one.address) for one in site.plan().plan.conflicts] == ["article.a"]


def _nested(site: Site, parents: dict[str, str]) -> None:
    """Articles and collections, each with the parent it is to have ("null" for none)."""
    for key, parent in parents.items():
        if key.startswith("c"):
            site.write(f"content/en/{key}/_collection.yml", f"name: {key}\nparent: {parent}\n")
        else:
            head = f"---\ntitle: {key}\nauthor_id: 1\ncollection: {parent}\nstate: published\n---\n"
            site.write(f"content/en/{key}.md", f"{head}Text.\n")


def _parents(site: Site) -> dict[str, str]:
    groups, articles = site.collections(), site.articles()
    names = {one["id"]: name for name, one in groups.items()}
    found = {name: names.get(str(one["parent_id"]), "null") for name, one in groups.items()}
    return found | {name: names.get(str(next(iter(a["parent_ids"]), "")), "null") for name, a in articles.items()}


@pytest.mark.parametrize(
    "after",
    [
        {"c1": "null", "c2": "null", "c3": "null", "a": "null", "b": "null"},
        {"c1": "null", "c2": "null", "c3": "c2", "a": "c3", "b": "c1"},
        {"c1": "c3", "c2": "null", "c3": "null", "a": "c1", "b": "c3"},
    ],
)
def test_everything_moves_to_where_its_file_says(site: Site, after: dict[str, str]) -> None:
    before = {"c1": "null", "c2": "c1", "c3": "c1", "a": "c2", "b": "null"}
    _nested(site, before)
    assert site.apply().complete
    assert _parents(site) == before
    _nested(site, after)
    assert site.apply().complete
    assert _parents(site) == after
    assert not site.plan().plan.pending


def test_into_a_collection_that_is_new(site: Site) -> None:
    _nested(site, {"c1": "null", "a": "c1"})
    site.apply()
    _nested(site, {"c1": "c9", "c9": "null", "a": "c8", "c8": "c9"})
    assert site.apply().complete
    assert _parents(site) == {"c1": "c9", "c9": "null", "a": "c8", "c8": "c9"}
    assert not site.plan().plan.pending


@pytest.mark.parametrize("value", ["ignore", "refuse"])
def test_what_intercom_does_not_take_out_of_its_collection_is_said_and_stays_pending(
    tmp_path: Path, value: str
) -> None:
    with serving(tmp_path, quirks=Quirks({"article-parent-null": value})) as site:
        site.config()
        _nested(site, {"c1": "null", "a": "c1"})
        site.apply()
        _nested(site, {"a": "null"})
        outcome = site.apply()
        said = [str(one) for one in outcome.diagnostics] + [str(result.error) for result in outcome.results]
        assert any("collection" in words or "parent" in words for words in said)
        assert [str(change.address) for change in site.plan().plan.changes] == ["article.a"]


def test_help_center_of_a_collection(site: Site) -> None:
    center = site.call("GET", "/help_center/help_centers")["data"][0]["id"]
    site.write("content/en/guide/_collection.yml", f"name: Guide\nhelp_center: {center}\n")
    site.article("guide/a", "Text.")
    assert site.apply().complete
    assert str(site.collections()["Guide"]["help_center_id"]) == str(center)
    assert not site.plan().plan.pending


def test_a_target_brings_what_it_depends_on(site: Site) -> None:
    _nested(site, {"c1": "null", "c2": "c1", "a": "c2", "b": "c1", "d": "null"})
    outcome = site.apply("article.a")
    assert [str(result.address) for result in outcome.results] == ["collection.c1", "collection.c2", "article.a"]
    assert sorted(site.articles()) == ["a"]
    assert site.apply().complete
    assert not site.plan().plan.pending


def test_a_text_whose_author_intercom_does_not_name_is_written_without_one() -> None:
    place = Place("content/en/a.md")
    node = DesiredNode(article("a"), None, {"en": DesiredVersion("A", "", place, "0" * 40, "1", "published")})
    theirs = Content("B", "", "<p>B</p>", "", "published", None, 0)
    change = Change(node.address, Action.UPDATE, "A", "", keep=("en/author", "en/title"))
    assert payload.article(node, lambda _locale: "<p>A</p>", {"en": theirs}, change, None) == {
        "title": "B",
        "description": "",
        "body": "<p>A</p>",
        "state": "published",
    }
