"""What was kept, what is live, what the last apply left: what a rollback makes of each slot and each object."""

import msgspec
import pytest
from planned import CANONICAL, desire, edited, group, link, name, page, seen, state_of, stored, version, without

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Action
from hcsync.model.record import Done, Intent, Sent
from hcsync.model.snapshot import Item
from hcsync.model.state import Entry
from hcsync.planner.kept import Kept
from hcsync.planner.rollback import Choice, Undoing, decide
from hcsync.planner.tokens import bases, live_tokens, resolve

Ids = dict[Address, str]


def kept_of(node: DesiredNode, remote_id: str, ids: Ids | None = None, action: Action | None = Action.UPDATE) -> Kept:
    """What would have been kept of `node`, live under `remote_id`."""
    known = ids or {}
    versions = {
        locale: msgspec.structs.replace(one, body=one.body and resolve(one.body, known), blob="")
        for locale, one in node.versions.items()
    }
    item = Item(node.address.kind, node.main.title, str(node.address), action, remote_id, "objects/x.json")
    return Kept(item, known[node.parent] if node.parent else None, versions)


def made_by(address: Address) -> Kept:
    return Kept(Item(address.kind, address.key, str(address), Action.CREATE))


def entry_of(node: DesiredNode, live: LiveNode, ids: Ids | None = None) -> Entry:
    return entry_after(node, live, None, ids or {}, ())


def undo(
    *kept: Kept,
    live: tuple[LiveNode, ...],
    entries: dict[Address, Entry],
    choice: Choice | None = None,
    made: dict[str, str] | None = None,
    intents: tuple[Intent, ...] = (),
) -> Undoing:
    return decide(
        kept, made or {}, seen(*live), state_of(entries), intents, ("en", "fr"), CANONICAL, choice or Choice()
    )


def outline(found: Undoing) -> list[tuple[str, str, list[str]]]:
    return [
        (one.address.key, one.action.value, [f"{delta.locale}/{delta.field}" for delta in one.fields])
        for one in found.decision.plan.changes
    ]


OLD = page("a", en=version("Old", "old"), fr=version("Vieux", "vieux"))
NEW = page("a", en=version("New", "new"), fr=version("Vieux", "vieux"))
GERMAN = edited(stored(NEW, "1"), "de", title="Neu", text="neu")

# Kept is OLD and the apply left NEW: what is live by now → changes, conflicts.
TABLE = {
    "as the apply left it": (stored(NEW, "1"), [("a", "update", ["en/title", "en/body"])], []),
    "put back already": (stored(OLD, "1"), [], []),
    "a field put back": (edited(stored(NEW, "1"), "en", title="Old"), [("a", "update", ["en/body"])], []),
    "edited since": (edited(stored(NEW, "1"), "en", text="theirs"), [], ["en/body"]),
    "edited in another field": (edited(stored(NEW, "1"), "en", description="Theirs"), [], ["en/description"]),
    "edited in another locale": (edited(stored(NEW, "1"), "fr", text="theirs"), [], ["fr/body"]),
    "a locale removed": (
        without(stored(NEW, "1"), "fr"),
        [],
        ["fr/title", "fr/description", "fr/body", "fr/author", "fr/state"],
    ),
    "a locale nobody manages": (GERMAN, [("a", "update", ["en/title", "en/body"])], []),
}  # fmt: skip


@pytest.mark.parametrize(("live", "changes", "clashes"), TABLE.values(), ids=TABLE)
def test_slot_by_slot(live: LiveNode, changes: list[object], clashes: list[str]) -> None:
    entries = {article("a"): entry_of(NEW, stored(NEW, "1"))}
    found = undo(kept_of(OLD, "1"), live=(live,), entries=entries)
    assert outline(found) == changes
    conflicts = found.decision.plan.conflicts
    assert [f"{delta.locale}/{delta.field}" for one in conflicts for delta in one.fields] == clashes
    assert found.stays == entries


def test_what_was_drift_before_the_apply_is_no_edit_since() -> None:
    """Somebody had edited the description before; the apply left it, and so it was kept."""
    before = edited(stored(OLD, "1"), "en", description="Theirs")
    kept = kept_of(page("a", en=version("Old", "old", description="Theirs"), fr=version("Vieux", "vieux")), "1")
    left = edited(stored(NEW, "1"), "en", description="Theirs")
    entry = entry_after(NEW, left, entry_of(OLD, stored(OLD, "1")), {}, ["en/description"])
    found = undo(kept, live=(left,), entries={article("a"): entry})
    assert outline(found) == [("a", "update", ["en/title", "en/body"])]
    assert live_tokens(before)["en/description"] == live_tokens(left)["en/description"]


def test_overruled_edits_are_written_over() -> None:
    live = edited(stored(NEW, "1"), "fr", text="theirs")
    entries = {article("a"): entry_of(NEW, stored(NEW, "1"))}
    found = undo(kept_of(OLD, "1"), live=(live,), entries=entries, choice=Choice(ours=True))
    assert outline(found) == [("a", "update", ["en/title", "en/body", "fr/body"])]


def test_what_a_rollback_has_left_is_no_edit() -> None:
    """The base still says what the apply left; `left` knows better, for the next rollback."""
    live = stored(OLD, "1")
    entry = msgspec.structs.replace(entry_of(NEW, stored(NEW, "1")), left=live_tokens(live))
    found = undo(kept_of(NEW, "1"), live=(live,), entries={article("a"): entry})
    assert outline(found) == [("a", "update", ["en/title", "en/body"])]
    theirs = edited(live, "en", text="theirs")
    assert outline(undo(kept_of(NEW, "1"), live=(theirs,), entries={article("a"): entry})) == []


def test_an_object_is_followed_to_where_the_state_has_it() -> None:
    """Its file was renamed since: it is the same object, by its id."""
    entries = {article("b"): entry_of(NEW, stored(NEW, "1"))}
    found = undo(kept_of(OLD, "1"), live=(stored(NEW, "1"),), entries=entries)
    assert outline(found) == [("b", "update", ["en/title", "en/body"])]


def test_one_nobody_owns_is_left_unless_overruled() -> None:
    other = page("a", en=version("Another", "another"))
    entries = {article("a"): entry_of(other, stored(other, "2"))}
    live = (stored(NEW, "1"), stored(other, "2"))
    assert [
        str(one.address) for one in undo(kept_of(OLD, "1"), live=live, entries=entries).decision.plan.conflicts
    ] == ["article.article 1"]
    found = undo(kept_of(OLD, "1"), live=live, entries=entries, choice=Choice(ours=True))
    assert outline(found) == [("article 1", "update", ["en/title", "en/body"])]
    assert found.stays == {article("article 1"): None}


def test_one_that_was_deleted_is_made_anew_and_nothing_of_it_is_taken_for_seen() -> None:
    entry = entry_of(OLD, stored(OLD, "1"))
    kept = kept_of(OLD, "1", action=Action.DELETE)
    kept = msgspec.structs.replace(kept, item=msgspec.structs.replace(kept.item, entry=entry))
    found = undo(kept, live=(), entries={})
    assert outline(found) == [("a", "create", [])]
    (stays,) = found.stays.values()
    assert stays is not None
    assert {base.written for base in bases(stays).values()} == {base.written for base in bases(entry).values()}
    assert {base.observed for one in stays.locales.values() for base in one.fields.values()} == {""}


def test_one_that_somebody_deleted_is_left_unless_overruled() -> None:
    entries = {article("a"): entry_of(NEW, stored(NEW, "1"))}
    found = undo(kept_of(OLD, "1"), live=(), entries=entries)
    assert (outline(found), [one.gone for one in found.decision.plan.conflicts]) == ([], [True])
    again = undo(kept_of(OLD, "1"), live=(), entries=entries, choice=Choice(ours=True))
    assert (outline(again), again.stays) == ([("a", "create", [])], entries)


def test_links_and_places_follow_what_is_made_anew() -> None:
    folder, target = group("g"), page("g/t", "g")
    linker = page("l", en=version("L", "see", (link("g/t"), link("other"))))
    ids = {folder.address: "10", target.address: "1", linker.address: "2", article("other"): "3"}
    now = page("l", en=version("L", "alone"))
    kept = (
        kept_of(folder, "10", action=Action.DELETE),
        kept_of(target, "1", ids, Action.DELETE),
        kept_of(linker, "2", ids),
    )
    found = undo(*kept, live=(stored(now, "2"),), entries={linker.address: entry_of(now, stored(now, "2"))})
    assert outline(found) == [("g", "create", []), ("g/t", "create", []), ("l", "update", ["en/body"])]
    made, placed, linking = found.decision.plan.changes
    assert (placed.depends_on, linking.after) == ((made.address,), (placed.address,))
    body = found.decision.desired.nodes[linker.address].main.body
    assert body and body.links == (link("g/t"), "intercom:article/3@en")
    assert found.moved == {(Kind.COLLECTION, "10"): folder.address, (Kind.ARTICLE, "1"): target.address}


def test_a_collection_that_is_gone_for_good_is_said() -> None:
    folder = group("g")
    before, now = page("a", "g", en=version("Old", "old")), page("a", en=version("New", "new"))
    entries = {article("a"): entry_of(now, stored(now, "1"))}
    found = undo(kept_of(before, "1", {folder.address: "10"}), live=(stored(now, "1"),), entries=entries)
    assert outline(found) == [("a", "update", ["en/title", "en/body"])]
    assert found.notes == ((article("a"), "the collection it was in is gone: it stays where it is"),)


def test_what_was_made_is_hidden_in_every_language() -> None:
    new = page("n", en=version("N"), fr=version("N fr", state="draft"))
    entries = {article("n"): entry_of(new, stored(new, "5"))}
    found = undo(made_by(article("n")), live=(stored(new, "5"),), entries=entries)
    assert outline(found) == [("n", "unpublish", ["en/state"])]
    (change,) = found.decision.plan.changes
    assert change.keep == ("en/title", "en/description", "en/body", "en/author")


@pytest.mark.parametrize("made", [{}, {"article.n": "5"}])
def test_what_was_made_is_known_by_the_state_or_by_how_the_run_ended(made: dict[str, str]) -> None:
    """Since then another file may have taken its address."""
    new, other = page("n"), page("n", en=version("Other"))
    entries = {article("n"): entry_of(other, stored(other, "6")), article("m"): entry_of(new, stored(new, "5"))}
    found = undo(made_by(article("n")), live=(stored(new, "5"), stored(other, "6")), entries=entries, made=made)
    assert [one.address.key for one in found.decision.plan.changes] == (["m"] if made else ["n"])


def test_collections_that_were_made_go_when_nothing_is_left_in_them() -> None:
    outer, inner, leaf = group("o"), group("o/i", "o"), page("o/i/l", "o/i")
    ids = {outer.address: "10", inner.address: "11", leaf.address: "1"}
    nodes = (outer, inner, leaf)
    live = tuple(stored(node, ids[node.address], ids) for node in nodes)
    entries = {node.address: entry_of(node, one, ids) for node, one in zip(nodes, live, strict=True)}
    kept = tuple(made_by(node.address) for node in nodes)

    found = undo(*kept, live=live, entries=entries, choice=Choice(deletes=True))
    assert outline(found) == [("o/i/l", "delete", []), ("o/i", "delete", []), ("o", "delete", [])]
    waits = {one.address.key: [address.key for address in one.depends_on] for one in found.decision.plan.changes}
    assert waits == {"o/i/l": [], "o/i": ["o/i/l"], "o": ["o/i"]}

    stranger = msgspec.structs.replace(stored(page("s"), "9"), parent="11")
    blocked = undo(*kept, live=(*live, stranger), entries=entries, choice=Choice(deletes=True))
    assert [one[0] for one in outline(blocked)] == ["o/i/l"]
    assert [note[0].key for note in blocked.notes] == ["o/i", "o"]


def test_an_older_canonical_form_makes_nothing_look_edited() -> None:
    """What is live byte for byte as it was observed was not edited, whatever its token is by now."""
    live = stored(NEW, "1")
    entry = entry_of(NEW, live)
    old = msgspec.structs.replace(
        entry,
        locales={
            locale: msgspec.structs.replace(
                one, fields=one.fields | {"body": msgspec.structs.replace(one.fields["body"], observed="of old")}
            )
            for locale, one in entry.locales.items()
        },
    )
    state = state_of({article("a"): old}, canonical=CANONICAL - 1)
    found = decide([kept_of(OLD, "1")], {}, seen(live), state, (), ("en", "fr"), CANONICAL, Choice())
    assert outline(found) == [("a", "update", ["en/title", "en/body"])]
    assert found.stays == {article("a"): old}, "the tokens stay of the form they were made with"


def test_an_intent_of_a_dead_rollback_moves_no_base() -> None:
    """It was sent and arrived: what it wrote is not taken for what the files say."""
    live = stored(OLD, "1")
    entry = entry_of(NEW, stored(NEW, "1"))
    sent = {locale: Sent({name: token for name, token in _fields(live, locale)}) for locale in live.versions}
    intent = Intent("article.a", Action.UPDATE, "1", "Old", "", sent, 1000, undo=True)
    found = undo(kept_of(OLD, "1"), live=(live,), entries={article("a"): entry}, intents=(intent,))
    after = msgspec.structs.replace(entry, left=live_tokens(live))
    assert found.decision.settled == (Done("article.a", after),)
    assert outline(found) == []


def _fields(live: LiveNode, locale: str) -> list[tuple[str, str]]:
    return [
        (name.removeprefix(f"{locale}/"), token)
        for name, token in live_tokens(live).items()
        if name.startswith(f"{locale}/")
    ]


def test_a_collections_name_comes_back_too() -> None:
    old, new = group("g", en=name("Old", "x"), fr=name("Vieux")), group("g", en=name("New"), fr=name("Vieux"))
    entries = {collection("g"): entry_of(new, stored(new, "7"))}
    found = undo(kept_of(old, "7"), live=(stored(new, "7"),), entries=entries)
    assert outline(found) == [("g", "update", ["en/title", "en/description"])]
    assert desire(old).nodes[old.address].main.title == found.decision.desired.nodes[old.address].main.title
