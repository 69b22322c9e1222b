"""What the state keeps of an object after an apply."""

from planned import edited, page, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.state import Base

FIRST = page("a", en=version("Old", "old", description="d", blob="first"))
LIVE = stored(FIRST, "11")
ENTRY = entry_after(FIRST, LIVE, None, {}, ())
SECOND = page("a", en=version("Old", "new", description="d", blob="second"))


def test_a_file_is_what_was_applied_though_drift_was_left_beside_it() -> None:
    """Its text is the base of whatever is merged next: an older one would show our own edits as Intercom's."""
    live = edited(stored(SECOND, "11"), "en", title="Theirs")
    entry = entry_after(SECOND, live, ENTRY, {}, ["en/title"])
    assert entry.locales["en"].blob == "second"
    assert entry.locales["en"].fields["title"] == ENTRY.locales["en"].fields["title"]


def test_a_file_is_not_what_was_applied_while_a_part_of_it_waits() -> None:
    conflict = page("a", en=version("Ours", "new", description="d", blob="second"))
    live = edited(stored(SECOND, "11"), "en", title="Theirs")
    entry = entry_after(conflict, live, ENTRY, {}, ["en/title"])
    assert entry.locales["en"].blob == "first"
    assert entry.locales["en"].fields["title"] == ENTRY.locales["en"].fields["title"]
    assert entry.locales["en"].fields["body"] == Base(*[SECOND.versions["en"].body.token] * 2)
