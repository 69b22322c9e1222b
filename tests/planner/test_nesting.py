"""Places of collections that either side may choose and both together may not."""

import msgspec
import pytest
from planned import CANONICAL, desire, group, page, seen, state_of, stored

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.plan import Action, Plan
from hcsync.planner.decide import decide
from hcsync.planner.policy import OnConflict, OnDrift, Policy

IDS = {collection(key): str(number) for number, key in enumerate(("a", "b", "c"), 1)}
APPLIED = [group("a"), group("b"), group("c")]


def planned(files: list[DesiredNode], moved: dict[str, str], policy: Policy | None = None) -> Plan:
    """`moved` is what somebody has put into what in Intercom."""
    live = [stored(node, IDS[node.address], IDS) for node in APPLIED]
    entries = {node.address: entry_after(node, twin, None, IDS, ()) for node, twin in zip(APPLIED, live, strict=True)}
    parents = {IDS[collection(key)]: IDS[collection(parent)] for key, parent in moved.items()}
    there = [msgspec.structs.replace(twin, parent=parents.get(twin.remote_id, twin.parent)) for twin in live]
    made = desire(*files, page("x", en=page("x").main))
    return decide(made, seen(*there), state_of(entries), (), CANONICAL, policy or Policy()).plan


def clashes(plan: Plan) -> list[str]:
    return sorted(one.address.key for one in plan.conflicts)


CIRCLE = [group("a", "b"), group("b"), group("c")]


def test_one_in_the_other_and_the_other_in_the_one_is_a_conflict_of_both() -> None:
    plan = planned(CIRCLE, {"b": "a"})

    assert clashes(plan) == ["a", "b"]
    assert plan.drift == ()
    assert [one for one in plan.changes if one.address.key in "abc"] == []


@pytest.mark.parametrize("policy", [Policy(on_conflict=OnConflict.OURS), Policy(on_drift=OnDrift.OVERWRITE)])
def test_ours_takes_both_to_where_the_files_say(policy: Policy) -> None:
    plan = planned(CIRCLE, {"b": "a"}, policy)

    moved = [(one.address, one.action) for one in plan.changes if one.address.key in "abc"]
    assert (moved, plan.conflicts) == ([(collection("b"), Action.UPDATE), (collection("a"), Action.UPDATE)], ())


@pytest.mark.parametrize("choice", [OnConflict.SKIP, OnConflict.THEIRS])
def test_else_neither_is_moved(choice: OnConflict) -> None:
    plan = planned(CIRCLE, {"b": "a"}, Policy(on_conflict=choice))

    assert clashes(plan) == ["a", "b"]
    assert [one.address for one in plan.changes] == [Address.parse("article.x")]


def test_a_circle_of_three_and_one_beside_it() -> None:
    plan = planned([group("a", "b"), group("b", "c"), group("c")], {"c": "a"})
    assert clashes(plan) == ["a", "b", "c"]

    plan = planned([group("a", "b"), group("b"), group("c")], {"c": "a"})
    assert (clashes(plan), [one.address.key for one in plan.drift]) == ([], ["c"])


def test_four_levels_are_a_conflict_of_what_somebody_moved() -> None:
    new = [group("a"), group("b"), group("c"), group("c/d", "c")]

    plan = planned(new, {"c": "b", "b": "a"})

    assert clashes(plan) == ["b", "c"]
    assert clashes(planned(new, {"c": "b"})) == []
    # What lay so deep before is none of ours.
    assert clashes(planned(APPLIED, {"c": "b", "b": "a"})) == []
