"""State made with an older canonical form: recomputed where it can be, shown as moved where not."""

import msgspec
from planned import desire, edited, link, page, seen, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article
from hcsync.model.state import Base, Entry
from hcsync.planner.rebase import rebase

A = page("a", en=version("A", "rewritten ~"))
LIVE = stored(A, "1")
NOW = entry_after(A, LIVE, None, {}, ())


def aged(entry: Entry, written: str = "old written", observed: str = "old observed") -> Entry:
    """The entry as an older canonical form would have made it."""
    kept = entry.locales["en"]
    fields = {**kept.fields, "body": Base(written, observed)}
    return msgspec.structs.replace(entry, locales={"en": msgspec.structs.replace(kept, fields=fields)})


def body(entries: dict[object, Entry]) -> Base:
    return entries[article("a")].locales["en"].fields["body"]


def test_what_has_not_moved_is_known_anew() -> None:
    assert rebase({article("a"): aged(NOW)}, desire(A), seen(LIVE), {}) == {article("a"): NOW}


def test_a_file_that_moved_shows_as_moved() -> None:
    moved = page("a", en=version("A", "new"))

    assert body(rebase({article("a"): aged(NOW)}, desire(moved), seen(LIVE), {})) == Base(
        "old written", NOW.locales["en"].fields["body"].observed
    )


def test_a_live_text_that_moved_shows_as_moved() -> None:
    live = edited(LIVE, "en", text="theirs")

    assert body(rebase({article("a"): aged(NOW)}, desire(A), seen(live), {})) == Base(
        NOW.locales["en"].fields["body"].written, "old observed"
    )


def test_what_is_gone_on_either_side_stays_as_it_was() -> None:
    entries = {article("a"): aged(NOW)}

    assert rebase(entries, desire(), seen(), {}) == entries


def test_a_link_that_is_still_to_be_filled_in_is_not_taken_for_written() -> None:
    """The target did not exist when the article was written; its file is as it was."""
    node = page("a", en=version("A", links=(link("b"),)))
    live = stored(node, "1")
    entry = entry_after(node, live, None, {}, ())
    ids = {article("b"): "2"}

    assert body(rebase({article("a"): aged(entry)}, desire(node), seen(live), ids)).written == "old written"
    filled = stored(node, "1", ids)
    now = entry_after(node, filled, None, ids, ())
    assert rebase({article("a"): aged(now)}, desire(node), seen(filled), ids) == {article("a"): now}
