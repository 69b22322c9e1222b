"""Saying which live object a file is: by hand, and with what hcsync suggests."""

import asyncio
from pathlib import Path

import pytest
from served import TOKEN, Site

from hcsync.config import load
from hcsync.errors import ContentInvalid, RefusedError, UsageError
from hcsync.model.address import article, collection
from hcsync.model.candidate import Candidate, Suggested
from hcsync.workflow.adopt import Adopted, adopt
from hcsync.workflow.suggest import suggest

TEXT = "\n\n".join(f"Paragraph {number} says something that no other one does, {number * 83}." for number in range(9))


def adopted(site: Site, what: str, remote_id: str, env: str | None = None) -> Adopted:
    config = load(site.root, {})
    return asyncio.run(adopt(config, config.environment(env), {"HELP_TOKEN": TOKEN}, what, remote_id))


def suggested(site: Site, what: str | None = None) -> Suggested:
    config = load(site.root, {})
    return asyncio.run(suggest(config, config.environment(), {"HELP_TOKEN": TOKEN}, what))


def live(site: Site, title: str, body: str = "<p>Theirs.</p>", **more: object) -> str:
    """Somebody writes an article in Intercom. Its id."""
    made = site.call("POST", "/articles", {"title": title, "body": body, "author_id": 1, "state": "published", **more})
    number: str = made["id"]
    return number


def text(site: Site, name: str) -> str:
    return (site.root / name).read_text()


def test_the_id_is_written_and_the_next_apply_takes_the_object_over(site: Site) -> None:
    number = live(site, "Install")
    site.article("start", "Ours.", title="Install the app")
    before = text(site, "content/en/start.md")

    done = adopted(site, "start", number)

    assert done == Adopted(article("start"), number, "Install", "content/en/start.md", True)
    assert text(site, "content/en/start.md") == before.replace(
        "state: published\n", f"state: published\nid: {number}\n"
    )
    assert [method for method, _, _ in site.weather.seen] == ["POST", *["GET"] * 4]
    site.apply()
    assert [(one["id"], one["title"]) for one in site.articles().values()] == [(number, "Install the app")]
    assert adopted(site, "content/en/start.md", number).written is False


def test_a_collection_is_named_by_its_file_too(site: Site) -> None:
    number = site.call("POST", "/help_center/collections", {"name": "Guides"})["id"]
    site.write("content/en/guides/_collection.yml", "name: Guides\n# the end\n")
    site.article("guides/a", "Text.")

    done = adopted(site, "content/en/guides/_collection.yml", number)

    assert (done.address, done.title) == (collection("guides"), "Guides")
    assert text(site, "content/en/guides/_collection.yml") == f"name: Guides\nid: {number}\n# the end\n"
    site.apply()
    assert [one["id"] for one in site.collections().values()] == [number]


STAGING = "  staging:\n    base_url: {url}\n    token_env: HELP_TOKEN\n"


def test_one_file_serves_several_environments(site: Site) -> None:
    site.config("en, fr", STAGING.format(url=site.url))
    one, other = live(site, "Production's"), live(site, "Staging's")
    site.article("a", "Ours.", title="A")

    assert adopted(site, "a", one, "production").written
    assert adopted(site, "a", other, "staging").written
    assert f"id: {{production: {one}, staging: {other}}}\n" in text(site, "content/en/a.md")

    assert site.plan().plan.changes[0].remote_id == one
    site.apply()
    assert sorted(site.articles()) == ["A", "Staging's"]


def test_an_id_for_whichever_environment_is_not_taken_for_one_of_several(site: Site) -> None:
    site.config("en, fr", STAGING.format(url=site.url))
    one, other = live(site, "One"), live(site, "Other")
    site.write("content/en/a.md", f"---\ntitle: A\nauthor_id: 1\nid: {one}\n---\n\nText.\n")

    assert adopted(site, "a", one).written is False
    with pytest.raises(UsageError, match="does not say for which environment"):
        adopted(site, "a", other, "staging")


def test_an_environment_that_is_not_configured_has_no_id(site: Site) -> None:
    site.write("content/en/a.md", "---\ntitle: A\nauthor_id: 1\nid: {prodution: 5}\n---\n\nText.\n")

    with pytest.raises(ContentInvalid) as refused:
        site.plan()
    assert "content/en/a.md:4:5: HC103 `id` names the environment `prodution`, which hcsync.yml does not have" in [
        str(fault).split(" (did you")[0] for fault in refused.value.faults
    ]


def test_the_embedded_help_center_does_not_know_the_ids_of_a_live_one(site: Site) -> None:
    number = live(site, "A")
    site.article("a", "Text.", title="A")
    site.article("b", "Text.", title="B")
    adopted(site, "a", number)
    config = load(site.root, {})

    found = asyncio.run(suggest(config, config.environment("local"), {}))

    assert (found.files, found.unowned, found.option) == (2, 0, " --env local")


@pytest.mark.parametrize("what", ["nowhere", "content/en/nowhere.md", "a/b"])
def test_what_is_no_file(site: Site, what: str) -> None:
    site.article("a", "Text.")

    with pytest.raises(UsageError, match="is not a file of this repository") as refused:
        adopted(site, what, "1")
    assert refused.value.code == "HC309"


def test_what_is_no_object(site: Site) -> None:
    site.article("a", "Text.")

    with pytest.raises(UsageError, match="has no article with id 99") as refused:
        adopted(site, "a", "99")
    assert (refused.value.code, refused.value.exit_code) == ("HC407", 1)
    assert "\nid:" not in text(site, "content/en/a.md")


def test_what_is_two_things(site: Site) -> None:
    site.write("content/en/a/_collection.yml", "name: A\n")
    site.article("a/b", "Text.")
    site.article("a", "Text.")

    with pytest.raises(UsageError, match="a is a collection and an article") as refused:
        adopted(site, "a", "1")
    assert refused.value.hint == "Say collection.a or article.a."


def test_what_belongs_to_another_file_or_is_another_object_already(site: Site) -> None:
    site.article("a", "Text of a.")
    site.article("b", "Text of b.")
    site.apply()
    articles = site.articles()
    site.write("content/en/c.md", f"---\ntitle: C\nauthor_id: 1\nid: {live(site, 'C')}\n---\n\nText.\n")
    named = site.articles()["C"]["id"]
    site.article("d", "Text of d.")

    with pytest.raises(RefusedError, match="belongs to content/en/a") as refused:
        adopted(site, "d", articles["A"]["id"])
    assert refused.value.exit_code == 5
    with pytest.raises(RefusedError, match="belongs to content/en/c"):
        adopted(site, "d", named)
    with pytest.raises(RefusedError, match="b is article") as refused:
        adopted(site, "b", named)
    assert refused.value.hint == "To let go of that one, run: hcsync state rm article.b"
    # An object whose own file is gone is free.
    (site.root / "content/en/a.md").unlink()
    assert adopted(site, "d", articles["A"]["id"]).written
    assert site.plan().plan.changes[-1].moved_from == article("a")


def test_a_file_keeps_its_permissions_and_a_link_stays_one(site: Site) -> None:
    number = live(site, "A")
    site.article("real", "Text.", title="A")
    (site.root / "content/en/real.md").chmod(0o640)
    (site.root / "content/en/real.md").rename(site.root / "content/real.md")
    (site.root / "content/en/a.md").symlink_to(Path("../real.md"))

    assert adopted(site, "a", number).written

    assert (site.root / "content/en/a.md").is_symlink()
    assert (site.root / "content/real.md").stat().st_mode & 0o777 == 0o640
    assert f"id: {number}" in text(site, "content/real.md")


def test_candidates_are_told_with_their_reasons_and_nothing_is_written(site: Site) -> None:
    body = "".join(f"<p>{one}</p>" for one in TEXT.split("\n\n"))
    alike = live(site, "Set up the program", body.replace("Paragraph 3", "Section 3"))
    titled = live(site, "Refunds", "<p>Quite another text.</p>", parent_id=None)
    live(site, "Nothing like it", "<p>Whatever.</p>")
    site.article("install", TEXT, title="Install")
    site.article("refunds", "Ours.", title="Refunds")
    site.article("new", "Ours alone.", title="New")

    found = suggested(site)

    assert [(one.address.key, one.remote_id, one.reasons) for one in found.candidates] == [
        ("install", alike, ("in no collection either", f"{found.candidates[0].percent} % of the text is the same")),
        ("refunds", titled, ("same title", "in no collection either")),
    ]
    assert (found.files, found.unowned, found.equal, found.option) == (3, 3, 0, "")
    assert found.candidates[1] == Candidate(
        article("refunds"), titled, "Refunds", ("same title", "in no collection either")
    )
    assert {method for method, _, _ in site.weather.seen if method != "POST"} == {"GET"}
    assert [one.address.key for one in suggested(site, "refunds").candidates] == ["refunds"]


def test_what_is_equal_needs_no_word(site: Site) -> None:
    site.article("a", "Text.", title="A")
    site.apply()
    (site.root / ".hcsync/production.state.json").unlink()

    assert suggested(site) == Suggested("production", "", (), 0, 0, 1)


def test_collections_are_suggested_by_their_names(site: Site) -> None:
    number = site.call("POST", "/help_center/collections", {"name": "Guides", "description": "Other words"})["id"]
    site.write("content/en/guides/_collection.yml", "name: Guides\n")
    site.article("guides/a", "Text.")

    assert suggested(site).candidates == (
        Candidate(collection("guides"), number, "Guides", ("same title", "in no collection either")),
    )
