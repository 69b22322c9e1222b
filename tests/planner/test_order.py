"""Link order: targets first, circles kept together, however deep."""

import random

import pytest
from planned import group, link, page, version

from hcsync.model.address import Address, article, collection
from hcsync.model.desired import DesiredNode
from hcsync.planner.order import by_depth, link_order, link_targets, linked


def linking(key: str, *targets: str) -> DesiredNode:
    return page(key, en=version(links=tuple(link(target) for target in targets)))


def ordered(*nodes: DesiredNode, new: set[str] | None = None) -> tuple[list[str], dict[str, list[str]]]:
    chosen = {article(key) for key in new} if new is not None else {node.address for node in nodes}
    order, after = link_order({node.address: node for node in nodes}, chosen)
    return [one.key for one in order], {
        one.key: [target.key for target in targets] for one, targets in after.items() if targets
    }


def test_targets_come_first() -> None:
    assert ordered(linking("a", "b", "c"), linking("b", "c"), linking("c")) == (
        ["c", "b", "a"],
        {"a": ["b", "c"], "b": ["c"]},
    )


def test_within_a_circle_as_few_as_possible_link_to_what_comes_later() -> None:
    assert ordered(linking("a", "b"), linking("b", "c"), linking("c", "b"), linking("d", "d")) == (
        ["c", "b", "a", "d"],
        {"a": ["b"], "b": ["c"]},
    )


def test_nobody_waits_for_one_that_comes_later() -> None:
    chance = random.Random(7)
    keys = [f"{number:02}" for number in range(40)]
    order, after = ordered(*(linking(key, *chance.sample(keys, 4)) for key in keys))
    assert sorted(order) == keys
    for key, targets in after.items():
        assert all(order.index(target) < order.index(key) for target in targets)


def test_what_is_there_already_is_not_waited_for() -> None:
    assert ordered(linking("a", "b"), linking("b", "a"), new={"b"}) == (["b", "a"], {"a": ["b"]})
    assert ordered(linking("a", "elsewhere")) == (["a"], {})


@pytest.mark.parametrize("circle", [False, True])
def test_ten_thousand_links_deep(circle: bool) -> None:
    count = 10_000
    nodes = [linking(f"{number:05}", f"{number + 1:05}") for number in range(count)]
    nodes.append(linking(f"{count:05}", *(["00000"] if circle else [])))

    order, after = ordered(*nodes)

    assert sorted(order) == [node.address.key for node in nodes]
    # In a circle one link leads on to the last that is made, and waits for its second write.
    assert order == [node.address.key for node in reversed(nodes)]
    assert len(after) == count


def test_links_are_counted_in_every_locale_or_in_one() -> None:
    node = page("a", en=version(links=(link("b"), link("a"), "https://x")), fr=version(links=(link("c"),)))

    assert link_targets(node) == {article("b"), article("c")}
    assert link_targets(node, "fr") == {article("c")}
    assert linked(node, "en") == {article("a"), article("b")}
    assert linked(group("g")) == set()


def test_parents_before_children_whatever_they_are_called() -> None:
    parents: dict[Address, Address | None] = {
        collection("a"): collection("z"),
        collection("b"): None,
        collection("m"): collection("a"),
        collection("z"): None,
    }

    assert [one.key for one in by_depth(parents, parents)] == ["b", "z", "a", "m"]
