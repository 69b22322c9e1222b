"""One object on both sides → a verdict a slot, and the differences people read."""

import msgspec
from planned import edited, group, link, name, page, stored, version, without

from hcsync.applier.entries import entry_after
from hcsync.model.address import article, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Place
from hcsync.model.live import LiveNode
from hcsync.model.plan import Field, FieldDelta
from hcsync.model.state import Entry
from hcsync.planner.compare import compare, deltas
from hcsync.planner.policy import OnConflict, OnDrift, Policy
from hcsync.planner.threeway import Verdict

IDS = {article("a"): "1", article("b"): "2", collection("g"): "7", collection("h"): "8"}
KEEP, OVERWRITE = Policy(), Policy(OnDrift.OVERWRITE)


def applied(node: DesiredNode, ids: dict[object, str] = IDS) -> tuple[LiveNode, Entry]:
    live = stored(node, "1", ids)
    return live, entry_after(node, live, None, ids, ())


def moved(node: DesiredNode, live: LiveNode, entry: Entry | None, policy: Policy = KEEP, **more: object) -> object:
    """The verdicts that are not SAME."""
    found = compare(node, live, entry, IDS, policy, **more)  # type: ignore[arg-type]
    return {slot: verdict for slot, verdict in found.items() if verdict is not Verdict.SAME}


def test_every_managed_slot_has_a_verdict() -> None:
    node = page("a", "g", en=version(), fr=version())

    assert compare(node, *applied(node), IDS, Policy()) == dict.fromkeys(
        [
            "/parent",
            *(
                f"{locale}/{field}"
                for locale in ("en", "fr")
                for field in ("title", "description", "body", "author", "state")
            ),
        ],
        Verdict.SAME,
    )
    collected = group("g", "h")
    assert compare(collected, *applied(collected), IDS, Policy()) == {
        "/parent": Verdict.SAME,
        "en/title": Verdict.SAME,
        "en/description": Verdict.SAME,
    }


def test_each_field_and_locale_is_judged_apart() -> None:
    live, entry = applied(page("a", "g", en=version("t", "x"), fr=version("t", "x", author="2")))
    live = edited(edited(live, "en", text="theirs", description="theirs"), "fr", title="theirs", state="draft")
    node = page("a", "h", en=version("new", "x", description="mine"), fr=version("theirs", "y", author="3"))

    assert moved(node, live, entry) == {
        "/parent": Verdict.WRITE,
        "en/title": Verdict.WRITE,
        "en/description": Verdict.CONFLICT,
        "en/body": Verdict.DRIFT,
        "fr/title": Verdict.CONVERGED,
        "fr/body": Verdict.WRITE,
        "fr/author": Verdict.WRITE,
        "fr/state": Verdict.DRIFT,
    }


def test_what_intercom_rewrites_is_no_difference() -> None:
    node = page("a", en=version("A &amp; B", "rewritten ~", (link("b"),), ("hcsync:asset.images/a.png@1",)))

    assert moved(node, *applied(node)) == {}


def test_a_locale_the_repository_does_not_manage_is_left_as_it_is() -> None:
    node = page("a")
    live, entry = applied(node)

    assert moved(node, edited(live, "ja", title="theirs"), entry) == {}


def test_a_new_translation_is_written_and_one_that_intercom_has_already_is_a_conflict() -> None:
    live, entry = applied(page("a"))
    node = page("a", en=version("a"), fr=version("b"))

    everything = ["title", "description", "body", "author", "state"]
    assert moved(node, live, entry) == {f"fr/{field}": Verdict.WRITE for field in everything}
    there = edited(live, "fr", title="theirs", text="text")
    assert moved(node, there, entry) == {"fr/title": Verdict.CONFLICT} | {
        f"fr/{field}": Verdict.CONVERGED for field in everything[1:]
    }


def test_a_picture_that_changed_under_its_name_is_written() -> None:
    live, entry = applied(page("a", en=version(images=("hcsync:asset.images/a.png@1",))))
    node = page("a", en=version(images=("hcsync:asset.images/a.png@2",)))

    assert moved(node, live, entry) == {"en/body": Verdict.WRITE}


def test_a_picture_that_intercom_put_elsewhere_is_the_same() -> None:
    node = page("a", en=version(images=("hcsync:asset.images/a.png@1",)))
    live, entry = applied(node)
    elsewhere = msgspec.structs.replace(live.versions["en"], body="moved", raw="moved")
    live = msgspec.structs.replace(live, versions={"en": elsewhere})

    assert moved(node, live, entry) == {"en/body": Verdict.CONVERGED}


def test_a_translation_removed_in_intercom_is_written_as_a_whole_or_not_at_all() -> None:
    live, entry = applied(page("a", en=version("a"), fr=version("b")))
    live = without(live, "fr")
    same, changed = page("a", en=version("a"), fr=version("b")), page("a", en=version("a"), fr=version("new"))
    fields = ["title", "description", "body", "author", "state"]

    assert moved(same, live, entry) == {f"fr/{field}": Verdict.DRIFT for field in fields}
    assert moved(same, live, entry, OVERWRITE) == {f"fr/{field}": Verdict.WRITE for field in fields}
    assert moved(changed, live, entry) == {f"fr/{field}": Verdict.CONFLICT for field in fields}
    ours = Policy(OnDrift.KEEP, OnConflict.OURS)
    assert moved(changed, live, entry, ours) == {f"fr/{field}": Verdict.WRITE for field in fields}


def test_a_translation_that_was_an_orphan_and_is_gone_begins_anew() -> None:
    node = page("a", en=version("a"), fr=version("b"))
    live, entry = applied(node)
    orphaned = msgspec.structs.replace(entry.locales["fr"], orphaned=True)
    entry = msgspec.structs.replace(entry, locales={**entry.locales, "fr": orphaned})

    assert moved(node, live, entry) == {}
    assert set(moved(node, without(live, "fr"), entry).values()) == {Verdict.WRITE}


def test_without_an_entry_the_file_has_the_say() -> None:
    node = page("a", "g", en=version("a", "mine"))
    live = edited(stored(page("a", "h"), "1", IDS), "en", text="theirs")

    found = moved(node, live, None)

    assert found == {
        "/parent": Verdict.WRITE,
        "en/title": Verdict.CONVERGED,
        "en/description": Verdict.CONVERGED,
        "en/body": Verdict.WRITE,
        "en/author": Verdict.CONVERGED,
        "en/state": Verdict.CONVERGED,
    }


def test_a_body_that_links_to_what_is_about_to_be_made_is_written_again() -> None:
    node = page("a", en=version(links=(link("new"),)), fr=version())
    live, entry = applied(node)

    assert moved(node, live, entry, new={article("new")}) == {"en/body": Verdict.WRITE}
    drifted = edited(live, "en", text="theirs")
    assert moved(node, drifted, entry, new={article("new")}) == {"en/body": Verdict.DRIFT}


def test_what_points_to_an_object_made_again_is_no_conflict() -> None:
    """Its token changes with the remote id, though its file has not moved."""
    ids = {**IDS, article("lost"): "9", collection("gone"): "10"}
    node = page("a", "gone", en=version(links=(link("lost"),)))
    live, entry = applied(node, ids)
    live = msgspec.structs.replace(edited(live, "en", text="theirs"), parent=None)
    lost = {article("lost"): "9", collection("gone"): "10"}

    assert moved(node, live, entry, OVERWRITE, new=lost.keys(), lost=lost) == {
        "/parent": Verdict.WRITE,
        "en/body": Verdict.WRITE,
    }


def test_differences_are_told_in_the_order_of_locales_and_fields() -> None:
    live = stored(page("a", "g", en=version("t", "x"), fr=version("t", "x")), "1", IDS)
    node = page(
        "a", en=version("new", "y", description="d", author="2", state="draft"), fr=version("t", "x"), ja=version("j")
    )
    everything = [slot for slot in compare(node, live, None, IDS, Policy())]

    assert deltas(node, live, everything, {"7": "guides"}) == [
        FieldDelta("", Field.PARENT, "guides", "no collection", Place("content/en/a.md", 1, 1)),
        FieldDelta("en", Field.TITLE, "t", "new", Place("content/en/a.md", 1, 1)),
        FieldDelta("en", Field.DESCRIPTION, "", "d", Place("content/en/a.md", 1, 1)),
        FieldDelta("en", Field.BODY, None, None, Place("content/en/a.md", 1, 1)),
        FieldDelta("en", Field.AUTHOR, "1", "2", Place("content/en/a.md", 1, 1)),
        FieldDelta("en", Field.STATE, "published", "draft", Place("content/en/a.md", 1, 1)),
        FieldDelta("fr", Field.BODY, None, None, Place("content/fr/a.md", 1, 1)),
        FieldDelta("ja", Field.TITLE, None, "j", Place("content/ja/a.md", 1, 1)),
        FieldDelta("ja", Field.DESCRIPTION, None, "", Place("content/ja/a.md", 1, 1)),
        FieldDelta("ja", Field.BODY, None, None, Place("content/ja/a.md", 1, 1)),
        FieldDelta("ja", Field.AUTHOR, None, "1", Place("content/ja/a.md", 1, 1)),
        FieldDelta("ja", Field.STATE, None, "published", Place("content/ja/a.md", 1, 1)),
    ]


def test_a_chosen_parent_is_told_even_where_both_go_by_one_name() -> None:
    """A collection that was made again bears the key of the one it stands for; to leave it out would lose the move."""
    live = stored(page("a", "g"), "1", IDS)

    assert deltas(page("a", "g"), live, ["/parent"], {"7": "g"}) == [
        FieldDelta("", Field.PARENT, "g", "g", Place("content/en/a.md", 1, 1))
    ]
    assert deltas(page("a", "g"), live, ["/parent"], {})[0].before == "collection 7"


def test_a_long_text_that_changed_wholly_is_one_difference() -> None:
    live = stored(group("g", en=name("x" * 500, "old")), "7")

    assert deltas(group("g", en=name("y\n" * 500, "old")), live, ["en/title", "en/description"], {}) == [
        FieldDelta("en", Field.TITLE, "x" * 500, "y\n" * 500, Place("content/en/g/_collection.yml", 1, 1))
    ]
