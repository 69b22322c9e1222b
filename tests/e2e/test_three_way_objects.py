"""The rows of the three-way table (docs/architecture.md §5) that are about whole objects and whole languages: what is
new, found, without a file, or gone. Through the command line, each command a process."""

import json

import pytest
from slots import NOTHING, SLOTS, Command, Slot, World, base, ours, theirs

ARTICLE, COLLECTION = Slot("article", "fr", "body"), Slot("collection", "fr", "title")
BOTH = pytest.mark.parametrize("slot", [ARTICLE, COLLECTION], ids=lambda slot: slot.kind)


def _new(world: World) -> None:
    for locale in ("en", "fr"):
        world.site.write(f"content/{locale}/new/_collection.yml", f"name: New in {locale}\ndescription: It is new\n")
        world.site.article("new/page", f"A text in {locale}.", title=f"A page in {locale}", locale=locale)


def _made_by_hand(world: World, text: str = "A text in {}.", about: str = "It is new") -> tuple[str, str]:
    """The same in Intercom; the ids of the collection and of the article."""
    call = world.site.call
    french = {"fr": {"name": "New in fr", "description": about}}
    group = call(
        "POST", "/help_center/collections", {"name": "New in en", "description": about, "translated_content": french}
    )
    page = {
        locale: {
            "title": f"A page in {locale}",
            "body": f"<p>{text.format(locale)}</p>",
            "state": "published",
            "author_id": 1,
        }
        for locale in ("en", "fr")
    }
    place = {"parent_id": int(group["id"]), "parent_type": "collection"}
    made = call("POST", "/articles", page["en"] | place | {"translated_content": {"fr": page["fr"]}})
    return group["id"], made["id"]


def _untouched(world: World, *but: Slot) -> bool:
    return all(world.held(slot) == base(slot) for slot in SLOTS if slot not in but)


def test_without_a_base_and_without_a_live_object_it_is_created(world: World, hcsync: Command) -> None:
    _new(world)
    assert hcsync.actions(code=2) == {"collection.new": "create", "article.new/page": "create"}
    assert hcsync.apply() == {"GET", "POST"}
    made = world.site.articles()["A page in en"]
    assert {made["body"], made["translated_content"]["fr"]["body"]} == {
        '<p class="no-margin">A text in en.</p>',
        '<p class="no-margin">A text in fr.</p>',
    }
    assert world.site.collections()["New in en"]["translated_content"]["fr"]["name"] == "New in fr"
    assert str(made["parent_id"]) == world.site.collections()["New in en"]["id"]
    assert hcsync.plan(code=0) == NOTHING


def test_an_unclaimed_live_object_that_is_equal_is_adopted(world: World, hcsync: Command) -> None:
    _made_by_hand(world)
    _new(world)
    assert hcsync.actions(code=2) == {"collection.new": "adopt", "article.new/page": "adopt"}
    assert hcsync.apply() == {"GET"}
    assert hcsync.plan(code=0) == NOTHING


def test_one_that_is_not_equal_is_taken_over_on_request_alone(world: World, hcsync: Command) -> None:
    group, page = _made_by_hand(world, "By hand, in {}.", "Made by hand")
    _new(world)
    said = hcsync("plan", code=4)
    assert (said.count("HC408"), group in said, page in said) == (0, False, False), "it is no plan"
    assert hcsync.apply(code=4) == {"GET"}

    for name, line, number in (("new/_collection.yml", "name: New", group), ("new/page.md", "title: A page", page)):
        path = world.site.root / "content/en" / name
        path.write_text(path.read_text().replace(line, f"id: {number}\n{line}"))
    assert hcsync.plan(code=2) == NOTHING | {
        "changes": [
            ("article.new/page", "en", "body"),
            ("article.new/page", "fr", "body"),
            ("collection.new", "en", "description"),
            ("collection.new", "fr", "description"),
        ]
    }
    said = hcsync("plan")
    assert [words for words in ("By hand, in en.", "By hand, in fr.", "Made by hand") if words not in said] == []
    assert hcsync.apply() == {"GET", "PUT"}
    assert hcsync.plan(code=0) == NOTHING
    assert world.site.articles()["A page in en"]["id"] == page


@BOTH
def test_without_its_file_it_is_left_and_named_and_then_known(world: World, hcsync: Command, slot: Slot) -> None:
    world.remove(slot)
    assert hcsync.plan(code=2) == NOTHING | {"orphans": [(slot.address, [])]}
    assert hcsync.apply() == {"GET"}
    assert _untouched(world)
    assert hcsync.plan(code=0) == NOTHING | {"orphans": [(slot.address, [])]}
    world.write(slot, ours(slot))
    assert hcsync.plan(code=2) == NOTHING | {"changes": [slot.named]}, "its file is back, with another text"
    assert hcsync.apply() == {"GET", "PUT"}
    assert world.held(slot) == ours(slot)
    assert hcsync.plan(code=0) == NOTHING


def test_without_its_file_it_is_hidden_on_request(world: World, hcsync: Command) -> None:
    world.remove(ARTICLE)
    world.remove(COLLECTION)
    wanted = {"changes": [(ARTICLE.address, locale, "state") for locale in ("en", "fr")]}
    assert hcsync.plan("--on-orphan", "unpublish", code=2) == NOTHING | wanted | {"orphans": [(COLLECTION.address, [])]}
    assert hcsync.apply("--on-orphan", "unpublish") == {"GET", "PUT"}
    there = world.live(ARTICLE)
    assert {there["state"], there["translated_content"]["fr"]["state"]} == {"draft"}
    assert _untouched(world)
    left = {"orphans": [(ARTICLE.address, []), (COLLECTION.address, [])]}
    assert hcsync.plan("--on-orphan", "unpublish", code=0) == NOTHING | left


@BOTH
def test_without_its_file_it_is_deleted_on_request(world: World, hcsync: Command, slot: Slot) -> None:
    world.remove(slot)
    assert hcsync.actions("--on-orphan", "delete", code=2) == {slot.address: "delete"}
    assert hcsync.apply("--on-orphan", "delete", "--allow-deletes", "2", code=5) == {"GET"}
    assert _untouched(world)
    assert hcsync.apply("--on-orphan", "delete", "--allow-deletes", "1") == {"GET", "DELETE"}
    with pytest.raises(StopIteration):
        world.live(slot)
    assert hcsync.plan(code=0) == NOTHING


@pytest.mark.parametrize("fate", ["unpublish", "delete"])
def test_what_was_edited_in_intercom_is_neither_hidden_nor_deleted(world: World, hcsync: Command, fate: str) -> None:
    world.remove(ARTICLE)
    world.edit(ARTICLE, theirs(ARTICLE))
    assert hcsync.plan("--on-orphan", fate, code=2) == NOTHING | {"conflicts": [ARTICLE.named]}
    assert hcsync.apply("--on-orphan", fate, code=3) == {"GET"}
    assert hcsync.apply("--on-orphan", fate, "--on-conflict", "skip") == {"GET"}
    assert world.held(ARTICLE) == theirs(ARTICLE)
    said = hcsync("plan", "--on-orphan", fate, "--on-conflict", "ours")
    assert fate == "unpublish" or theirs(ARTICLE) in said, "what is to be lost is shown"
    hcsync.apply("--on-orphan", fate, "--on-conflict", "ours")
    assert hcsync.plan("--on-orphan", fate, code=0)["conflicts"] == []


@pytest.mark.parametrize("fate", ["unpublish", "delete"])
def test_without_its_file_a_language_is_hidden_on_request(world: World, hcsync: Command, fate: str) -> None:
    world.remove(ARTICLE, ("fr",))
    assert hcsync.plan("--on-orphan", fate, code=2) == NOTHING | {"changes": [(ARTICLE.address, "fr", "state")]}
    assert hcsync.apply("--on-orphan", fate) == {"GET", "PUT"}
    there = world.live(ARTICLE)
    assert (there["state"], there["translated_content"]["fr"]["state"]) == ("published", "draft")
    assert _untouched(world)
    assert hcsync.plan("--on-orphan", fate, code=0)["changes"] == []


@BOTH
def test_without_its_file_a_language_is_left_and_named_and_then_known(
    world: World, hcsync: Command, slot: Slot
) -> None:
    world.remove(slot, ("fr",))
    assert hcsync.plan(code=2) == NOTHING | {"orphans": [(slot.address, ["fr"])]}
    assert hcsync.apply() == {"GET"}
    assert _untouched(world)
    assert hcsync.plan(code=0) == NOTHING | {"orphans": [(slot.address, ["fr"])]}


@BOTH
def test_what_was_edited_in_intercom_is_left_without_its_file_too(world: World, hcsync: Command, slot: Slot) -> None:
    world.remove(slot)
    world.edit(slot, theirs(slot))
    assert hcsync.plan(code=2)["orphans"] == [(slot.address, [])]
    assert hcsync.apply("--on-drift", "overwrite", "--on-conflict", "ours") == {"GET"}
    assert world.held(slot) == theirs(slot)


def _delete(world: World, slot: Slot) -> None:
    path = "/articles" if slot.kind == "article" else "/help_center/collections"
    world.site.call("DELETE", f"{path}/{world.live(slot)['id']}")


@BOTH
def test_deleted_in_intercom_it_is_drift_and_comes_back_on_request(world: World, hcsync: Command, slot: Slot) -> None:
    before = world.live(slot)["id"]
    _delete(world, slot)
    assert hcsync.actions(code=0) == {slot.address: "gone"}
    assert hcsync.apply() == {"GET"}
    with pytest.raises(StopIteration):
        world.live(slot)

    assert hcsync.actions("--on-drift", "overwrite", code=2) == {slot.address: "create"}
    assert hcsync.apply("--on-drift", "overwrite") == {"GET", "POST"}
    assert world.live(slot)["id"] != before
    assert _untouched(world)
    assert hcsync.plan(code=0) == NOTHING


@BOTH
def test_deleted_in_intercom_and_edited_here_it_is_drift_all_the_same(
    world: World, hcsync: Command, slot: Slot
) -> None:
    _delete(world, slot)
    world.write(slot, ours(slot))
    assert hcsync.actions(code=0) == {slot.address: "gone"}
    assert hcsync.apply("--on-drift", "overwrite") == {"GET", "POST"}
    assert world.held(slot) == ours(slot)
    assert hcsync.plan(code=0) == NOTHING


def _take_french(world: World, slot: Slot) -> None:
    assert slot.kind == "article"
    there = world.live(slot)
    world.site.call("PUT", f"/articles/{there['id']}", {"translated_content": {"fr": None}})


def test_a_language_taken_away_in_intercom_is_drift_as_a_whole(world: World, hcsync: Command) -> None:
    _take_french(world, ARTICLE)
    whole = [(ARTICLE.address, "fr", field) for field in ("author", "body", "description", "state", "title")]
    assert hcsync.plan(code=0) == NOTHING | {"drift": whole}
    assert hcsync.apply() == {"GET"}
    assert "fr" not in world.live(ARTICLE)["translated_content"]

    assert hcsync.plan("--on-drift", "overwrite", code=2) == NOTHING | {"changes": whole}
    assert hcsync.apply("--on-drift", "overwrite") == {"GET", "PUT"}
    assert _untouched(world)
    assert hcsync.plan(code=0) == NOTHING


def test_a_language_taken_away_in_intercom_and_edited_here_is_a_conflict_as_a_whole(
    world: World, hcsync: Command
) -> None:
    _take_french(world, ARTICLE)
    world.write(ARTICLE, ours(ARTICLE))
    whole = [(ARTICLE.address, "fr", field) for field in ("author", "body", "description", "state", "title")]
    assert hcsync.plan(code=2) == NOTHING | {"conflicts": whole}
    assert hcsync.apply(code=3) == {"GET"}
    assert hcsync.apply("--on-conflict", "skip") == {"GET"}
    assert hcsync.apply("--on-conflict", "ours") == {"GET", "PUT"}
    assert world.held(ARTICLE) == ours(ARTICLE)


@BOTH
def test_gone_on_both_sides_it_is_forgotten(world: World, hcsync: Command, slot: Slot) -> None:
    _delete(world, slot)
    world.remove(slot)
    assert hcsync.actions(code=2) == {slot.address: "forget"}
    assert hcsync.apply() == {"GET"}
    assert hcsync.plan(code=0) == NOTHING
    world.write(slot, ours(slot))
    assert hcsync.actions(code=2) == {slot.address: "create"}, "it begins anew"


def test_a_language_gone_on_both_sides_is_forgotten(world: World, hcsync: Command) -> None:
    _take_french(world, ARTICLE)
    world.remove(ARTICLE, ("fr",))
    assert hcsync.plan(code=2) == NOTHING | {"refresh": [ARTICLE.address]}
    assert hcsync.apply() == {"GET"}
    assert hcsync.plan(code=0) == NOTHING
    world.write(ARTICLE, ours(ARTICLE))
    assert hcsync.apply() == {"GET", "PUT"}, "it begins anew"
    assert world.held(ARTICLE) == ours(ARTICLE)
    assert hcsync.plan(code=0) == NOTHING


def test_a_language_without_a_file_was_never_ours(world: World, hcsync: Command) -> None:
    """Somebody translates an article in Intercom alone."""
    world.site.article("guide/alone", "One language.", title="Alone")
    hcsync.apply()
    there = world.site.articles()["Alone"]
    french = {"title": "Seul", "body": "<p>Une langue.</p>", "author_id": 2, "state": "published"}
    root = {"state": "published", "author_id": 1}
    world.site.call("PUT", f"/articles/{there['id']}", root | {"translated_content": {"fr": french}})
    before = world.site.articles()["Alone"]["translated_content"]
    assert hcsync.plan(code=0) == NOTHING

    world.site.article("guide/alone", "One language, still.", title="Alone")
    assert hcsync.apply("--on-drift", "overwrite", "--on-conflict", "ours") == {"GET", "PUT"}
    assert world.site.articles()["Alone"]["translated_content"] == before


def test_a_state_of_an_older_canonical_form_is_made_anew_and_not_trusted(world: World, hcsync: Command) -> None:
    path = world.site.root / ".hcsync/production.state.json"
    state = json.loads(path.read_text())
    for entry in state["entries"].values():
        for locale in (entry or {"locales": {}})["locales"].values():
            if "body" in locale["fields"]:
                locale["fields"]["body"] = ["an older token", "another"]
    path.write_text(json.dumps(state | {"canonical": state["canonical"] - 1}))
    assert hcsync.plan(code=0) == NOTHING
    world.write(ARTICLE, ours(ARTICLE))
    other = Slot("article", "en", "body")
    world.edit(other, theirs(other))
    assert hcsync.plan(code=2) == NOTHING | {"changes": [ARTICLE.named], "drift": [other.named]}
