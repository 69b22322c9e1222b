"""--target and --exclude: a part of a decision, with what it needs and nothing else."""

import pytest
from planned import CANONICAL, desire, edited, group, page, seen, state_of, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article
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
    assert chosen("billing/refunds").decision.plan.cost == Cost(2, 2)
    assert chosen("12").decision.plan.cost == Cost(0, 0)
