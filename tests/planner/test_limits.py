"""Why a plan may not be applied: too many at once, or one that is protected."""

import msgspec
import pytest
from planned import CANONICAL, desire, edited, group, page, seen, state_of, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Refusal
from hcsync.model.state import State
from hcsync.planner.decide import Decision, decide
from hcsync.planner.limits import Limits, refusals
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.planner.target import select

RAISE = "Raise {} under `safety` in hcsync.yml, or do it in parts with --target."
PAGES = [page(f"p{number:02}", en=version(f"P{number:02}"), fr=version("F")) for number in range(39)]
LIVES = [stored(node, str(number)) for number, node in enumerate(PAGES)]


def applied(pages: list[DesiredNode], lives: list[LiveNode], ids: dict[Address, str] | None = None) -> State:
    return state_of(
        {node.address: entry_after(node, live, None, ids or {}, ()) for node, live in zip(pages, lives, strict=True)}
    )


STATE = applied(PAGES, LIVES)


def decided(
    *nodes: DesiredNode, on_orphan: OnOrphan = OnOrphan.DELETE, live: list[LiveNode] = LIVES, state: State = STATE
) -> Decision:
    policy = Policy(OnDrift.KEEP, OnConflict.FAIL, on_orphan)
    return decide(desire(*nodes), seen(*live), state, (), CANONICAL, policy)


def told(decision: Decision, limits: Limits | None = None, allow_deletes: int | None = None) -> list[str]:
    found = refusals(decision, limits or Limits(), allow_deletes)
    assert {one.code for one in found} <= {Code.OVER_LIMIT}
    return [f"{one.message}. {one.hint}" for one in found]


def test_more_deletions_than_a_tenth_are_refused_where_nothing_is_configured() -> None:
    """A tenth of 39 articles is four: it is rounded up to whole articles."""
    assert told(decided(*PAGES[4:])) == []
    assert refusals(decided(*PAGES[12:]), Limits(), None) == (
        Refusal(
            Code.OVER_LIMIT,
            "refused by a safety limit: this plan deletes 12 of 39 owned articles (31%, limit 10%)",
            "To allow exactly this: --allow-deletes 12",
        ),
    )


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [("0%", 0), ("0", 0), ("1", 1), ("1%", 1), ("3%", 2), ("10%", 4), ("12", 12), ("100%", 39), ("99", 39)],
)
def test_a_limit_is_a_count_or_a_share_rounded_up(limit: str, allowed: int) -> None:
    for number in {allowed, min(allowed + 1, 38), 1}:
        found = told(decided(*PAGES[number:]), Limits(max_delete=limit))
        assert bool(found) == (number > allowed), (number, found)


@pytest.mark.parametrize("number", [0, 11, 13])
def test_what_is_allowed_is_exactly_that_many(number: int) -> None:
    assert told(decided(*PAGES[12:]), allow_deletes=12) == []
    assert told(decided(*PAGES[12:]), allow_deletes=number) == [
        f"refused by a safety limit: this plan deletes 12 of 39 owned articles, but --allow-deletes says {number}. "
        "To allow exactly this: --allow-deletes 12"
    ]


def test_fewer_than_the_limit_are_refused_too_where_another_number_was_meant() -> None:
    assert told(decided(*PAGES), allow_deletes=1) == [
        "refused by a safety limit: this plan deletes 0 of 39 owned articles, but --allow-deletes says 1. "
        "To allow exactly this: --allow-deletes 0"
    ]


def test_collections_are_in_the_number_that_is_allowed_and_not_in_the_limit() -> None:
    nodes = [group("g"), page("g/a", "g")]
    ids = {nodes[0].address: "7", nodes[1].address: "1"}
    lives = [stored(node, ids[node.address], ids) for node in nodes]
    gone = decided(live=lives, state=applied(nodes, lives, ids))

    assert told(gone, Limits(max_delete="1")) == []
    assert told(gone, Limits(max_delete="0")) == [
        "refused by a safety limit: this plan deletes 1 of 1 owned articles (100%, limit 0) and 1 collection. "
        "To allow exactly this: --allow-deletes 2"
    ]
    assert told(gone, Limits(max_delete="0"), 2) == []


def test_updates() -> None:
    edits = [page(node.address.key, en=version("New"), fr=version("F")) for node in PAGES[:12]]

    assert told(decided(*edits, *PAGES[12:]), Limits(max_update="12")) == []
    assert told(decided(*edits, *PAGES[12:]), Limits(max_update="30%")) == []
    assert told(decided(*edits, *PAGES[12:]), Limits(max_update="25%")) == [
        "refused by a safety limit: this plan updates 12 of 39 owned articles (31%, limit 25%). "
        + RAISE.format("max_update")
    ]


@pytest.mark.parametrize("by_file", [True, False])
def test_unpublishing(by_file: bool) -> None:
    """A file says so in some language, or it is gone."""
    hidden = [page(node.address.key, en=node.versions["en"], fr=version("F", state="draft")) for node in PAGES[:12]]
    decision = decided(*(hidden if by_file else []), *PAGES[12:], on_orphan=OnOrphan.UNPUBLISH)

    assert told(decision, Limits(max_unpublish="12", max_locale_removal="0", max_update="0", max_delete="0")) == []
    assert told(decision, Limits(max_unpublish="11")) == [
        "refused by a safety limit: this plan unpublishes 12 of 39 owned articles (31%, limit 11). "
        + RAISE.format("max_unpublish")
    ]


def test_taking_translations_away() -> None:
    bare = [page(node.address.key, en=node.versions["en"]) for node in PAGES[:12]]
    decision = decided(*bare, *PAGES[12:])

    assert told(decision, Limits(max_locale_removal="12", max_unpublish="0", max_update="0", max_delete="0")) == []
    assert told(decision, Limits(max_locale_removal="20%")) == [
        "refused by a safety limit: this plan takes translations away from 12 of 39 owned articles (31%, limit 20%). "
        + RAISE.format("max_locale_removal")
    ]


def test_what_is_made_anew_is_no_update_and_owns_nothing_yet() -> None:
    decision = decided(*PAGES, live=[], state=state_of())

    assert told(decision, Limits("0", "0", "0", "0")) == []


def test_what_is_adopted_counts_as_owned() -> None:
    named = [msgspec.structs.replace(node, remote_id=str(number)) for number, node in enumerate(PAGES)]
    named[0] = page("p00", remote_id="0", en=version("New"), fr=version("F"))

    assert told(decided(*named, state=state_of()), Limits(max_update="1%")) == []


def test_a_part_of_a_plan_counts_alone() -> None:
    decision = decided(*PAGES[12:])
    some = select(decision, decision.desired, ("p00", "p01"), ()).decision

    assert told(some) == []
    assert told(some, allow_deletes=2) == []


def protect(node: DesiredNode) -> DesiredNode:
    return msgspec.structs.replace(node, protect=True)


A = page("a", en=version("A"), fr=version("B"))
LIVE = stored(A, "1")
PROTECTED = applied([protect(A)], [LIVE])


def of_one(
    *nodes: DesiredNode, on_orphan: OnOrphan = OnOrphan.UNPUBLISH, state: State = PROTECTED, live: LiveNode = LIVE
) -> tuple[Refusal, ...]:
    return refusals(decided(*nodes, on_orphan=on_orphan, live=[live], state=state), Limits(max_delete="100%"), None)


def refused(fate: str) -> tuple[Refusal, ...]:
    return (
        Refusal(
            Code.PROTECTED,
            f"refused by a protection: a (1) is protected and would be {fate}",
            "Leave it out with --exclude, or take `protect: true` out of its file (bring back the file for that) and "
            "apply first.",
        ),
    )


DRAFT = page("a", en=version("A", state="draft"), fr=version("B"))
BARE = page("a", en=version("A"))


def test_protection_survives_the_file() -> None:
    assert of_one(on_orphan=OnOrphan.DELETE) == refused("deleted")
    assert of_one() == refused("unpublished")
    assert of_one(on_orphan=OnOrphan.REPORT) == ()


@pytest.mark.parametrize("node", [DRAFT, BARE], ids=["state", "translation"])
def test_protection_stands_against_every_way_of_hiding(node: DesiredNode) -> None:
    assert of_one(protect(node)) == refused("unpublished")
    # It need not have been applied before.
    assert of_one(protect(node), state=applied([A], [LIVE])) == refused("unpublished")


@pytest.mark.parametrize("node", [DRAFT, BARE, A])
def test_a_file_without_it_lifts_the_protection(node: DesiredNode) -> None:
    assert of_one(node) == ()


def test_what_is_protected_may_be_edited_and_forgotten() -> None:
    assert of_one(protect(page("a", en=version("New"), fr=version("B")))) == ()
    forgotten = decided(live=[], state=PROTECTED)
    assert refusals(forgotten, Limits(), None) == ()


def test_what_somebody_made_a_draft_in_intercom_stays_one() -> None:
    assert of_one(protect(DRAFT), live=edited(LIVE, "en", state="draft")) == ()


def test_many_that_are_protected_are_counted() -> None:
    state = applied([protect(node) for node in PAGES], LIVES)

    (one, *rest) = refusals(decided(state=state), Limits(max_delete="100%"), None)

    assert (
        one.message
        == "refused by a protection: p00 (0), p01 (1), p02 (2) and 36 more are protected and would be deleted"
    )
    assert rest == []


def test_every_reason_is_told_protection_first() -> None:
    state = applied([protect(PAGES[0]), *PAGES[1:]], LIVES)

    found = refusals(decided(state=state), Limits(), None)

    assert [one.code for one in found] == [Code.PROTECTED, Code.OVER_LIMIT]


@pytest.mark.parametrize("on_orphan", OnOrphan)
def test_what_may_only_have_been_moved_is_not_deleted(on_orphan: OnOrphan) -> None:
    # Two files have its text now; which of them it is, a person must say.
    news = [page(key, **PAGES[0].versions) for key in ("here", "there")]

    decision = decided(*news, *PAGES[1:], on_orphan=on_orphan)

    assert {one.code for one in decision.plan.diagnostics} >= {Code.DOUBTFUL_MOVE}
    expected = Refusal(
        Code.DOUBTFUL_MOVE,
        "refused in doubt: this plan deletes p00 (0), but it may only have been moved",
        "Say so under `moved` in hcsync.yml; if not, --allow-deletes 1",
    )
    deletes = on_orphan is OnOrphan.DELETE
    assert refusals(decision, Limits(), None) == ((expected,) if deletes else ())
    assert refusals(decision, Limits(), int(deletes)) == ()
