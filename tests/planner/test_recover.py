"""Writes whose answers were lost: what became of them, as live tells it."""

import msgspec
from planned import edited, group, link, page, seen, stored, version

from hcsync.applier.entries import entry_after, intent
from hcsync.model.address import Address, article, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import Base, Entry
from hcsync.planner.compare import compare
from hcsync.planner.policy import Policy
from hcsync.planner.recover import CLOCK_SKEW, recover
from hcsync.planner.threeway import Verdict

AT = 1000


def creation(node: DesiredNode, ids: dict[Address, str] | None = None, at: int = AT) -> Intent:
    return intent(node, Action.CREATE, None, ids or {}, (), at)


def update(node: DesiredNode, remote_id: str = "1", keep: tuple[str, ...] = ()) -> Intent:
    return intent(node, Action.UPDATE, remote_id, {}, keep, AT)


def applied(node: DesiredNode, live: LiveNode, before: Entry | None = None) -> Entry:
    return entry_after(node, live, before, {}, ())


def verdicts(node: DesiredNode, live: LiveNode, entry: Entry) -> dict[str, Verdict]:
    """Those that are not SAME, once the entry stands in the state."""
    found = compare(node, live, entry, {}, Policy())
    return {slot: verdict for slot, verdict in found.items() if verdict is not Verdict.SAME}


A = page("a", en=version("A"), fr=version("B"))
DROPPED = (Dropped("article.a"),)


def test_nothing_lost_nothing_to_settle() -> None:
    entries = {article("a"): applied(A, stored(A, "1"))}

    assert recover(entries, (), seen()) == (entries, ())


def test_a_create_that_did_not_happen() -> None:
    assert recover({}, [creation(A)], seen(stored(page("b"), "1"))) == ({}, DROPPED)


def test_a_create_that_happened_leaves_the_entry_its_answer_would_have() -> None:
    live = stored(A, "1", created_at=AT)

    entries, records = recover({}, [creation(A)], seen(live))

    assert entries == {article("a"): applied(A, live)}
    assert records == (Done("article.a", entries[article("a")]),)


def test_a_collection_that_was_made_is_found_too() -> None:
    node, ids = group("g", "h"), {collection("h"): "8"}
    live = stored(node, "7", ids, AT)

    entries, _ = recover({}, [creation(node, ids)], seen(live))

    assert entries == {collection("g"): entry_after(node, live, None, ids, ())}


def test_an_object_made_before_is_not_the_one() -> None:
    """Clocks of two machines may differ a little."""
    old = stored(A, "1", created_at=AT - CLOCK_SKEW - 1)

    assert recover({}, [creation(A)], seen(old))[1] == DROPPED
    assert recover({}, [creation(A)], seen(msgspec.structs.replace(old, created_at=AT - CLOCK_SKEW)))[1] != DROPPED


def test_an_object_that_is_owned_is_not_the_one() -> None:
    live = stored(A, "1", created_at=AT)
    other = {article("b"): applied(A, live)}

    assert recover(other, [creation(A)], seen(live)) == (other, DROPPED)


def test_of_two_with_one_title_the_one_that_was_sent() -> None:
    live = [edited(stored(A, "1", created_at=AT), "fr", text="another"), stored(A, "2", created_at=AT)]

    assert recover({}, [creation(A)], seen(*live))[0][article("a")].id == "2"


def test_of_two_with_one_title_and_neither_as_sent_the_one_in_its_place_then_the_older() -> None:
    ids = {collection("g"): "7"}
    node = page("a", "g", en=version("A", "rewritten ~"))
    inside = stored(node, "30", ids, AT)
    outside = msgspec.structs.replace(inside, remote_id="4", parent=None)

    assert recover({}, [creation(node, ids)], seen(outside, inside))[0][article("a")].id == "30"
    younger = msgspec.structs.replace(inside, remote_id="100")
    assert recover({}, [creation(node, ids)], seen(younger, inside))[0][article("a")].id == "30"


def test_an_intent_that_left_nothing_takes_nothing_from_another_of_the_same_title() -> None:
    first, second = page("a", en=version("FAQ", "one")), page("b", en=version("FAQ", "two"))

    entries, records = recover({}, [creation(first), creation(second)], seen(stored(second, "1", created_at=AT)))

    assert {address: entry.id for address, entry in entries.items()} == {article("b"): "1"}
    assert records == (*DROPPED, Done("article.b", entries[article("b")]))


def test_two_of_one_title_are_told_apart() -> None:
    first, second = page("a", en=version("FAQ", "one")), page("b", en=version("FAQ", "two"))
    live = [stored(second, "1", created_at=AT), stored(first, "2", created_at=AT)]

    entries, _ = recover({}, [creation(first), creation(second)], seen(*live))

    assert {address: entry.id for address, entry in entries.items()} == {article("a"): "2", article("b"): "1"}


def test_a_body_that_differs_from_what_was_sent_shows_as_edited() -> None:
    """Whether Intercom rewrote it or somebody edited it cannot be told: it is shown, and nothing is written twice."""
    live = edited(stored(A, "1", created_at=AT), "fr", text="another")

    entries, _ = recover({}, [creation(A)], seen(live))

    assert entries[article("a")].locales["fr"].raw == ""
    assert verdicts(A, live, entries[article("a")]) == {"fr/body": Verdict.DRIFT}


def test_an_article_moved_since_it_was_made_shows_as_moved() -> None:
    live = msgspec.structs.replace(stored(A, "1", created_at=AT), parent="7")

    entries, _ = recover({}, [creation(A)], seen(live))

    assert verdicts(A, live, entries[article("a")]) == {"/parent": Verdict.DRIFT}


def test_a_create_is_found_by_its_text_where_its_links_and_pictures_read_otherwise() -> None:
    node = page("a", en=version("A", links=(link("b"),), images=("hcsync:asset.images/a.png@1",)))
    live = edited(stored(node, "1", created_at=AT), "en", title="A")

    entries, _ = recover({}, [creation(node)], seen(live))

    assert verdicts(node, live, entries[article("a")]) == {}


def test_a_create_that_is_in_the_state_already_is_not_looked_for_again() -> None:
    """The run that settled it died between storing its state and starting its own journal."""
    live, twin = stored(A, "1", created_at=AT), stored(A, "2", created_at=AT)
    entries = {article("a"): applied(A, live)}

    assert recover(entries, [creation(A)], seen(live, twin)) == (entries, DROPPED)


def test_a_create_in_place_of_one_that_was_deleted_is_looked_for() -> None:
    entries = {article("a"): applied(A, stored(A, "1"))}

    assert recover(entries, [creation(A)], seen(stored(A, "2", created_at=AT)))[0][article("a")].id == "2"


NEW = page("a", en=version("A", "new"), fr=version("new", "new"))


def test_an_update_that_happened() -> None:
    before, after = stored(A, "1"), stored(NEW, "1")
    entries = {article("a"): applied(A, before)}

    assert recover(entries, [update(NEW)], seen(after))[0] == {article("a"): applied(NEW, after)}


def test_an_update_that_did_not_happen() -> None:
    live = stored(A, "1")
    entries = {article("a"): applied(A, live)}

    recovered, records = recover(entries, [update(NEW)], seen(live))

    assert recovered == entries
    assert records == (Done("article.a", entries[article("a")]),)
    assert verdicts(NEW, live, entries[article("a")]) == {
        "en/body": Verdict.WRITE,
        "fr/title": Verdict.WRITE,
        "fr/body": Verdict.WRITE,
    }


def test_an_update_that_happened_and_was_edited_since() -> None:
    """What arrived is ours. What did not is somebody's: nothing may vouch for it, or it would be written over."""
    live = edited(stored(NEW, "1"), "fr", text="theirs")
    entries = {article("a"): applied(A, stored(A, "1"))}

    recovered = recover(entries, [update(NEW)], seen(live))[0][article("a")]

    assert verdicts(NEW, live, recovered) == {"fr/body": Verdict.CONFLICT}
    assert recovered.locales["fr"].raw == ""
    assert recovered.locales["fr"].blob == A.versions["fr"].blob
    assert recovered.locales["en"] == applied(NEW, live).locales["en"]


def test_an_update_that_brought_a_translation() -> None:
    only = page("a", en=version("A"))
    entries = {article("a"): applied(only, stored(only, "1"))}
    live = stored(A, "1")

    assert recover(entries, [update(A)], seen(live))[0] == {article("a"): applied(A, live)}


def test_an_update_that_moved_the_article() -> None:
    ids = {collection("g"): "7"}
    moved = page("a", "g", en=version("A"), fr=version("B"))
    entries = {article("a"): applied(A, stored(A, "1"))}
    sent = intent(moved, Action.UPDATE, "1", ids, (), AT)

    there, back = stored(moved, "1", ids), stored(A, "1")

    assert recover(entries, [sent], seen(there))[0][article("a")].parent == Base("7", "7")
    assert recover(entries, [sent], seen(back))[0][article("a")].parent == Base("", "")


def test_what_was_sent_back_as_it_was_keeps_its_base() -> None:
    live = edited(stored(NEW, "1"), "fr", text="theirs")
    entries = {article("a"): applied(A, stored(A, "1"))}

    recovered = recover(entries, [update(NEW, keep=("fr/body",))], seen(live))[0][article("a")]

    assert recovered.locales["fr"].fields["body"] == entries[article("a")].locales["fr"].fields["body"]


def test_an_update_of_what_is_gone_or_unknown_is_dropped() -> None:
    entries = {article("a"): applied(A, stored(A, "1"))}

    assert recover(entries, [update(NEW)], seen()) == (entries, DROPPED)
    assert recover({}, [update(NEW)], seen(stored(NEW, "1"))) == ({}, DROPPED)


def test_what_was_made_inside_of_a_collection_that_had_no_id_yet_is_found_there() -> None:
    """The intents of a whole plan are told to other machines before anything has an id."""
    outer, inner = group("outer"), group("inner", "outer")
    node = page("a", "inner", en=version("A"))
    intents = [creation(one) for one in (outer, inner, node)]
    assert [one.inside for one in intents] == ["", "collection.outer", "collection.inner"]
    ids = {collection("outer"): "7", collection("inner"): "8"}
    lives = [stored(outer, "7", {}, AT), stored(inner, "8", ids, AT), stored(node, "9", ids, AT)]

    entries, records = recover({}, intents, seen(*lives))

    assert entries == {
        one.address: entry_after(one, live, None, ids, ())
        for one, live in zip((outer, inner, node), lives, strict=True)
    }
    assert [type(record) for record in records] == [Done, Done, Done]


def test_what_was_to_be_made_inside_of_what_was_never_made_was_not_made_either() -> None:
    node = page("a", "g", en=version("A"))
    twin = msgspec.structs.replace(stored(page("a", en=version("A")), "9", {}, AT), parent="7")

    _, records = recover({}, [creation(group("g")), creation(node)], seen(twin))

    assert records == (Dropped("collection.g"), Dropped("article.a"))


def test_a_body_counts_as_sent_with_the_links_of_its_second_write_and_without() -> None:
    node = page("a", en=version("A", "with", links=(link("b"),)))
    sent = intent(node, Action.CREATE, None, {}, (), AT, {"en": version("A", "without").body.likeness})  # type: ignore[union-attr]
    for text in ("with", "without"):
        live = edited(stored(node, "1", created_at=AT), "en", text=text)
        entries, _ = recover({}, [sent], seen(live))
        base = entries[article("a")].locales["en"].fields["body"]
        assert base.observed == live.versions["en"].body
    other = edited(stored(node, "1", created_at=AT), "en", text="another")
    entries, _ = recover({}, [sent], seen(other))
    base = entries[article("a")].locales["en"].fields["body"]
    assert base.observed != other.versions["en"].body
