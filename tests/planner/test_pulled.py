"""An edit of Intercom's that the file has taken in is written, and stands in nobody's way."""

from planned import desire, edited, page, seen, state_of, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article
from hcsync.model.plan import Action
from hcsync.model.pulled import AllPulled, Pulled
from hcsync.planner.compare import compare
from hcsync.planner.decide import decide
from hcsync.planner.policy import Policy
from hcsync.planner.pulled import still_true, taken_in
from hcsync.planner.threeway import Verdict
from hcsync.planner.tokens import live_tokens

IDS = {article("a"): "1"}
BEFORE = page("a", en=version("t", "before"), fr=version("t", "avant"))
MERGED = page("a", en=version("t", "before"), fr=version("t", "both"))
LIVE = edited(stored(BEFORE, "1"), "fr", text="theirs")
ENTRY = entry_after(BEFORE, stored(BEFORE, "1"), None, IDS, ())
TOKEN = live_tokens(LIVE)["fr/body"]
PULLED: AllPulled = {"article/1 fr": (Pulled({"body": TOKEN}, "blob"),)}


def _verdict(node: object, live: object, pulled: AllPulled) -> Verdict:
    return compare(node, live, ENTRY, IDS, Policy(), pulled=taken_in(live, pulled))["fr/body"]  # type: ignore[arg-type]


def test_a_file_with_both_sides_edits_is_written() -> None:
    assert _verdict(MERGED, LIVE, {}) is Verdict.CONFLICT
    assert _verdict(MERGED, LIVE, PULLED) is Verdict.WRITE
    assert (
        _verdict(MERGED, LIVE, {"article/1 fr": (Pulled({"body": "other"}), *PULLED["article/1 fr"])}) is Verdict.WRITE
    )


def test_a_file_that_dropped_the_edit_overwrites_nothing() -> None:
    assert _verdict(BEFORE, LIVE, PULLED) is Verdict.DRIFT


def test_a_later_edit_was_not_taken_in() -> None:
    assert _verdict(MERGED, edited(LIVE, "fr", text="theirs again"), PULLED) is Verdict.CONFLICT


def test_what_was_taken_in_elsewhere_says_nothing_here() -> None:
    for key in ("article/1 en", "article/2 fr", "collection/1 fr"):
        assert _verdict(MERGED, LIVE, {key: PULLED["article/1 fr"]}) is Verdict.CONFLICT
    assert _verdict(MERGED, LIVE, {"article/1 fr": (Pulled({"title": TOKEN}),)}) is Verdict.CONFLICT


def test_the_plan_is_an_update() -> None:
    found = decide(desire(MERGED), seen(LIVE), state_of({article("a"): ENTRY}), (), 1, Policy(), PULLED)
    assert [(change.address, change.action) for change in found.plan.changes] == [(article("a"), Action.UPDATE)]
    assert found.plan.conflicts == ()


def test_what_no_longer_holds_is_dropped() -> None:
    entries = {article("a"): ENTRY}
    assert still_true(PULLED, entries, seen(LIVE)) == PULLED
    assert still_true(PULLED, entries, seen(stored(BEFORE, "1"))) == {}
    assert still_true(PULLED, entries, seen()) == {}
    assert still_true(PULLED, {}, seen(LIVE)) == {}
    # An apply has seen it since: the state knows by itself.
    assert still_true(PULLED, {article("a"): entry_after(MERGED, LIVE, ENTRY, IDS, ())}, seen(LIVE)) == {}
    # Without its body, the text that it was merged with says nothing.
    titled = edited(LIVE, "fr", title="theirs")
    both: AllPulled = {"article/1 fr": (Pulled({"body": "other", "title": live_tokens(titled)["fr/title"]}, "blob"),)}
    kept = (Pulled({"title": live_tokens(titled)["fr/title"]}),)
    assert still_true(both, entries, seen(titled)) == {"article/1 fr": kept}
