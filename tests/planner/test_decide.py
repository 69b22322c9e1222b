"""The whole decision: every row of the three-way table as a change, a drift, a conflict, an orphan or nothing."""

import msgspec
import pytest
from planned import (
    CANONICAL,
    WORKSPACE,
    World,
    decided,
    desire,
    edited,
    group,
    link,
    name,
    page,
    seen,
    state_of,
    stored,
    version,
    without,
)

from hcsync.applier.entries import entry_after, intent, orphaned
from hcsync.model.address import Address, article, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Place
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action, Change, Cost, Divergence, Field, FieldDelta, Orphan, Plan
from hcsync.model.record import Done
from hcsync.model.state import Entry, State
from hcsync.planner.decide import decide
from hcsync.planner.policy import OnConflict, OnDrift, Policy
from hcsync.planner.tokens import live_tokens
from hcsync.version import __version__

A = page("a", en=version("A"), fr=version("B"))
EN, FR = Place("content/en/a.md", 1, 1), Place("content/fr/a.md", 1, 1)
OVERWRITE = OnDrift.OVERWRITE


def applied(*pairs: tuple[DesiredNode, LiveNode], ids: dict[Address, str] | None = None) -> State:
    return state_of({node.address: entry_after(node, live, None, ids or {}, ()) for node, live in pairs})


LIVE = stored(A, "1")
STATE = applied((A, LIVE))


def found(plan: Plan) -> dict[str, object]:
    """What of a plan is not empty."""
    parts = {
        part: getattr(plan, part) for part in ("changes", "drift", "conflicts", "orphans", "refresh", "diagnostics")
    }
    return {part: value for part, value in parts.items() if value}


def slots(change: Change | Divergence) -> list[str]:
    return [f"{delta.locale}/{delta.field}" for delta in change.fields]


def test_nothing_moved() -> None:
    plan = decided(desire(A), seen(LIVE, stored(page("x"), "9")), STATE)

    assert plan == Plan(
        environment="production",
        workspace="ws1",
        help_center="Acme Help",
        changes=(),
        drift=(),
        conflicts=(),
        orphans=(),
        refresh=(),
        diagnostics=(),
        cost=Cost(0, 0),
        articles=1,
        locales=2,
        unowned=1,
        source_digest="digest",
        lineage="l1",
        serial=7,
        tool=__version__,
    )
    assert not plan.pending


def test_a_workspace_without_a_help_center_goes_by_its_own_name() -> None:
    live = msgspec.structs.replace(seen(), workspace=msgspec.structs.replace(WORKSPACE, help_center=None))

    assert decided(desire(), live, state_of()).help_center == "Acme"


def test_no_base_and_no_live_object_is_created() -> None:
    assert found(decided(desire(A), seen(), state_of())) == {
        "changes": (
            Change(article("a"), Action.CREATE, "A", "it is not in Intercom yet", ("en", "fr"), None, "published"),
        )
    }


def test_only_the_file_moved() -> None:
    node = page("a", en=version("New", "new"), fr=version("B"))

    assert found(decided(desire(node), seen(LIVE), STATE)) == {
        "changes": (
            Change(
                article("a"),
                Action.UPDATE,
                "New",
                "the file has changed",
                ("en",),
                "1",
                "published",
                (FieldDelta("en", Field.TITLE, "A", "New", EN), FieldDelta("en", Field.BODY, None, None, EN)),
                live_tokens(LIVE),
                retitled=("en",),
            ),
        )
    }


def test_a_draft_that_is_retitled_has_no_address_to_lose() -> None:
    draft = page("a", en=version("A", state="draft"))
    live = stored(draft, "1")

    change = decided(desire(page("a", en=version("B", state="draft"))), seen(live), applied((draft, live))).changes[0]

    assert change.retitled == ()


def test_going_back_to_draft_is_said_to_be_so() -> None:
    node = page("a", en=version("A"), fr=version("B", state="draft"))

    change = decided(desire(node), seen(LIVE), STATE).changes[0]

    assert (change.action, slots(change)) == (Action.UNPUBLISH, ["fr/state"])


def test_only_intercom_moved() -> None:
    live = edited(LIVE, "fr", title="theirs", author="7")

    plan = decided(desire(A), seen(live), STATE)

    assert not plan.pending
    assert found(plan) == {
        "drift": (
            Divergence(
                article("a"),
                "1",
                "A",
                (FieldDelta("fr", Field.TITLE, "theirs", "B", FR), FieldDelta("fr", Field.AUTHOR, "7", "1", FR)),
                edited_at=2000,
                edited_by="7",
            ),
        )
    }


def test_drift_is_written_over_where_that_is_wanted() -> None:
    plan = decided(desire(A), seen(edited(LIVE, "fr", title="theirs")), STATE, OVERWRITE)

    assert list(found(plan)) == ["changes"]
    assert [(one.action, slots(one), one.keep) for one in plan.changes] == [(Action.UPDATE, ["fr/title"], ())]


def test_drift_is_kept_while_another_field_is_written() -> None:
    node = page("a", en=version("A", "new"), fr=version("B"))
    live = edited(edited(LIVE, "fr", title="theirs"), "en", description="theirs")

    plan = decided(desire(node), seen(live), STATE)

    assert [(slots(one), one.keep) for one in plan.changes] == [(["en/body"], ("en/description", "fr/title"))]
    assert [slots(one) for one in plan.drift] == [["en/description", "fr/title"]]
    assert plan.changes[0].precondition == live_tokens(live)


BOTH = page("a", en=version("Mine", "mine"), fr=version("B"))
THEIRS = edited(LIVE, "en", title="Theirs")


@pytest.mark.parametrize(
    ("policy", "written", "kept", "conflicts"),
    [
        (OnConflict.FAIL, None, None, [["en/title"]]),
        (OnConflict.SKIP, None, None, [["en/title"]]),
        (OnConflict.THEIRS, ["en/body"], ("en/title",), [["en/title"]]),
        (OnConflict.OURS, ["en/title", "en/body"], (), []),
    ],
)
def test_both_moved(
    policy: OnConflict, written: list[str] | None, kept: tuple[str, ...] | None, conflicts: list[list[str]]
) -> None:
    plan = decided(desire(BOTH, page("b")), seen(THEIRS), STATE, on_conflict=policy)

    changes = {change.address.key: change for change in plan.changes}
    assert [slots(one) for one in plan.conflicts] == conflicts
    assert changes["b"].action is Action.CREATE
    if written is None:
        assert "a" not in changes
    else:
        assert (slots(changes["a"]), changes["a"].keep) == (written, kept)


def test_taking_our_side_of_a_conflict_leaves_drift_alone() -> None:
    live = edited(THEIRS, "fr", title="theirs")

    plan = decided(desire(BOTH), seen(live), STATE, on_conflict=OnConflict.OURS)

    assert [(slots(one), one.keep) for one in plan.changes] == [(["en/title", "en/body"], ("fr/title",))]
    assert [slots(one) for one in plan.drift] == [["fr/title"]]


def test_both_moved_to_the_same() -> None:
    node = page("a", en=version("A", "new"), fr=version("B"))

    plan = decided(desire(node), seen(stored(node, "1")), STATE)

    assert plan.pending
    assert found(plan) == {"refresh": (article("a"),)}


def test_an_absent_locale_never_means_delete() -> None:
    node = page("a", en=version("A"))

    assert found(decided(desire(node), seen(LIVE), STATE)) == {
        "orphans": (Orphan(article("a"), "1", "B", ("fr",), known=False),)
    }
    entries = {article("a"): orphaned(STATE.entries[article("a")], ("fr",))}
    known = decided(desire(node), seen(LIVE), state_of(entries))
    assert not known.pending
    assert found(known) == {"orphans": (Orphan(article("a"), "1", "B", ("fr",), known=True),)}


def test_a_translation_that_is_back_is_an_orphan_no_more() -> None:
    entries = {article("a"): orphaned(STATE.entries[article("a")], ("fr",))}

    assert found(decided(desire(A), seen(LIVE), state_of(entries))) == {"refresh": (article("a"),)}
    gone = decided(desire(A), seen(without(LIVE, "fr")), state_of(entries))
    assert [(one.action, one.locales) for one in gone.changes] == [(Action.UPDATE, ("fr",))]


def test_a_file_that_is_gone_leaves_an_orphan() -> None:
    assert found(decided(desire(), seen(LIVE), STATE)) == {"orphans": (Orphan(article("a"), "1", "A"),)}
    known = decided(desire(), seen(LIVE), state_of({article("a"): orphaned(STATE.entries[article("a")], ())}))
    assert not known.pending
    assert found(known) == {"orphans": (Orphan(article("a"), "1", "A", known=True),)}


def test_a_file_that_is_back_is_an_orphan_no_more() -> None:
    state = state_of({article("a"): orphaned(STATE.entries[article("a")], ())})

    assert found(decided(desire(A), seen(LIVE), state)) == {"refresh": (article("a"),)}
    gone = decided(desire(A), seen(), state)
    assert [(one.action, one.reason) for one in gone.changes] == [(Action.CREATE, "it is not in Intercom yet")]
    assert gone.drift == ()


def test_gone_on_both_sides_is_forgotten() -> None:
    assert found(decided(desire(), seen(), STATE)) == {
        "changes": (Change(article("a"), Action.FORGET, "a", "it is gone on both sides", remote_id="1"),)
    }


def test_a_translation_gone_on_both_sides_is_forgotten() -> None:
    plan = decided(desire(page("a", en=version("A"))), seen(without(LIVE, "fr")), STATE)

    assert (plan.changes, plan.orphans, plan.refresh) == ((), (), (article("a"),))


def test_deleted_in_intercom() -> None:
    assert found(decided(desire(A), seen(), STATE)) == {"drift": (Divergence(article("a"), "1", "A", (), gone=True),)}
    again = decided(desire(A), seen(), STATE, OVERWRITE)
    assert found(again) == {
        "changes": (
            Change(article("a"), Action.CREATE, "A", "it was deleted in Intercom", ("en", "fr"), None, "published"),
        )
    }


def test_what_lay_in_a_collection_that_is_made_again_moves_there() -> None:
    """Even where Intercom still names the dead one, and though nobody changed the file."""
    ids = {collection("g"): "7", article("b"): "2"}
    nodes = [group("g"), page("a", "g", en=version("A", links=(link("b"),))), page("b", "g")]
    lives = [stored(node, id_, ids) for node, id_ in zip(nodes, ("7", "1", "2"), strict=True)]
    state = applied(*zip(nodes, lives, strict=True), ids=ids)
    for parent in ("7", None):
        left = [msgspec.structs.replace(one, parent=parent) for one in lives[1:2]]

        plan = decided(desire(*nodes), seen(*left), state, OVERWRITE)

        assert plan.conflicts == ()
        assert [(str(one.address), one.action, slots(one)) for one in plan.changes] == [
            ("collection.g", Action.CREATE, []),
            ("article.b", Action.CREATE, []),
            ("article.a", Action.UPDATE, ["/parent", "en/body"]),
        ]
        assert plan.changes[2].fields[0].before == ("collection 7" if parent else "no collection")


def test_an_equal_one_is_adopted_and_nothing_is_written() -> None:
    plan = decided(desire(A), seen(LIVE), state_of())

    assert found(plan) == {
        "changes": (
            Change(
                article("a"),
                Action.ADOPT,
                "A",
                "an equal one exists in Intercom",
                ("en", "fr"),
                "1",
                "published",
                precondition=live_tokens(LIVE),
            ),
        )
    }
    assert (plan.cost, plan.unowned) == (Cost(0, 0), 0)


def test_a_named_one_is_adopted_if_equal_and_else_updated() -> None:
    equal = page("a", remote_id="1", en=version("A"), fr=version("B"))
    other = page("a", remote_id="1", en=version("A", "new"), fr=version("B"))

    assert [(one.action, one.reason) for one in decided(desire(equal), seen(LIVE), state_of()).changes] == [
        (Action.ADOPT, "the frontmatter's id names it")
    ]
    plan = decided(desire(other), seen(LIVE), state_of())
    assert [(one.action, slots(one)) for one in plan.changes] == [(Action.UPDATE, ["en/body"])]
    assert plan.conflicts == ()


def test_a_renamed_file_takes_its_article_along() -> None:
    renamed = page("b", en=version("A"), fr=version("B"))

    plan = decided(desire(renamed), seen(LIVE), STATE)

    assert plan.orphans == ()
    assert [(str(one.address), one.action, one.reason, one.remote_id, one.moved_from) for one in plan.changes] == [
        ("article.b", Action.MOVE, "its text is the same", "1", article("a"))
    ]
    edited_too = page("b", remote_id="1", en=version("A", "new"), fr=version("B"))
    plan = decided(desire(edited_too), seen(LIVE), STATE)
    assert [(str(one.address), one.action, one.reason, one.moved_from) for one in plan.changes] == [
        ("article.b", Action.UPDATE, "its id says so", article("a"))
    ]


def test_an_article_that_links_to_one_that_is_only_now_made_is_written_again() -> None:
    node = page("a", en=version("A", links=(link("b"),)))
    live = stored(node, "1")

    plan = decided(desire(node, page("b")), seen(live), applied((node, live)))

    assert [(str(one.address), one.action, slots(one), one.after) for one in plan.changes] == [
        ("article.b", Action.CREATE, [], ()),
        ("article.a", Action.UPDATE, ["en/body"], (article("b"),)),
    ]


def test_protection_is_remembered() -> None:
    assert found(decided(desire(msgspec.structs.replace(A, protect=True)), seen(LIVE), STATE)) == {
        "refresh": (article("a"),)
    }


def test_a_lost_answer_is_settled_before_anything_is_decided() -> None:
    live = stored(A, "1", created_at=1000)
    lost = intent(A, Action.CREATE, None, {}, (), 1000)

    decision = decide(desire(A), seen(live), state_of(), (lost,), CANONICAL, Policy())

    entry = entry_after(A, live, None, {}, ())
    assert found(decision.plan) == {}
    assert (decision.entries, decision.ids, decision.settled) == (
        {article("a"): entry},
        {article("a"): "1"},
        (Done("article.a", entry),),
    )


def test_state_of_an_older_canonical_form_is_recomputed_not_trusted() -> None:
    def aged(entry: Entry) -> Entry:
        locales = {
            locale: msgspec.structs.replace(
                kept, fields={**kept.fields, "body": type(kept.fields["body"])("old", "old")}
            )
            for locale, kept in entry.locales.items()
        }
        return msgspec.structs.replace(entry, locales=locales)

    old = state_of({article("a"): aged(STATE.entries[article("a")])}, canonical=CANONICAL - 1)

    assert found(decided(desire(A), seen(LIVE), old)) == {}
    moved = page("a", en=version("A", "new"), fr=version("B"))
    plan = decided(desire(moved), seen(LIVE), old)
    assert [slots(one) for one in plan.changes] == [["en/body"]]


def test_collections_are_compared_like_articles() -> None:
    before, after = group("g", en=name("Old", "d")), group("g", en=name("New", "d"), fr=name("Neu"))
    live = stored(before, "7")

    plan = decided(desire(after), seen(live), applied((before, live)))

    assert [(slots(one), one.state, one.retitled) for one in plan.changes] == [
        (["en/title", "fr/title", "fr/description"], "", ())
    ]
    drifted = decided(desire(before), seen(edited(live, "en", description="theirs")), applied((before, live)))
    assert [slots(one) for one in drifted.drift] == [["en/description"]]


def test_ten_thousand_articles_that_link_in_a_row() -> None:
    nodes = [page(f"{n:05}", en=version(f"{n}", links=(link(f"{n + 1:05}"),))) for n in range(10_000)]
    nodes.append(page("10000"))
    world = World()

    plan = world.plan(desire(*nodes), Policy()).plan

    assert [one.address for one in plan.changes] == [node.address for node in reversed(nodes)]
    assert plan.cost == Cost(10_001, 41)


def test_a_collection_deleted_in_intercom_is_made_again_for_what_is_to_lie_in_it() -> None:
    outer, inner = group("g"), group("g/h", "g")
    old, new = page("g/h/old", "g/h"), page("g/h/new", "g/h")
    ids = {outer.address: "11", inner.address: "12"}
    state = applied(
        *((node, stored(node, ident, ids)) for node, ident in ((outer, "11"), (inner, "12"), (old, "1"))), ids=ids
    )
    bare = msgspec.structs.replace(stored(old, "1", ids), parent=None)

    kept = decided(desire(outer, inner, old), seen(bare), state)
    needed = decided(desire(outer, inner, old, new), seen(bare), state)

    # As long as nothing is put there, it is somebody's edit.
    assert (kept.changes, [one.address.key for one in kept.drift]) == ((), ["g", "g/h", "g/h/old"])
    assert [(change.action, change.address.key) for change in needed.changes] == [
        (Action.CREATE, "g"), (Action.CREATE, "g/h"), (Action.CREATE, "g/h/new"), (Action.UPDATE, "g/h/old"),
    ]  # fmt: skip
    assert needed.drift == ()
