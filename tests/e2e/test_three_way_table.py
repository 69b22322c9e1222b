"""Every row of the three-way table (docs/architecture.md §5), for every field there is, in two languages: through the
command line, each command a process, with the embedded help center on a socket."""

from collections.abc import Callable, Iterable

from slots import NOTHING, SLOTS, TWO_VALUED, Command, Slot, World, base, beside, ours, place, theirs

CLASHING = [slot for slot in SLOTS if slot not in TWO_VALUED]


def _named(slots: Iterable[Slot]) -> list[tuple[str, str | None, str]]:
    return sorted((slot.named for slot in slots), key=place)


def _but(**changed: Callable[[Slot], str]) -> dict[Slot, str]:
    """What is live where everything is as it was, but for all slots, or for all that is beside them."""
    own, other = changed.get("slots", base), changed.get("beside", base)
    return {slot: own(slot) for slot in SLOTS} | {beside(slot): other(beside(slot)) for slot in SLOTS}


def test_nothing_moved(world: World, hcsync: Command) -> None:
    assert hcsync.plan(code=0) == NOTHING
    assert hcsync.drift(code=0) == []
    assert hcsync.apply() == {"GET"}
    assert world.all_held() == _but()


def test_only_the_source_moved(world: World, hcsync: Command) -> None:
    for slot in SLOTS:
        world.write(slot, ours(slot))
    assert hcsync.plan(code=2) == NOTHING | {"changes": _named(SLOTS)}
    assert hcsync.drift(code=0) == []
    assert hcsync.apply() == {"GET", "PUT"}
    assert world.all_held() == _but(slots=ours)
    assert hcsync.plan(code=0) == NOTHING


def test_only_intercom_moved_and_is_left_alone(world: World, hcsync: Command) -> None:
    for slot in SLOTS:
        world.edit(slot, theirs(slot))
    assert hcsync.plan(code=0) == NOTHING | {"drift": _named(SLOTS)}
    assert hcsync.apply() == {"GET"}
    assert world.all_held() == _but(slots=theirs)
    assert hcsync.plan(code=0) == NOTHING | {"drift": _named(SLOTS)}


def test_only_intercom_moved_and_what_is_beside_is_written(world: World, hcsync: Command) -> None:
    for slot in SLOTS:
        world.edit(slot, theirs(slot))
        world.write(beside(slot), ours(beside(slot)))
    wanted = NOTHING | {"drift": _named(SLOTS), "changes": _named(map(beside, SLOTS))}
    assert hcsync.plan(code=2) == wanted
    assert hcsync.drift(code=2) == _named(SLOTS)
    assert hcsync.apply() == {"GET", "PUT"}
    assert world.all_held() == _but(slots=theirs, beside=ours)
    assert hcsync.plan(code=0) == NOTHING | {"drift": _named(SLOTS)}


def test_only_intercom_moved_and_is_overwritten(world: World, hcsync: Command) -> None:
    for slot in SLOTS:
        world.edit(slot, theirs(slot))
    assert hcsync.plan("--on-drift", "overwrite", code=2) == NOTHING | {"changes": _named(SLOTS)}
    said = hcsync("plan", "--on-drift", "overwrite")
    assert [slot for slot in SLOTS if _shown(theirs(slot)) not in said] == []
    assert hcsync.apply("--on-drift", "overwrite") == {"GET", "PUT"}
    assert world.all_held() == _but()
    assert hcsync.plan(code=0) == NOTHING


def _shown(value: str) -> str:
    """How a plan names it: an author with a name."""
    return f"{value} (Teammate {value})" if value.isdigit() else value


def test_only_intercom_moved_and_is_taken_into_the_files(world: World, hcsync: Command) -> None:
    """All but where an object lies: no file is moved for it."""
    parents = [slot for slot in SLOTS if slot.field == "parent"]
    for slot in SLOTS:
        world.edit(slot, theirs(slot))
    said = hcsync("pull")
    assert [slot.key for slot in SLOTS if slot.key not in said] == []
    assert hcsync.plan(code=2) == NOTHING | {"drift": _named(parents), "refresh": _addresses(set(SLOTS) - {*parents})}
    assert hcsync.apply() == {"GET"}
    assert world.all_held() == _but(slots=theirs)
    assert hcsync.plan(code=0) == NOTHING | {"drift": _named(parents)}


def _addresses(slots: Iterable[Slot]) -> list[str]:
    return sorted(slot.address for slot in slots)


def test_both_moved_and_both_are_put_into_the_files_to_choose_from(world: World, hcsync: Command) -> None:
    parents = [slot for slot in SLOTS if slot.field == "parent"]
    _edit_both(world)
    hcsync("pull", code=3)
    files = {slot: world.files(slot) for slot in CLASHING if slot not in parents}
    assert [slot for slot, text in files.items() if not {ours(slot), theirs(slot)} <= {*_lines(text)}] == []
    assert hcsync.apply(code=4) == set(), "what is to be chosen stands in the way"
    for slot in files:
        world.write(slot, ours(slot))
    found = hcsync.plan(code=2)
    assert found["conflicts"] == _named(parents)
    assert found["changes"] == _named([*TWO_VALUED, *files, *map(beside, files)])


def _lines(text: str) -> Iterable[str]:
    """Each line, and what it says of a key."""
    for line in text.splitlines():
        yield from (line, line.partition(": ")[2])


def _edit_both(world: World) -> None:
    for slot in CLASHING:
        world.edit(slot, theirs(slot))
        world.write(slot, ours(slot))
        world.write(beside(slot), ours(beside(slot)))
    for slot in TWO_VALUED:
        world.write(slot, ours(slot))


def test_both_moved_and_nothing_is_written(world: World, hcsync: Command) -> None:
    _edit_both(world)
    found = hcsync.plan(code=2)
    assert found == NOTHING | {"changes": _named(TWO_VALUED), "conflicts": _named(CLASHING)}
    assert hcsync.drift(code=2) == _named(CLASHING), "whatever the files say"
    said = hcsync("plan")
    assert [slot for slot in CLASHING if _shown(theirs(slot)) not in said or _shown(ours(slot)) not in said] == []
    assert hcsync.apply(code=3) == {"GET"}
    assert world.all_held() == _but(slots=_clashing(theirs, base))


def _clashing(clash: Callable[[Slot], str], other: Callable[[Slot], str]) -> Callable[[Slot], str]:
    return lambda slot: other(slot) if slot in TWO_VALUED else clash(slot)


def test_both_moved_and_ours_is_written(world: World, hcsync: Command) -> None:
    _edit_both(world)
    found = hcsync.plan("--on-conflict", "ours", code=2)
    assert found == NOTHING | {"changes": _named([*SLOTS, *map(beside, CLASHING)])}
    said = hcsync("plan", "--on-conflict", "ours")
    assert [slot for slot in CLASHING if _shown(theirs(slot)) not in said] == [], "what is to be lost is shown"
    assert hcsync.apply("--on-conflict", "ours") == {"GET", "PUT"}
    assert world.all_held() == _but(slots=ours) | {beside(slot): ours(beside(slot)) for slot in CLASHING}
    assert hcsync.plan(code=0) == NOTHING


def test_both_moved_and_theirs_is_left_field_by_field(world: World, hcsync: Command) -> None:
    _edit_both(world)
    found = hcsync.plan("--on-conflict", "theirs", code=2)
    changes = _named([*TWO_VALUED, *map(beside, CLASHING)])
    assert found == NOTHING | {"changes": changes, "conflicts": _named(CLASHING)}
    assert hcsync.apply("--on-conflict", "theirs") == {"GET", "PUT"}
    written = {beside(slot): ours(beside(slot)) for slot in CLASHING}
    assert world.all_held() == _but(slots=_clashing(theirs, ours)) | written
    assert hcsync.plan(code=2) == NOTHING | {"conflicts": _named(CLASHING)}


def test_both_moved_and_the_object_is_skipped_and_no_other(world: World, hcsync: Command) -> None:
    _edit_both(world)
    found = hcsync.plan("--on-conflict", "skip", code=2)
    assert found == NOTHING | {"changes": _named(TWO_VALUED), "conflicts": _named(CLASHING)}
    assert hcsync.apply("--on-conflict", "skip") == {"GET", "PUT"}
    assert world.all_held() == _but(slots=_clashing(theirs, ours))
    assert hcsync.plan(code=2) == NOTHING | {"conflicts": _named(CLASHING)}


def test_both_moved_to_the_same(world: World, hcsync: Command) -> None:
    for slot in SLOTS:
        world.edit(slot, ours(slot))
        world.write(slot, ours(slot))
    assert hcsync.plan(code=2) == NOTHING | {"refresh": sorted(slot.address for slot in SLOTS)}
    assert hcsync.apply() == {"GET"}
    assert hcsync.plan(code=0) == NOTHING
    # From there on either side's next move is its own.
    for slot in SLOTS:
        world.write(slot, base(slot))
    assert hcsync.plan(code=2) == NOTHING | {"changes": _named(SLOTS)}
    for slot in SLOTS:
        world.write(slot, ours(slot))
        world.edit(slot, base(slot))
    assert hcsync.plan(code=0) == NOTHING | {"drift": _named(SLOTS)}
