"""`hcsync state` and `hcsync unlock`, as typed: what they show, what they change, what they refuse."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from hcsync.cli.main import run
from hcsync.model.address import article
from hcsync.model.lease import Lease
from hcsync.state import document
from hcsync.state.backend import Slot
from hcsync.state.backends.folder import FolderBackend

ARTICLE = "---\ntitle: {title}\nauthor_id: 1001\nstate: published\n---\n\nText of {title}.\n"
Say = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hcsync.yml").write_text("locales: [en]\n")
    (tmp_path / "content/en/guide").mkdir(parents=True)
    (tmp_path / "content/en/guide/_collection.yml").write_text("name: Guide\n")
    for key in ("a", "b"):
        (tmp_path / f"content/en/guide/{key}.md").write_text(ARTICLE.format(title=key.upper()))
    return tmp_path


@pytest.fixture
def say(root: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Types a command that must end with `code`; returns what it says, on stderr where it fails."""

    def typed(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run(list(words)) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    return typed


@pytest.fixture
def applied(say: Say) -> Say:
    say("apply", "--auto-approve", "-q")
    return say


def _state(root: Path) -> bytes:
    return (root / ".hcsync/local.state.json").read_bytes()


def test_before_the_first_apply_there_is_nothing(say: Say) -> None:
    place = Path(".hcsync/local.state.json")
    assert say("state", "show") == (
        f"State of local\n  place      {place}\n  entries    none: there is no state yet\n  lock       none\n"
    )
    assert say("state", "list") == ""
    assert say("state", "pull", code=1).startswith(f"Error: HC309 there is no state at {place} yet.")
    assert say("unlock", "abc") == "local is not locked.\n"


def test_what_is_there_is_shown(applied: Say, root: Path) -> None:
    made = document.load(_state(root), "x")
    assert applied("state", "show") == (
        f"State of local\n  place      .hcsync/local.state.json\n  workspace  {made.workspace}\n"
        f"  lineage    {made.lineage}\n  serial     2\n  entries    2 articles, 1 collection\n  lock       none\n"
    )
    ids = {str(address): entry.id for address, entry in made.entries.items()}
    assert applied("state", "list") == (
        f"collection.guide  {ids['collection.guide']}\n"
        f"article.guide/a   {ids['article.guide/a']}\narticle.guide/b   {ids['article.guide/b']}\n"
    )
    shown = applied("state", "show", "article.guide/a").splitlines()
    assert shown[:4] == [
        "article.guide/a",
        f"  id         {ids['article.guide/a']}",
        "  file       content/en/guide/a.md",
        f"  parent     {ids['collection.guide']}",
    ]
    assert shown[4].startswith("  en         author, body, description, state, title  http")
    assert applied("state", "pull").encode() == _state(root)


def test_an_address_that_is_not_there_is_an_error_with_the_nearest(applied: Say) -> None:
    error = "Error: HC309 article.guide/aa is not in the state. Did you mean `article.guide/a`?\n"
    assert applied("state", "show", "article.guide/aa", code=1) == error
    assert "HC309 guide/a is not an address." in applied("state", "show", "guide/a", code=1)


def test_what_is_known_of_one_address_can_be_known_of_another(applied: Say, root: Path) -> None:
    before = document.load(_state(root), "x")
    said = applied("state", "mv", "article.guide/a", "article.guide/new")
    assert said.startswith("article.guide/a is now article.guide/new.")
    after = document.load(_state(root), "x")
    assert after.serial == before.serial + 1
    assert after.entries[article("guide/new")] == before.entries[article("guide/a")]
    (root / "content/en/guide/a.md").rename(root / "content/en/guide/new.md")
    applied("apply", "--auto-approve", "-q")
    assert document.load(_state(root), "x").entries.keys() == after.entries.keys()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("article.guide/zzz", "article.c"), "article.guide/zzz is not in the state"),
        (("article.guide/a", "article.guide/b"), "article.guide/b is in the state already"),
        (
            ("article.guide/a", "collection.c"),
            "article.guide/a and collection.c are of different kinds. Write article.c.",
        ),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(applied: Say, root: Path, words: tuple[str, str], said: str) -> None:
    before = _state(root)
    assert said in applied("state", "mv", *words, code=1)
    assert _state(root) == before


def test_what_is_forgotten_stays_in_intercom_and_is_adopted_again(applied: Say, root: Path) -> None:
    before = document.load(_state(root), "x")
    remote_id = before.entries[article("guide/a")].id
    said = applied("state", "rm", "article.guide/a")
    assert said == f"Forgot article.guide/a. {remote_id} stays in Intercom as it is.\n"
    assert document.load(_state(root), "x").entries.keys() == before.entries.keys() - {article("guide/a")}
    applied("apply", "--auto-approve", "-q")
    assert document.load(_state(root), "x").entries[article("guide/a")].id == remote_id


def test_of_several_to_forget_all_must_be_known(applied: Say, root: Path) -> None:
    before = _state(root)
    applied("state", "rm", "article.guide/a", "article.guide/c", code=1)
    assert _state(root) == before


def test_a_state_that_was_pulled_can_be_pushed_back(applied: Say, root: Path) -> None:
    (root / "mine.json").write_text(applied("state", "pull"))
    assert applied("state", "push", "mine.json") == "Stored mine.json as the state of local, serial 3.\n"
    error = applied("state", "push", "mine.json", code=5)
    assert re.search(r"HC311 mine\.json cannot take the place .* it is older: serial 2, where 3 is stored", error)
    assert applied("state", "push", "mine.json", "--force").endswith("serial 4.\n")


def test_a_good_state_takes_the_place_of_one_that_cannot_be_read(applied: Say, root: Path) -> None:
    (root / "mine.json").write_text(applied("state", "pull"))
    path = root / ".hcsync/local.state.json"
    damaged = b"<<<<<<< HEAD\n" + path.read_bytes()
    path.write_bytes(damaged)
    error = applied("state", "push", "mine.json", code=5)
    assert "HC306" in error and "hcsync state push FILE --force" in error
    assert path.read_bytes() == damaged
    assert applied("state", "push", "mine.json", "--force") == "Stored mine.json as the state of local, serial 3.\n"
    assert applied("plan").startswith("No changes.")


@pytest.mark.parametrize(
    ("key", "value", "code", "said"),
    [
        ("lineage", "another", 5, "HC311 mine.json cannot take the place of the state"),
        ("workspace", "another", 5, "HC307 mine.json belongs to workspace another"),
        ("environment", "another", 5, "HC307 mine.json is the state of another, not of local"),
        ("format", 99, 5, "HC306 mine.json was written by a newer hcsync"),
        ("entries", 7, 5, "HC306 mine.json cannot be read as a state file"),
    ],
)
def test_a_state_that_is_not_this_ones_is_refused(
    applied: Say, root: Path, key: str, value: object, code: int, said: str
) -> None:
    before = _state(root)
    (root / "mine.json").write_text(json.dumps(json.loads(before) | {key: value}))
    assert said in applied("state", "push", "mine.json", code=code)
    assert _state(root) == before
    if key != "lineage":
        applied("state", "push", "mine.json", "--force", code=code)
        assert _state(root) == before


def test_a_state_can_be_pushed_where_there_is_none(applied: Say, root: Path) -> None:
    made = _state(root)
    (root / "mine.json").write_bytes(made)
    (root / ".hcsync/local.state.json").unlink()
    applied("state", "push", "mine.json")
    assert document.load(_state(root), "x").entries == document.load(made, "x").entries
    assert applied("plan", "-q").startswith("No changes.")


def _locked(root: Path) -> Lease:
    lease = Lease("abc123", "ada@laptop", "apply", 1_800_000_000, 4_000_000_000)
    FolderBackend(root / ".hcsync", "local").write(Slot.LEASE, msgspec.json.encode(lease), None)
    return lease


@pytest.mark.parametrize(
    "words",
    [
        ("apply", "--auto-approve"),
        ("state", "mv", "article.guide/a", "article.c"),
        ("state", "rm", "article.guide/a"),
        ("state", "push", "mine.json"),
        ("rollback", "--auto-approve"),
    ],
    ids=" ".join,
)
def test_nobody_writes_under_anothers_lock_until_it_is_ended_by_its_id(
    applied: Say, root: Path, words: tuple[str, ...]
) -> None:
    (root / "mine.json").write_text(applied("state", "pull"))
    _locked(root)
    before = _state(root)
    error = applied(*words, code=5)
    assert error.startswith("Error: HC308 .hcsync/local.state.json is locked by ada@laptop (apply, since 2027-01-15 ")
    assert error.endswith("to end it at once: hcsync unlock abc123\n")
    assert "lock       ada@laptop (apply," in applied("state", "show")
    assert "and not under the id abc." in applied("unlock", "abc", code=5)
    assert _state(root) == before
    assert applied("unlock", "abc123").startswith("Unlocked local. The lock was held by ada@laptop")
    assert "lock       none" in applied("state", "show")


def test_a_plan_needs_no_lock(applied: Say, root: Path) -> None:
    _locked(root)
    assert applied("plan", "-q").startswith("No changes.")


def test_who_waits_says_so_and_gives_up(applied: Say, root: Path) -> None:
    _locked(root)
    error = applied("apply", "--auto-approve", "--lock-timeout", "0.1", code=5)
    assert error.startswith("Waiting for the lock, which is held by ada@laptop (apply,")
    assert "Error: HC308 " in error
