"""--target and --exclude: a part of a decision, with what it needs and nothing else."""

import msgspec
import pytest
from planned import CANONICAL, desire, edited, group, link, page, seen, state_of, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article
from hcsync.model.desired import DesiredNode
from hcsync.model.plan import Cost, Plan
from hcsync.planner.decide import Decision, decide
from hcsync.planner.policy import Policy
from hcsync.planner.target import Chosen, select

LIVE = [edited(stored(page("old"), "11"), "en", title="theirs"), stored(page("gone"), "12")]
STATE = state_of(
    {
        article("old"): entry_after(page("old"), stored(page("old"), "11"), None, {}, ()),
        article("gone"): entry_after(page("gone"), LIVE[1], None, {}, ()),
    }
)
DESIRED = desire(
    group("billing"),
    group("billing/deep", "billing"),
    page("billing/refunds", "billing", en=version("Refunds"), fr=version("Remboursements")),
    page("billing/deep/taxes", "billing/deep"),
    page("old"),
    page("welcome"),
)


def decision() -> Decision:
    return decide(DESIRED, seen(*LIVE, stored(page("stranger"), "99")), STATE, (), CANONICAL, Policy())


def chosen(*targets: str, excluded: tuple[str, ...] = ()) -> Chosen:
    return select(decision(), DESIRED, targets, excluded)


def keys(plan: Plan) -> list[str]:
    shown = [*plan.changes, *plan.drift, *plan.conflicts, *plan.orphans]
    return [str(one.address) for one in shown]


EVERYTHING = [
    "collection.billing",
    "collection.billing/deep",
    "article.billing/deep/taxes",
    "article.billing/refunds",
    "article.welcome",
    "article.old",
    "article.gone",
]


def test_without_a_target_everything_is_chosen() -> None:
    assert chosen().decision == decision()
    assert keys(decision().plan) == EVERYTHING


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("article.welcome", ["article.welcome"]),
        ("welcome", ["article.welcome"]),
        ("content/en/welcome.md", ["article.welcome"]),
        ("./content/en/welcome.md", ["article.welcome"]),
        ("content/fr/billing/refunds.md", ["collection.billing", "article.billing/refunds"]),
        ("collection.*", ["collection.billing", "collection.billing/deep"]),
        ("11", ["article.old"]),
        ("12", ["article.gone"]),
        ("content/en/gone.md", ["article.gone"]),
        ("gone", ["article.gone"]),
        (
            "billing/",
            ["collection.billing", "collection.billing/deep", "article.billing/deep/taxes", "article.billing/refunds"],
        ),
        ("content/fr/", ["collection.billing", "article.billing/refunds"]),
        ("[bx]illing/refunds", ["collection.billing", "article.billing/refunds"]),
        ("?ld", ["article.old"]),
        ("*/taxes", ["collection.billing", "collection.billing/deep", "article.billing/deep/taxes"]),
    ],
)
def test_a_target_is_an_address_a_key_a_file_an_id_or_a_pattern(target: str, expected: list[str]) -> None:
    found = chosen(target)

    assert (keys(found.decision.plan), found.unknown) == (expected, ())


def test_targets_add_up_and_unknown_ones_are_named() -> None:
    found = chosen("welcome", "nowhere", "12", "no*")

    assert keys(found.decision.plan) == ["article.welcome", "article.gone"]
    assert found.unknown == ("--target nowhere", "--target no*")


def test_a_name_that_excludes_nothing_is_named_and_a_pattern_is_not() -> None:
    found = chosen(excluded=("wellcome", "drafts/*", "drafts/", "draft?", "welcome"))

    assert found.unknown == ("--exclude wellcome",)
    assert keys(found.decision.plan) == [key for key in EVERYTHING if key != "article.welcome"]


def test_a_name_may_have_brackets() -> None:
    odd = desire(page("a[1]"), page("a1"))
    plan = decide(odd, seen(), state_of(), (), CANONICAL, Policy())

    assert keys(select(plan, odd, ("a[1]",), ()).decision.plan) == ["article.a1", "article.a[1]"]
    assert keys(select(plan, odd, ("content/en/a[[]1].md",), ()).decision.plan) == ["article.a[1]"]


def test_what_is_excluded_is_left_out_with_what_depends_on_it() -> None:
    assert keys(chosen(excluded=("collection.billing/deep",)).decision.plan) == [
        key for key in EVERYTHING if "deep" not in key
    ]
    assert keys(chosen("billing/*", excluded=("collection.billing",)).decision.plan) == []
    assert keys(chosen("*", excluded=("1*", "billing*")).decision.plan) == ["article.welcome"]


def test_the_cost_is_that_of_the_part() -> None:
    assert chosen("welcome").decision.plan.cost == Cost(1, 1)
    plan = chosen("billing/*").decision.plan
    assert (plan.articles, plan.locales, plan.narrowed, decision().plan.narrowed) == (2, 2, True, False)
    assert chosen("billing/refunds").decision.plan.cost == Cost(2, 2)
    assert chosen("12").decision.plan.cost == Cost(0, 0)


OLD = page("one/a", en=version("A")), page("one/b", en=version("B")), page("c", en=version("C"))
MOVED = group("two"), page("two/a", "two", en=version("A")), page("c", en=version("B")), page("d", en=version("C"))


def moved(*targets: str, excluded: tuple[str, ...] = ()) -> tuple[list[str], dict[str, str]]:
    """The changes chosen, and the entry that each address has: `one/a` was moved to `two/a`, a new collection; `one/b`
    to `c`, which has moved on to `d`."""
    live = [stored(node, str(number)) for number, node in enumerate(OLD, 1)]
    entries = {node.address: entry_after(node, twin, None, {}, ()) for node, twin in zip(OLD, live, strict=True)}
    found = decide(desire(*MOVED), seen(*live), state_of(entries), (), CANONICAL, Policy())
    made = select(found, found.desired, targets, excluded)
    assert made.unknown == ()
    return keys(made.decision.plan), {address.key: entry.id for address, entry in made.decision.entries.items()}


def test_what_was_moved_is_named_by_its_old_address_too() -> None:
    for target in ("two/a", "one/a", "article.one/a", "content/en/one/a.md", "content/en/two/a.md", "1"):
        assert moved(target)[0] == ["collection.two", "article.two/a"]


def test_a_move_that_is_not_chosen_has_not_happened() -> None:
    everything = {"two/a": "1", "c": "2", "d": "3"}

    assert moved() == (["collection.two", "article.c", "article.d", "article.two/a"], everything)
    assert moved("one/a")[1] == {"two/a": "1", "one/b": "2", "c": "3"}
    assert moved(excluded=("two/a",))[1] == {"one/a": "1", "c": "2", "d": "3"}
    assert moved(excluded=("collection.two",)) == (["article.c", "article.d"], {"one/a": "1", "c": "2", "d": "3"})


def test_an_orphan_keeps_its_address_while_what_is_moved_there_is_not_chosen() -> None:
    live = [stored(node, str(number)) for number, node in enumerate(OLD, 1)]
    entries = {node.address: entry_after(node, twin, None, {}, ()) for node, twin in zip(OLD, live, strict=True)}
    entries[article("c")] = msgspec.structs.replace(entries[article("c")], orphaned=True)
    files = desire(page("one/b", en=version("B")), page("c", en=version("A")))
    found = decide(files, seen(*live), state_of(entries), (), CANONICAL, Policy())

    def ids(*targets: str, excluded: tuple[str, ...] = ()) -> dict[str, str]:
        made = select(found, found.desired, targets, excluded).decision
        return {address.key: entry.id for address, entry in made.entries.items()}

    assert ids() == ids("one/a") == {"c": "1", "one/b": "2"}
    assert ids(excluded=("c",)) == ids("one/b") == {"one/a": "1", "one/b": "2", "c": "3"}


def test_what_takes_anothers_place_needs_that_to_make_room() -> None:
    assert moved("one/b") == (["article.c", "article.d"], {"one/a": "1", "c": "2", "d": "3"})
    assert moved("d") == (["article.d"], {"one/a": "1", "one/b": "2", "d": "3"})
    assert moved(excluded=("d",)) == (["collection.two", "article.two/a"], {"two/a": "1", "one/b": "2", "c": "3"})


@pytest.mark.parametrize(("targets", "excluded"), [(("old",), ()), ((), ("new",))])
def test_what_waits_for_a_link_alone_waits_for_its_target(targets: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    """The text is written at once, without a link to what is not made; then there is nothing more to do."""
    before, linking = page("old"), page("old", en=version("old", "text", (link("new"),)))
    more = page("old", en=version("old", "new text", (link("new"),)))

    def changes(written: DesiredNode, now: DesiredNode) -> list[str]:
        twin = stored(written, "1", {article("old"): "1"})
        entries = {article("old"): entry_after(written, twin, None, {}, ())}
        found = decide(desire(now, page("new")), seen(twin), state_of(entries), (), CANONICAL, Policy())
        assert keys(found.plan) == ["article.new", "article.old"]
        return keys(select(found, found.desired, targets, excluded).decision.plan)

    assert changes(before, linking) == ["article.old"]
    assert changes(linking, linking) == []
    assert changes(linking, more) == ["article.old"]
