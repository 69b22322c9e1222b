"""A plan without asking Intercom is the plan as long as nobody has edited anything there."""

from typing import Any

import msgspec
import pytest
from planned import CANONICAL, WORKSPACE, World, desire, group, link, name, page, version

from hcsync.model.address import Address, article, collection
from hcsync.model.desired import DesiredState
from hcsync.model.plan import Action, Change, Field, FieldDelta, Orphan, Plan
from hcsync.model.state import Base, LocaleEntry
from hcsync.planner.decide import decide
from hcsync.planner.offline import AS_APPLIED, UNRESOLVED, as_applied, unrefreshed
from hcsync.planner.policy import Policy

FIRST = desire(
    group("g", en=name("Guides"), fr=name("Guides fr")),
    page("a", "g", en=version("A", links=(link("b"),)), fr=version("A fr")),
    page("b", "g", en=version("B", "text ~")),
)


def applied(desired: DesiredState = FIRST) -> World:
    world = World()
    world.apply(world.plan(desired, Policy()), Policy())
    return world


def offline(world: World, desired: DesiredState) -> Plan:
    live = as_applied(world.state.entries, desired, WORKSPACE)
    decision = decide(desired, live, world.state, (), CANONICAL, Policy())
    return unrefreshed(decision.plan, decision.desired)


def told(change: Change) -> tuple[Address, Action, str | None, tuple[str, ...], list[tuple[str, str]]]:
    slots = sorted((delta.locale, delta.field.value) for delta in change.fields)
    return change.address, change.action, change.remote_id, change.locales, slots


def with_nodes(*nodes: Any) -> DesiredState:
    return msgspec.structs.replace(FIRST, nodes=FIRST.nodes | {node.address: node for node in nodes})


def without(*addresses: Address) -> DesiredState:
    return msgspec.structs.replace(FIRST, nodes={a: node for a, node in FIRST.nodes.items() if a not in addresses})


CASES = {
    "nothing": FIRST,
    "a title": with_nodes(page("b", "g", en=version("B2", "text ~"))),
    "a text": with_nodes(page("b", "g", en=version("B", "other"))),
    "a link": with_nodes(page("b", "g", en=version("B", "text ~", (link("a"),)))),
    "an author, a description": with_nodes(page("b", "g", en=version("B", "text ~", description="New", author="2"))),
    "a draft": with_nodes(page("b", "g", en=version("B", "text ~", state="draft"))),
    "a translation comes": with_nodes(page("b", "g", en=version("B", "text ~"), fr=version("B fr"))),
    "a translation goes": with_nodes(page("a", "g", en=version("A", links=(link("b"),)))),
    "an article goes": without(article("b")),
    "an article comes": with_nodes(page("c", "g", en=version("C", links=(link("a"),)))),
    "a link to one that comes": with_nodes(page("c", "g"), page("b", "g", en=version("B", "text ~", (link("c"),)))),
    "a move": with_nodes(page("b", None, en=version("B", "text ~"))),
    "a name": with_nodes(group("g", en=name("Manuals"), fr=name("Guides fr"))),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_the_plan_where_nobody_has_edited_anything(case: str) -> None:
    world, desired = applied(), CASES[case]
    real, found = world.plan(desired, Policy()).plan, offline(world, desired)

    assert [told(change) for change in found.changes] == [told(change) for change in real.changes]
    assert (found.drift, found.conflicts, found.refresh) == ((), (), ())
    places = [(orphan.address, orphan.remote_id, orphan.locales, orphan.known) for orphan in found.orphans]
    assert places == [(one.address, one.remote_id, one.locales, one.known) for one in real.orphans]
    assert (found.pending, found.cost) == (real.pending, real.cost)
    assert (found.refreshed, real.refreshed) == (False, True)


def test_what_was_edited_in_intercom_does_not_show() -> None:
    world = applied()
    for key, node in list(world.nodes.items()):
        versions = {locale: msgspec.structs.replace(one, title="Edited") for locale, one in node.versions.items()}
        world.nodes[key] = msgspec.structs.replace(node, versions=versions)

    assert not offline(world, FIRST).pending


def test_texts_that_only_intercom_has_are_said_to_be_so() -> None:
    found = offline(applied(), with_nodes(page("b", None, en=version("B2", "text ~"))))

    assert [(delta.field, delta.before, delta.after) for delta in found.changes[0].fields] == [
        (Field.PARENT, "g", "no collection"),
        (Field.TITLE, AS_APPLIED, "B2"),
    ]
    assert offline(applied(), without(article("b"))).orphans == (Orphan(article("b"), "102", AS_APPLIED),)


def test_an_author_whom_only_intercom_could_name_is_no_change() -> None:
    unnamed = version("B", "text ~", author=UNRESOLVED)
    assert offline(applied(), with_nodes(page("b", "g", en=unnamed))).changes == ()

    retitled = page("b", "g", en=version("B2", "text ~", author=UNRESOLVED))
    (change,) = offline(applied(), with_nodes(retitled)).changes
    assert [delta.field for delta in change.fields] == [Field.TITLE]

    (change,) = offline(applied(), with_nodes(page("c", "g", en=version("C", author=UNRESOLVED)))).changes
    assert change.action is Action.CREATE


def test_a_locale_that_changes_by_its_author_alone_is_not_named() -> None:
    two = page("a", "g", en=version("A2", links=(link("b"),)), fr=version("A fr", author=UNRESOLVED))

    (change,) = offline(applied(), with_nodes(two)).changes

    assert change.locales == ("en",)


def test_what_an_id_names_is_adopted_as_its_file_says() -> None:
    found = offline(applied(), with_nodes(page("c", "g", "900", en=version("C", links=(link("a"),)))))

    assert [(change.address, change.action, change.remote_id) for change in found.changes] == [
        (article("c"), Action.ADOPT, "900")
    ]


def test_an_id_of_another_file_is_told_without_intercom() -> None:
    live = as_applied(applied().state.entries, with_nodes(page("c", "g", "102")), WORKSPACE)
    decision = decide(with_nodes(page("c", "g", "102")), live, applied().state, (), CANONICAL, Policy())

    assert [found.message for found in decision.plan.diagnostics] == ["id 102 belongs to article.b already"]


def test_a_locale_that_intercom_did_not_keep_is_not_there() -> None:
    world = applied()
    entry = world.state.entries[article("a")]
    lost = {name: Base(base.written, "") for name, base in entry.locales["fr"].fields.items()}
    entries = world.state.entries | {
        article("a"): msgspec.structs.replace(entry, locales=entry.locales | {"fr": LocaleEntry(lost)})
    }

    live = as_applied(entries, FIRST, WORKSPACE)

    assert live.articles[entry.id].versions.keys() == {"en"}
    assert live.collections[entries[collection("g")].id].versions.keys() == {"en", "fr"}


def test_bodies_of_an_older_canonical_form_count_by_their_files() -> None:
    world = applied()
    world.state = msgspec.structs.replace(world.state, canonical=CANONICAL - 1)
    entry = world.state.entries[article("a")]
    for locale, kept in entry.locales.items():
        kept.fields["body"] = Base(f"old {locale}", f"old {locale}")

    assert not offline(world, FIRST).pending
    (change,) = offline(world, with_nodes(page("b", "g", en=version("B", "other")))).changes
    assert change.fields == (FieldDelta("en", Field.BODY, place=change.fields[0].place),)
