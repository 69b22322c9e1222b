"""The order of changes, what each waits for, and the number of API calls."""

from planned import decided, desire, group, link, name, page, seen, state_of, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article, collection
from hcsync.model.plan import Action, Cost
from hcsync.model.reference import Reference


def test_collections_by_depth_then_articles_by_links() -> None:
    to_group = str(Reference(collection("z"), "en"))
    desired = desire(
        group("a", "z", en=name("A")),
        group("z"),
        page("a/one", "a", en=version("One", links=(link("two"), to_group))),
        page("two", en=version("Two")),
    )

    changes = decided(desired, seen(), state_of()).changes

    assert [(str(one.address), one.action, one.depends_on, one.after) for one in changes] == [
        ("collection.z", Action.CREATE, (), ()),
        ("collection.a", Action.CREATE, (collection("z"),), ()),
        ("article.two", Action.CREATE, (), ()),
        ("article.a/one", Action.CREATE, (collection("a"),), (collection("z"), article("two"))),
    ]


def test_new_objects_of_one_title_are_made_one_after_the_other() -> None:
    same = version("FAQ")
    changes = decided(desire(page("a", en=same), page("b", en=same), page("c", en=same)), seen(), state_of()).changes

    assert [(one.address.key, one.after) for one in changes] == [
        ("a", ()),
        ("b", (article("a"),)),
        ("c", (article("b"),)),
    ]


def test_an_article_waits_for_a_new_collection_it_moves_to() -> None:
    before = page("a")
    live = stored(before, "1")
    state = state_of({article("a"): entry_after(before, live, None, {}, ())})

    changes = decided(desire(group("g"), page("a", "g")), seen(live), state).changes

    assert [(str(one.address), one.action, one.depends_on) for one in changes] == [
        ("collection.g", Action.CREATE, ()),
        ("article.a", Action.UPDATE, (collection("g"),)),
    ]


def test_cost_of_creations() -> None:
    desired = desire(
        group("g"),
        page("chain", en=version("1", links=(link("end"),))),
        page("end", en=version("2")),
        page("loop", en=version("3", links=(link("pool"),))),
        page("pool", en=version("4", links=(link("loop"),))),
        page("self", en=version("5", links=(link("self"),))),
    )

    # Six creations, two second writes with a look before each; two pages read back.
    assert decided(desired, seen(), state_of()).cost == Cost(8, 4)


def test_cost_of_updates_and_of_what_is_done_in_the_state_alone() -> None:
    olds = [page(f"{number:03}", en=version(f"old {number}")) for number in range(300)]
    lives = [stored(node, str(number)) for number, node in enumerate(olds)]
    entries = {node.address: entry_after(node, live, None, {}, ()) for node, live in zip(olds, lives, strict=True)}
    gone = entries | {article("gone"): entry_after(olds[0], stored(olds[0], "999"), None, {}, ())}
    twin = page("twin", en=version("twin"))
    changed = [page("000", en=version("new")), *olds[1:], twin]

    plan = decided(desire(*changed), seen(*lives, stored(twin, "500")), state_of(gone))

    assert [one.action for one in plan.changes] == [Action.UPDATE, Action.ADOPT, Action.FORGET]
    # One write; one article kept, looked at and read back, each time alone.
    assert plan.cost == Cost(1, 3)
    everything = decided(
        desire(*(page(node.address.key, en=version("new")) for node in olds)), seen(*lives), state_of(entries)
    )
    # Two pages kept, three hundred looks, and two pages read back.
    assert everything.cost == Cost(300, 304)


def test_nothing_costs_nothing() -> None:
    assert decided(desire(), seen(), state_of()).cost == Cost(0, 0)
