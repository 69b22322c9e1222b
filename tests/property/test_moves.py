"""Whatever is renamed, moved into another folder and edited, an object stays the one it was."""

from hypothesis import given, settings
from hypothesis import strategies as st
from planned import CANONICAL, World, desire, edited, group, name, page, version

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.plan import Action
from hcsync.planner.decide import Decision, decide
from hcsync.planner.moves import Evidence, Likeness
from hcsync.planner.policy import OnConflict, Policy
from hcsync.planner.target import select

FOLDERS = ("f", "g", "h")
POLICY = Policy(on_conflict=OnConflict.SKIP)


def shelves(homes: dict[str, str], words: dict[str, str], folders: dict[str, str]) -> DesiredState:
    """`homes` maps what a page is to the key of its file, `words` to its text; `folders` what a folder is to its
    name. Each page says what it is in a second language, too."""
    groups = [group(key, en=name(f"Folder {what}")) for what, key in folders.items()]
    pages = []
    for what, key in homes.items():
        folder = key.rpartition("/")[0]
        texts = {"en": version(what, words[what], blob=words[what]), "fr": version(what, f"{what} in French")}
        pages.append(page(key, folder or None, **texts))
    return desire(*groups, *pages)


PAGES = ("one", "two", "three", "four", "five")
KEYS = [f"{folder}{name}" for folder in ("", *(f"{one}/" for one in FOLDERS)) for name in ("a", "b", "c")]


@st.composite
def arrangements(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """Where each page lies, and what each folder is called; only folders that hold something are there."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=len(PAGES), max_size=len(PAGES), unique=True))
    homes = dict(zip(PAGES, keys, strict=True))
    used = sorted({key.rpartition("/")[0] for key in keys} - {""})
    return homes, {folder: folder for folder in used}


def evidence(before: dict[str, str], after: dict[str, str], rewritten: set[str]) -> Evidence:
    """What git says of texts that were edited: much of each is still there, and little of it anywhere else."""
    pages = [(what, other) for what in rewritten for other in PAGES]
    return Evidence(
        alike=tuple(
            Likeness(_article(before[what]), _article(after[other]), 85 if what == other else 45, 900)
            for what, other in pages
        )
    )


def _article(key: str) -> Address:
    return Address(Kind.ARTICLE, key)


def owners(world: World) -> dict[str, str]:
    """Address → the title its object bears in Intercom, for articles."""
    entries = world.state.entries.items()
    return {a.key: world.nodes[a.kind, e.id].versions["en"].title for a, e in entries if a.kind is Kind.ARTICLE}


@st.composite
def changes(draw: st.DrawFn) -> tuple[World, DesiredState, Evidence, dict[str, str]]:
    """Applied, then moved about; some pages are edited on the way, and some in Intercom."""
    homes, folders = draw(arrangements())
    words = {what: f"{what} text" for what in PAGES}
    world = World()
    world.apply(world.plan(shelves(homes, words, folders), POLICY), POLICY)
    later, later_folders = draw(arrangements())
    # A text that was edited, at a place that something else has left, could be either: that is for hints.
    free = {what for what in PAGES if later[what] not in homes.values() and homes[what] not in later.values()}
    rewritten = {what for what in sorted(free) if draw(st.booleans())}
    words |= {what: f"{what} text, edited" for what in rewritten}
    for key, node in sorted(world.nodes.items()):
        if node.kind is Kind.ARTICLE and draw(st.integers(0, 3)) == 0:
            world.put(edited(node, "en", text="edited in Intercom"))
        elif key[0] is Kind.ARTICLE and draw(st.integers(0, 5)) == 0:
            world.put(edited(node, "fr", title="edited in Intercom"))
    return world, shelves(later, words, later_folders), evidence(homes, later, rewritten), later


def plan(world: World, desired: DesiredState, known: Evidence) -> Decision:
    return decide(desired, world.live, world.state, (), CANONICAL, POLICY, evidence=known)


@settings(max_examples=150, deadline=None)
@given(changes())
def test_nothing_is_made_anew_and_nothing_is_lost(
    made: tuple[World, DesiredState, Evidence, dict[str, str]],
) -> None:
    world, desired, known, homes = made
    articles = {key for key in world.nodes if key[0] is Kind.ARTICLE}
    ids = {what: e.id for a, e in world.state.entries.items() for what in PAGES if owners(world).get(a.key) == what}
    live = dict(world.nodes)

    decision = plan(world, desired, known)
    assert [c for c in decision.plan.changes if c.action is Action.CREATE and c.address.kind is Kind.ARTICLE] == []
    assert not [orphan for orphan in decision.plan.orphans if orphan.address.kind is Kind.ARTICLE]
    world.apply(decision, POLICY)

    assert {key for key in world.nodes if key[0] is Kind.ARTICLE} == articles
    after = {a.key: e.id for a, e in world.state.entries.items() if a.kind is Kind.ARTICLE}
    assert after == {homes[what]: ids[what] for what in PAGES}
    for key in articles:
        if live[key].versions["en"].body != world.nodes[key].versions["en"].body:
            # Only what nobody had edited in Intercom was written.
            assert live[key].versions["en"].updated_at == 1000
    again = plan(world, desired, known).plan
    assert not again.pending


@settings(max_examples=100, deadline=None)
@given(changes(), st.data())
def test_a_part_at_a_time_comes_to_the_same(
    made: tuple[World, DesiredState, Evidence, dict[str, str]], data: st.DataObject
) -> None:
    world, desired, known, homes = made
    ids = {e.id for a, e in world.state.entries.items() if a.kind is Kind.ARTICLE}
    for _ in range(3):
        decision = plan(world, desired, known)
        keys = [str(change.address) for change in decision.plan.changes] or ["*"]
        targets = tuple(data.draw(st.lists(st.sampled_from(keys), max_size=3)))
        excluded = tuple(data.draw(st.lists(st.sampled_from(keys), max_size=2)))
        chosen = select(decision, decision.desired, targets, excluded).decision
        before = world.state.entries
        untouched = {a for a in before if a in chosen.entries and before[a].id != chosen.entries[a].id}
        assert untouched <= {change.address for change in chosen.plan.changes}
        assert {e.id for e in chosen.entries.values()} == {e.id for e in before.values()}
        world.apply(chosen, POLICY)
    world.apply(plan(world, desired, known), POLICY)

    now = {a: e for a, e in world.state.entries.items() if a.kind is Kind.ARTICLE}
    assert {e.id for e in now.values()} == ids
    assert {a.key for a in now} == set(homes.values())


@settings(max_examples=60, deadline=None)
@given(st.permutations(list(FOLDERS)), st.permutations(["x", "y", "z"]))
def test_folders_that_change_their_names_are_the_folders_they_were(before: list[str], after: list[str]) -> None:
    def shelved(names: list[str]) -> DesiredState:
        pages: list[DesiredNode] = []
        for number, folder in enumerate(names):
            pages.append(group(folder, en=name(f"Folder {number}")))
            pages += [page(f"{folder}/{one}", folder, en=version(f"{number} {one}")) for one in "abc"]
        return desire(*pages)

    world = World()
    world.apply(world.plan(shelved(before), POLICY), POLICY)
    nodes = dict(world.nodes)

    decision = world.plan(shelved(after), POLICY)

    assert {change.action for change in decision.plan.changes} == {Action.MOVE}
    assert decision.plan.cost.calls == 0
    world.apply(decision, POLICY)
    assert world.nodes == nodes
    assert not world.plan(shelved(after), POLICY).plan.pending
