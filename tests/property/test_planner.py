"""Laws of the planner, over random repositories, help centers and edits on both sides."""

import random

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
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
    stored,
    version,
    without,
)

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Severity
from hcsync.model.live import LiveSnapshot
from hcsync.model.plan import Action, Field, Plan
from hcsync.model.reference import Reference
from hcsync.planner import drift
from hcsync.planner.decide import decide
from hcsync.planner.offline import as_applied, unrefreshed
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.planner.tokens import bases, desired_tokens, live_tokens, slot, split

PAGES, GROUPS = ("a", "b", "c", "d"), ("g", "h")
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])

versions = st.builds(
    version,
    st.sampled_from(["One", "Two", "Three &amp; more"]),
    st.sampled_from(["text", "other", "rewritten ~", "rewritten ~ again"]),
    st.lists(st.builds(link, st.sampled_from(PAGES)), max_size=2).map(tuple),
    st.sampled_from([(), ("hcsync:asset.images/a.png@1",), ("hcsync:asset.images/a.png@2",)]),
    description=st.sampled_from(["", "described"]),
    author=st.sampled_from(["1", "2"]),
    state=st.sampled_from(["draft", "published"]),
)
names = st.builds(name, st.sampled_from(["Guides", "More"]), st.sampled_from(["", "described"]))


@st.composite
def desires(draw: st.DrawFn) -> DesiredState:
    groups: list[DesiredNode] = []
    for key in GROUPS:
        if draw(st.booleans()):
            parent = draw(st.sampled_from([None, *(one.address.key for one in groups)]))
            one = group(key, parent, en=draw(names), **_french(draw, names))
            # Titles are told apart by their key: two of one title in one place are a matter of their own.
            groups.append(_titled(one))
    pages: list[DesiredNode] = []
    for key in PAGES:
        if draw(st.integers(0, 3)):
            parent = draw(st.sampled_from([None, *(one.address.key for one in groups)]))
            pages.append(_titled(page(key, parent, en=draw(versions), **_french(draw, versions))))
    there = {one.address: one for one in pages}
    return desire(*groups, *(_linking_to(one, there) for one in pages))


def _french(draw: st.DrawFn, strategy: st.SearchStrategy[object]) -> dict[str, object]:
    return {"fr": draw(strategy)} if draw(st.booleans()) else {}


def _titled(node: DesiredNode) -> DesiredNode:
    return msgspec.structs.replace(
        node,
        versions={
            locale: msgspec.structs.replace(one, title=f"{node.address.key} {one.title}")
            for locale, one in node.versions.items()
        },
    )


def _linking_to(node: DesiredNode, there: dict[Address, DesiredNode]) -> DesiredNode:
    """Links to what is not there are refused before anything is planned; to what is not translated they fall back."""
    found = {}
    for locale, one in node.versions.items():
        assert one.body
        targets = [reference.address for target in one.body.links if (reference := Reference.parse(target))]
        links = tuple(
            str(Reference(target, locale if locale in there[target].versions else "en"))
            for target in targets
            if target in there
        )
        found[locale] = msgspec.structs.replace(one, body=msgspec.structs.replace(one.body, links=links))
    return msgspec.structs.replace(node, versions=found)


def edits(draw: st.DrawFn, world: World) -> None:
    """Somebody works in Intercom."""
    for key, node in sorted(world.nodes.items()):
        match draw(
            st.sampled_from(["", "", "", "title", "text", "state", "author", "locale", "remove", "move", "draft"])
        ):
            case "title":
                world.put(edited(node, draw(st.sampled_from(sorted(node.versions))), title=f"edited {key}"))
            case "text" if node.kind is Kind.ARTICLE:
                world.put(edited(node, draw(st.sampled_from(sorted(node.versions))), text="edited"))
            case "state" if node.kind is Kind.ARTICLE:
                world.put(edited(node, "en", state="draft"))
            case "author" if node.kind is Kind.ARTICLE:
                world.put(edited(node, "en", author="3"))
            case "locale" if "fr" in node.versions:
                world.put(without(node, "fr"))
            case "locale" if node.kind is Kind.ARTICLE:
                world.put(edited(node, "fr", title=f"new {key}", text="new"))
            case "remove":
                del world.nodes[key]
                dangling = draw(st.booleans())
                for child in list(world.nodes.values()):
                    if node.kind is Kind.COLLECTION and child.parent == node.remote_id and not dangling:
                        world.put(msgspec.structs.replace(child, parent=None))
            case "move" if node.kind is Kind.ARTICLE:
                parents = [None, *(id_ for kind, id_ in world.nodes if kind is Kind.COLLECTION)]
                world.put(msgspec.structs.replace(node, parent=draw(st.sampled_from(parents))))
            case "draft" if node.kind is Kind.ARTICLE:
                world.drafts.add((node.remote_id, draw(st.sampled_from(sorted(node.versions)))))
    if draw(st.booleans()):
        world.put(stored(page("stranger", en=version("A stranger")), world.new_id()))


policies = st.builds(Policy, st.sampled_from(OnDrift), st.sampled_from(OnConflict), st.sampled_from(OnOrphan))


def refused(world: World, desired: DesiredState, policy: Policy) -> bool:
    """Whether an apply would stop before its first write."""
    plan = world.plan(desired, policy).plan
    errors = [found for found in plan.diagnostics if found.severity is Severity.ERROR]
    return bool(errors or (plan.conflicts and policy.on_conflict is OnConflict.FAIL))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, DesiredState]:
    """A help center that was applied once or twice, then edited; and the repository as it is by now."""
    world = World()
    for _ in range(draw(st.integers(1, 2))):
        desired, policy = draw(desires()), draw(policies)
        if not refused(world, desired, policy):
            world.apply(world.plan(desired, policy), policy)
    edits(draw, world)
    return world, desired if draw(st.booleans()) else draw(desires())


@QUICK
@given(desires())
def test_what_was_applied_is_a_plan_of_nothing(desired: DesiredState) -> None:
    world, policy = World(), Policy()

    world.apply(world.plan(desired, policy), policy)

    again = world.plan(desired, policy).plan
    assert not again.pending
    assert (again.drift, again.conflicts, again.diagnostics) == ((), (), ())


@QUICK
@given(worlds(), policies)
def test_the_plan_after_an_apply_is_empty(made: tuple[World, DesiredState], policy: Policy) -> None:
    world, desired = made
    assume(not refused(world, desired, policy))

    world.apply(world.plan(desired, policy), policy)

    again = world.plan(desired, policy).plan
    assert not again.pending, (again.changes, again.refresh, again.orphans)
    if policy.on_drift is OnDrift.OVERWRITE:
        assert again.drift == ()
    if policy.on_conflict is OnConflict.OURS:
        assert again.conflicts == ()


@QUICK
@given(worlds())
def test_overwriting_everything_makes_intercom_what_the_repository_says(made: tuple[World, DesiredState]) -> None:
    world, desired = made
    policy = Policy(OnDrift.OVERWRITE, OnConflict.OURS)
    assume(not refused(world, desired, policy) and not world.drafts)

    decision = world.plan(desired, policy)
    world.apply(decision, policy)

    ids = {address: entry.id for address, entry in world.state.entries.items()}
    for address, node in decision.desired.nodes.items():
        live, ideal = world.nodes[address.kind, ids[address]], stored(node, ids[address], ids)
        assert live.parent == ideal.parent
        for locale, one in ideal.versions.items():
            there = live.versions[locale]
            assert (there.title, there.description, there.author, there.state, there.body) == (
                one.title,
                one.description,
                one.author,
                one.state,
                one.body,
            )


@QUICK
@given(worlds(), policies)
def test_what_moved_in_intercom_alone_is_never_written(made: tuple[World, DesiredState], policy: Policy) -> None:
    world, desired = made
    policy = Policy(OnDrift.KEEP, policy.on_conflict)
    assume(not refused(world, desired, policy))
    before, entries, decision = dict(world.nodes), dict(world.state.entries), world.plan(desired, policy)
    snapshot = world.live

    world.apply(decision, policy)

    for change in decision.plan.changes:
        entry, node = entries.get(change.address), decision.desired.nodes.get(change.address)
        if entry is None or node is None or change.action is Action.CREATE:
            continue
        live = snapshot.of(change.address.kind)[entry.id]
        wanted, found = desired_tokens(node, decision.ids), live_tokens(live)
        written = {slot(delta.locale, delta.field) for delta in change.fields}
        for name_, base in bases(entry).items():
            locale, _ = split(name_)
            if locale and (locale not in live.versions or entry.locales[locale].orphaned):
                continue  # A translation that is gone is written as a whole or not at all.
            if wanted.get(name_) != base.written or found.get(name_, "") == base.observed:
                continue
            assert name_ not in written
            after = live_tokens(world.nodes[change.address.kind, entry.id])
            assert after.get(name_, "") == live_tokens(before[change.address.kind, entry.id]).get(name_, "")


@QUICK
@given(worlds(), policies, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(
    made: tuple[World, DesiredState], policy: Policy, chance: random.Random
) -> None:
    world, desired = made
    live = world.live

    def shuffled(values: dict[object, object]) -> dict[object, object]:
        items = list(values.items())
        chance.shuffle(items)
        return dict(items)

    turned = decide(
        msgspec.structs.replace(desired, nodes=shuffled(desired.nodes)),
        LiveSnapshot(live.workspace, shuffled(live.collections), shuffled(live.articles)),
        msgspec.structs.replace(world.state, entries=shuffled(world.state.entries)),
        (),
        CANONICAL,
        policy,
    )

    straight = world.plan(desired, policy)
    assert turned.plan == straight.plan
    assert (turned.ids, turned.entries, turned.settled) == (straight.ids, straight.entries, straight.settled)


@QUICK
@given(worlds(), policies)
def test_what_a_change_waits_for_stands_before_it(made: tuple[World, DesiredState], policy: Policy) -> None:
    world, desired = made
    done: set[Address] = set()
    for change in world.plan(desired, policy).plan.changes:
        assert {*change.depends_on, *change.after} <= done
        done.add(change.address)


@QUICK
@given(desires())
def test_a_lost_state_is_found_again_without_a_write(desired: DesiredState) -> None:
    assume(
        not any("~" in one.body.text for node in desired.nodes.values() for one in node.versions.values() if one.body)
    )
    world, policy = World(), Policy()
    world.apply(world.plan(desired, policy), policy)

    plan = decided(desired, seen(*world.nodes.values()), msgspec.structs.replace(world.state, entries={}))

    assert {change.action for change in plan.changes} <= {Action.ADOPT}
    assert len(plan.changes) == len(desired.nodes)


@QUICK
@given(desires(), desires())
def test_without_asking_intercom_the_plan_is_the_same_while_nobody_edits_there(
    first: DesiredState, then: DesiredState
) -> None:
    world, policy = World(), Policy()
    world.apply(world.plan(first, policy), policy)
    real = world.plan(then, policy).plan
    # Whether a new file is an old object under another name may be for Intercom to tell.
    assume(all(change.action is not Action.ADOPT for change in real.changes) and not real.diagnostics)

    live = as_applied(world.state.entries, then, WORKSPACE)
    decision = decide(then, live, world.state, (), CANONICAL, policy)
    found = unrefreshed(decision.plan, decision.desired)

    def told(plan: Plan) -> list[object]:
        return [
            (one.address, one.action, one.remote_id, {(delta.locale, delta.field) for delta in one.fields})
            for one in plan.changes
        ]

    assert told(found) == told(real)
    assert (found.drift, found.conflicts, found.pending) == ((), (), real.pending)


@QUICK
@given(worlds(), policies)
def test_no_collection_is_deleted_with_something_in_it(made: tuple[World, DesiredState], policy: Policy) -> None:
    world, desired = made
    live = world.live
    left: set[tuple[Kind, str]] = set()
    for change in world.plan(desired, policy).plan.changes:
        if change.action is Action.DELETE and change.address.kind is Kind.COLLECTION:
            inside = [node for node in world.nodes.values() if node.parent == change.remote_id]
            assert {(node.kind, node.remote_id) for node in inside} <= left
        if change.action is Action.DELETE or any(delta.field is Field.PARENT for delta in change.fields):
            assert change.remote_id in live.of(change.address.kind)
            left.add((change.address.kind, change.remote_id or ""))


@QUICK
@given(worlds(), policies)
def test_what_the_repository_never_wrote_is_not_touched(made: tuple[World, DesiredState], policy: Policy) -> None:
    """Neither an object that no file owns nor a translation that no file has ever held."""
    world, desired = made
    assume(not refused(world, desired, policy))
    before, decision = dict(world.nodes), world.plan(desired, policy)
    owners = {(address.kind, id_): address for address, id_ in decision.ids.items()}

    world.apply(decision, policy)

    for key, node in before.items():
        address = owners.get(key)
        if address is None:
            assert world.nodes[key] == node
            continue
        entry, wanted = decision.entries.get(address), decision.desired.nodes.get(address)
        known = {*(entry.locales if entry else ()), *(wanted.versions if wanted else ())}
        for locale in node.versions.keys() - known:
            assert world.nodes[key].versions[locale] == node.versions[locale]


@QUICK
@given(worlds(), policies)
def test_what_was_edited_in_intercom_is_not_deleted_unless_that_is_asked_for(
    made: tuple[World, DesiredState], policy: Policy
) -> None:
    world, desired = made
    assume(policy.on_conflict is not OnConflict.OURS)
    decision, live = world.plan(desired, policy), world.live
    for change in decision.plan.changes:
        if change.action is Action.DELETE:
            known, there = (
                bases(decision.entries[change.address]),
                live_tokens(live.of(change.address.kind)[change.remote_id or ""]),
            )
            assert {name: token for name, token in there.items() if known[name].observed != token} == {}


def _drifted(world: World, desired: DesiredState) -> dict[Address, drift.Found]:
    return {one.address: one for one in drift.find(world.plan(desired, Policy()), world.live)}


@QUICK
@given(desires(), desires())
def test_what_changes_in_the_files_is_no_drift(first: DesiredState, then: DesiredState) -> None:
    world, policy = World(), Policy()
    world.apply(world.plan(first, policy), policy)

    assert _drifted(world, first) == _drifted(world, then) == {}


@QUICK
@given(worlds())
def test_drift_is_what_a_plan_calls_edited_in_intercom(made: tuple[World, DesiredState]) -> None:
    """Be it there alone or in the file, too. A locale that is gone is one edit here and many there."""
    world, desired = made
    decision = world.plan(desired, Policy())
    edited_there: dict[Address, set[str]] = {}
    for one in (*decision.plan.drift, *decision.plan.conflicts):
        known = bases(decision.entries[one.address]) if one.address in decision.entries else {}
        live = world.nodes.get((one.address.kind, one.remote_id))
        slots = {slot(delta.locale, delta.field) for delta in one.fields}
        here = {name for name in slots if name in known and (not split(name)[0] or split(name)[0] in live.versions)}
        edited_there.setdefault(one.address, set()).update(here)
    for address, found in _drifted(world, desired).items():
        if found.node:
            # An edited translation without a file is an orphan to the plan.
            mine = {name for name in found.slots if split(name)[0] in ("", *found.node.versions)}
            assert mine == edited_there.pop(address, set())
    assert [address for address, slots in edited_there.items() if slots] == []
