"""What has lost its file, in each of the three ways: reported, hidden, deleted; and what stands against it."""

import msgspec
import pytest
from planned import (
    CANONICAL,
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

from hcsync.applier.entries import entry_after, orphaned
from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Orphan, Plan
from hcsync.model.record import Done, Dropped, Intent
from hcsync.model.state import State
from hcsync.planner.decide import decide
from hcsync.planner.policy import OnConflict, OnOrphan, Policy
from hcsync.planner.tokens import live_tokens

UNPUBLISH, DELETE, OURS = OnOrphan.UNPUBLISH, OnOrphan.DELETE, OnConflict.OURS

A = page("a", en=version("A"), fr=version("B"))
LIVE = stored(A, "1")


def applied(*pairs: tuple[DesiredNode, LiveNode], ids: dict[Address, str] | None = None) -> State:
    return state_of({node.address: entry_after(node, live, None, ids or {}, ()) for node, live in pairs})


STATE = applied((A, LIVE))


def planned(
    desired: DesiredState,
    *live: LiveNode,
    state: State = STATE,
    on_orphan: OnOrphan = DELETE,
    on_conflict: OnConflict = OnConflict.FAIL,
) -> Plan:
    return decided(desired, seen(*live), state, on_conflict=on_conflict, on_orphan=on_orphan)


def found(plan: Plan) -> dict[str, object]:
    parts = {part: getattr(plan, part) for part in ("changes", "conflicts", "drift", "orphans", "refresh")}
    return {part: value for part, value in parts.items() if value}


def hidden(locale: str) -> FieldDelta:
    return FieldDelta(locale, Field.STATE, "published", "draft")


def test_a_whole_article_is_hidden_in_every_locale() -> None:
    assert found(planned(desire(), LIVE, on_orphan=UNPUBLISH)) == {
        "changes": (
            Change(
                article("a"),
                Action.UNPUBLISH,
                "A",
                "its file is gone",
                ("en", "fr"),
                "1",
                "draft",
                (hidden("en"), hidden("fr")),
                live_tokens(LIVE),
            ),
        )
    }


@pytest.mark.parametrize("known", [False, True])
def test_what_is_hidden_already_is_only_told_of(known: bool) -> None:
    draft = page("a", en=version("A", state="draft"), fr=version("B", state="draft"))
    live = stored(draft, "1")
    entry = entry_after(draft, live, None, {}, ())
    state = state_of({article("a"): orphaned(entry, ()) if known else entry})

    plan = planned(desire(), live, state=state, on_orphan=UNPUBLISH)

    assert found(plan) == {"orphans": (Orphan(article("a"), "1", "A", known=known),)}
    assert plan.pending is not known


def test_a_whole_article_is_deleted() -> None:
    assert found(planned(desire(), LIVE)) == {
        "changes": (
            Change(
                article("a"),
                Action.DELETE,
                "A",
                "its file is gone",
                ("en", "fr"),
                "1",
                precondition=live_tokens(LIVE),
            ),
        )
    }


def test_an_orphan_that_was_reported_before_is_deleted_too() -> None:
    state = state_of({article("a"): orphaned(STATE.entries[article("a")], ())})

    assert [change.action for change in planned(desire(), LIVE, state=state).changes] == [Action.DELETE]


@pytest.mark.parametrize("on_orphan", [UNPUBLISH, DELETE])
def test_what_was_edited_in_intercom_is_a_conflict(on_orphan: OnOrphan) -> None:
    live = edited(edited(LIVE, "fr", title="theirs", author="7"), "en", text="theirs")
    fields = (
        FieldDelta("en", Field.BODY),
        FieldDelta("fr", Field.TITLE, "theirs"),
        FieldDelta("fr", Field.AUTHOR, "7"),
    )

    assert found(planned(desire(), live, on_orphan=on_orphan)) == {
        "conflicts": (Divergence(article("a"), "1", "A", fields, edited_at=2000, edited_by="1", fileless=True),)
    }
    ours = planned(desire(), live, on_orphan=on_orphan, on_conflict=OURS)
    assert (ours.conflicts, [change.action.value for change in ours.changes]) == ((), [on_orphan.value])


def test_an_edit_of_what_is_only_reported_is_no_conflict() -> None:
    plan = planned(desire(), edited(LIVE, "fr", title="theirs"), on_orphan=OnOrphan.REPORT)

    assert found(plan) == {"orphans": (Orphan(article("a"), "1", "A"),)}


def test_that_somebody_moved_it_stands_against_deleting_and_not_against_hiding() -> None:
    live = msgspec.structs.replace(LIVE, parent="9")

    assert [change.action for change in planned(desire(), live, on_orphan=UNPUBLISH).changes] == [Action.UNPUBLISH]
    conflict = planned(desire(), live).conflicts[0]
    assert conflict.fields == (FieldDelta("", Field.PARENT, "collection 9"),)


def test_a_translation_that_somebody_removed_is_nothing_to_lose() -> None:
    assert [change.action for change in planned(desire(), without(LIVE, "fr")).changes] == [Action.DELETE]


def test_an_article_that_also_speaks_a_language_of_others_is_hidden_and_not_deleted() -> None:
    live = edited(LIVE, "de", title="Fremd", text="fremd")

    change = planned(desire(), live).changes[0]

    assert (change.action, change.locales) == (Action.UNPUBLISH, ("en", "fr"))
    assert change.reason == "its file is gone; it is not deleted, since no file here has ever held it in de"


@pytest.mark.parametrize("on_orphan", [UNPUBLISH, DELETE])
def test_one_translation_becomes_a_draft_since_it_cannot_be_deleted(on_orphan: OnOrphan) -> None:
    assert found(planned(desire(page("a", en=version("A"))), LIVE, on_orphan=on_orphan)) == {
        "changes": (
            Change(
                article("a"),
                Action.UNPUBLISH,
                "A",
                "the file in fr is gone, and Intercom cannot delete a translation: it becomes a draft",
                ("fr",),
                "1",
                "published",
                (hidden("fr"),),
                live_tokens(LIVE),
            ),
        )
    }


def test_a_translation_goes_in_the_same_write_as_the_rest_of_its_article() -> None:
    plan = planned(desire(page("a", en=version("New"))), LIVE)

    (change,) = plan.changes
    assert (change.action, change.locales) == (Action.UNPUBLISH, ("en", "fr"))
    assert [f"{delta.locale}/{delta.field}" for delta in change.fields] == ["en/title", "fr/state"]
    assert change.reason.startswith("the file has changed; the file in fr is gone")


@pytest.mark.parametrize(
    ("policy", "written"),
    [(OnConflict.FAIL, []), (OnConflict.SKIP, []), (OnConflict.THEIRS, [["en"]]), (OURS, [["en", "fr"]])],
)
def test_a_translation_that_was_edited_in_intercom_is_a_conflict(policy: OnConflict, written: list[list[str]]) -> None:
    live = edited(LIVE, "fr", title="theirs")

    plan = planned(desire(page("a", en=version("New"))), live, on_conflict=policy)

    assert [list(change.locales) for change in plan.changes] == written
    conflicts = (
        ()
        if policy is OURS
        else (
            Divergence(
                article("a"),
                "1",
                "New",
                (FieldDelta("fr", Field.TITLE, "theirs"),),
                edited_at=2000,
                edited_by="1",
                fileless=True,
            ),
        )
    )
    assert plan.conflicts == conflicts


def test_links_follow_a_translation_that_goes() -> None:
    """A French reader is sent to the English text as soon as the French one is hidden, in the same plan."""
    node = page("b", en=version("B"), fr=version("B fr", links=(link("a"),)))
    ids = {article("a"): "1", article("b"): "2"}
    own = page("b", en=version("B"), fr=version("B fr", links=(link("a", "fr"),)))
    lives = LIVE, stored(own, "2", ids)
    state = applied((A, lives[0]), (own, lives[1]), ids=ids)
    desired = desire(page("a", en=version("A")), node)

    assert found(planned(desired, *lives, state=state, on_orphan=OnOrphan.REPORT)).keys() == {"orphans"}
    changes = planned(desired, *lives, state=state).changes
    assert [(change.address.key, change.action) for change in changes] == [
        ("a", Action.UNPUBLISH),
        ("b", Action.UPDATE),
    ]


def test_a_name_of_a_collection_is_only_told_of() -> None:
    node = group("g", en=name("G"), fr=name("G fr"))
    live = stored(node, "7")

    plan = planned(desire(group("g", en=name("G"))), live, state=applied((node, live)))

    assert found(plan) == {"orphans": (Orphan(collection("g"), "7", "G fr", ("fr",)),)}


# Collections: g holds g/h, which holds a; a stranger's article may lie in either.
IDS = {collection("g"): "7", collection("g/h"): "8", article("a"): "1"}
NODES = [group("g"), group("g/h", "g"), page("a", "g/h")]
LIVES = [stored(node, IDS[node.address], IDS) for node in NODES]
FOLDERS = applied(*zip(NODES, LIVES, strict=True), ids=IDS)


def told(plan: Plan) -> list[tuple[str, str, list[str]]]:
    return [
        (change.action.value, str(change.address), [str(one) for one in change.depends_on]) for change in plan.changes
    ]


def test_collections_go_after_what_was_in_them_the_innermost_first() -> None:
    plan = planned(desire(), *LIVES, state=FOLDERS)

    assert told(plan) == [
        ("delete", "article.a", []),
        ("delete", "collection.g/h", ["article.a"]),
        ("delete", "collection.g", ["collection.g/h"]),
    ]
    assert (plan.orphans, plan.diagnostics) == ((), ())
    # Three looks, a listing of each kind to keep what is there, one before a collection goes, and one to read back.
    assert (plan.cost.writes, plan.cost.reads) == (3, 3 + 2 + 2 + 2)


def test_what_moves_out_in_the_same_plan_makes_room() -> None:
    plan = planned(desire(group("n"), page("a", "n")), *LIVES, state=FOLDERS)

    assert told(plan) == [
        ("create", "collection.n", []),
        ("update", "article.a", ["collection.n"]),
        ("delete", "collection.g/h", ["article.a"]),
        ("delete", "collection.g", ["collection.g/h"]),
    ]


@pytest.mark.parametrize("parent", ["7", "8"])
def test_a_collection_with_anything_in_it_stays(parent: str) -> None:
    stranger = msgspec.structs.replace(stored(page("x", en=version("Theirs")), "9"), parent=parent)

    plan = planned(desire(), *LIVES, stranger, state=FOLDERS)

    stays = ["collection.g/h", "collection.g"] if parent == "8" else ["collection.g"]
    assert [str(orphan.address) for orphan in plan.orphans] == sorted(stays)
    assert [one.code for one in plan.diagnostics] == [Code.NOT_EMPTY] * len(stays)
    assert str(plan.diagnostics[0]) == (
        f"HC416 warning: the collection {stays[0].partition('.')[2]} ({parent}) has no file any more and is not "
        "deleted, since it holds Theirs (9) (move or delete that in Intercom first, or leave the collection there)"
    )
    assert not {f"{action} {address}" for action, address, _ in told(plan)} & {f"delete {one}" for one in stays}


def test_a_collection_that_is_kept_from_being_emptied_stays() -> None:
    """The article in it was edited, so it is not deleted either."""
    live = [*LIVES[:2], edited(LIVES[2], "en", title="theirs")]

    plan = planned(desire(), *live, state=FOLDERS, on_conflict=OnConflict.SKIP)

    assert (told(plan), len(plan.conflicts), len(plan.orphans)) == ([], 1, 2)


def test_a_collection_with_a_name_of_others_stays() -> None:
    live = msgspec.structs.replace(
        LIVES[0], versions={**LIVES[0].versions, "de": msgspec.structs.replace(LIVES[0].versions["en"], title="Fremd")}
    )

    plan = planned(desire(), live, state=state_of({collection("g"): FOLDERS.entries[collection("g")]}))

    assert (told(plan), [one.code for one in plan.diagnostics]) == ([], [Code.NOT_EMPTY])
    assert "has a name in de that no file here has ever held" in plan.diagnostics[0].message


def test_a_collection_that_was_renamed_in_intercom_is_a_conflict() -> None:
    live = edited(LIVES[0], "en", title="theirs")

    plan = planned(desire(), live, state=state_of({collection("g"): FOLDERS.entries[collection("g")]}))

    assert [(str(one.address), one.fields, one.fileless) for one in plan.conflicts] == [
        ("collection.g", (FieldDelta("en", Field.TITLE, "theirs"),), True)
    ]


@pytest.mark.parametrize("on_orphan", [OnOrphan.REPORT, UNPUBLISH])
def test_collections_have_no_draft_and_are_only_told_of(on_orphan: OnOrphan) -> None:
    plan = planned(desire(), *LIVES[:2], state=FOLDERS, on_orphan=on_orphan)

    assert [str(orphan.address) for orphan in plan.orphans] == ["collection.g", "collection.g/h"]
    assert plan.diagnostics == ()


def test_collections_that_lie_within_each_other_are_judged_all_the_same() -> None:
    """Intercom should never say so; a plan must end in any case."""
    live = [msgspec.structs.replace(LIVES[0], parent="8"), LIVES[1]]

    assert len(planned(desire(), *live, state=FOLDERS, on_conflict=OURS).orphans) == 2


@pytest.mark.parametrize("kind", Kind)
def test_a_deletion_whose_answer_was_lost_is_found_out(kind: Kind) -> None:
    address, live = (article("a"), LIVE) if kind is Kind.ARTICLE else (collection("g"), LIVES[0])
    state = STATE if kind is Kind.ARTICLE else state_of({address: FOLDERS.entries[address]})
    lost = Intent(str(address), Action.DELETE, live.remote_id, "A", "", {}, 1000)

    def settled(*there: LiveNode) -> tuple[object, ...]:
        return decide(desire(), seen(*there), state, (lost,), CANONICAL, Policy()).settled

    assert settled() == (Done(str(address), None),)
    assert settled(live) == (Dropped(str(address)),)


def test_a_file_that_is_back_begins_anew_after_its_article_was_deleted_without_an_answer() -> None:
    lost = Intent("article.a", Action.DELETE, "1", "A", "", {}, 1000)

    decision = decide(desire(A), seen(), STATE, (lost,), CANONICAL, Policy())

    assert [(change.action, change.reason) for change in decision.plan.changes] == [
        (Action.CREATE, "it is not in Intercom yet")
    ]
