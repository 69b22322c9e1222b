"""The state document: what it looks like, that nothing gets lost in it, that git can merge it, what is refused."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from stated import entry, state, states

from hcsync.errors import RefusedError
from hcsync.model.address import article, collection
from hcsync.model.codes import Code
from hcsync.model.state import Base, Entry, LocaleEntry, State
from hcsync.state.document import dump, load

FULL = Entry(
    "8137",
    Base("12", "12"),
    {
        "en": LocaleEntry({"title": Base("a", "a"), "body": Base("b", "c")}, blob="d", raw="e", url="https://x/1"),
        "fr": LocaleEntry({"title": Base("f", "f")}, orphaned=True),
    },
    path="content/en/start.md",
    protect=True,
)


def test_one_entry_a_line_sorted() -> None:
    made = state({article("start"): FULL, article("a\n\u00e9"): entry("3"), collection("z"): entry("2", "n")})

    assert dump(made).decode() == (
        "{\n"
        '"format": 2,\n'
        '"environment": "production",\n'
        '"workspace": "ws1",\n'
        '"lineage": "l1",\n'
        '"serial": 7,\n'
        '"canonical": 1,\n'
        '"entries": {\n'
        '"article.a\\né": {"id":"3","parent":["",""],"locales":{"en":{"fields":{"title":["t","t"]}}}},\n'
        '"article.start": {"id":"8137","parent":["12","12"],"locales":{'
        '"en":{"fields":{"body":["b","c"],"title":["a","a"]},"blob":"d","raw":"e","url":"https://x/1"},'
        '"fr":{"fields":{"title":["f","f"]},"orphaned":true}},"path":"content/en/start.md","protect":true},\n'
        '"collection.z": {"id":"2","parent":["",""],"locales":{"en":{"fields":{"title":["n","n"]}}}},\n'
        '"end": null\n'
        "}\n"
        "}\n"
    )


@given(states)
def test_what_is_stored_is_read_back(made: State) -> None:
    assert load(dump(made), "x") == made


@given(states)
def test_the_same_state_gives_the_same_bytes_and_one_line_an_entry(made: State) -> None:
    turned = state(
        dict(reversed(made.entries.items())),
        environment=made.environment,
        workspace=made.workspace,
        lineage=made.lineage,
        serial=made.serial,
        canonical=made.canonical,
    )

    assert dump(turned) == dump(made)
    assert dump(made).count(b"\n") == 11 + len(made.entries)


def test_a_document_without_the_closing_line_is_read_too() -> None:
    made = state({article("a"): entry()})

    assert load(dump(made).replace(b',\n"end": null', b""), "x") == made


def _merged(folder: Path, base: State, ours: State, theirs: State) -> tuple[int, bytes]:
    """How many conflicts git finds, and what it leaves in the file."""
    for name, one in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_bytes(dump(one))
    done = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=folder, capture_output=True, check=False
    )
    return done.returncode, done.stdout


BASE = {article(key): entry(str(number)) for number, key in enumerate("bdfhj")}


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        ("a", "z"),  # before the first, after the last
        ("i", "k"),  # around the last
        ("a", "c"),
        ("c", "e"),
    ],
)
def test_git_merges_entries_added_on_two_branches(tmp_path: Path, mine: str, yours: str) -> None:
    ours = {article(mine): entry("100")}
    theirs = {article(yours): entry("200")}

    conflicts, merged = _merged(tmp_path, state(BASE), state(BASE | ours, serial=9), state(BASE | theirs, serial=9))

    assert conflicts == 0
    assert load(merged, "x") == state(BASE | ours | theirs, serial=9)


def test_git_merges_an_entry_changed_here_and_the_last_one_removed_there(tmp_path: Path) -> None:
    ours = BASE | {article("d"): entry("1", "new")}
    theirs = {address: kept for address, kept in BASE.items() if address != article("j")}

    conflicts, merged = _merged(tmp_path, state(BASE), state(ours), state(theirs))

    assert conflicts == 0
    assert load(merged, "x") == state({address: ours[address] for address in theirs})


def test_conflict_markers_are_refused_with_a_way_out(tmp_path: Path) -> None:
    conflicts, merged = _merged(
        tmp_path,
        state(BASE),
        state(BASE | {article("a"): entry("100")}),
        state(BASE | {article("a"): entry("200")}),
    )
    assert conflicts == 1

    with pytest.raises(RefusedError, match=r"production\.state\.json cannot be read as a state file") as caught:
        load(merged, "production.state.json")

    assert caught.value.code == Code.STATE_UNREADABLE
    assert "conflict markers" in (caught.value.hint or "")
    assert "\n" not in caught.value.message


def test_both_sides_of_a_conflict_kept_by_hand_are_refused() -> None:
    lines = dump(state({article("a"): entry("100"), article("b"): entry()})).split(b"\n")
    doubled = b"\n".join([*lines[:9], lines[8].replace(b"100", b"200"), *lines[9:]])

    with pytest.raises(RefusedError, match=r"article\.a stands in it twice"):
        load(doubled, "x")


def test_an_indented_document_is_no_reason_to_refuse() -> None:
    import json

    made = state(BASE)

    assert load(json.dumps(json.loads(dump(made)), indent=4).encode(), "x") == made


def test_an_older_format_is_read_and_written_as_todays() -> None:
    older = dump(state(BASE)).replace(b'"format": 2', b'"format": 1')
    assert dump(load(older, "state")) == dump(state(BASE))


def test_a_newer_format_is_refused() -> None:
    newer = dump(state(BASE)).replace(b'"format": 2', b'"format": 3')

    with pytest.raises(
        RefusedError, match=r"written by a newer hcsync \(state format 3, this one reads up to 2\)"
    ) as e:
        load(newer, "x")

    assert (e.value.code, e.value.exit_code) == (Code.STATE_UNREADABLE, 5)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 50,
        b"[]",
        b'{"format": 1}',
        b'{"format": "1"}',
        b"\xff\xfe",
        dump(state({article("a"): entry()})).replace(b"article.a", b"artikel.a"),
        dump(state({article("a"): entry()})).replace(b"article.a", b"article."),
        dump(state()).replace(b'"end"', b'"article.a"'),
        dump(state(BASE))[:-30],
    ],
)
def test_what_is_no_state_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        load(data, "x")

    assert caught.value.code == Code.STATE_UNREADABLE
