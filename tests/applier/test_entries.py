"""What the state keeps of an object after an apply."""

from planned import edited, page, stored, version

from hcsync.applier.entries import as_draft, entry_after
from hcsync.applier.hidden import held_back, waiting
from hcsync.model.address import Kind
from hcsync.model.state import Base
from hcsync.planner.tokens import text_token

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


SHOWN = edited(stored(SECOND, "11"), "en", text="old")
WAITING = entry_after(SECOND, SHOWN, ENTRY, {}, ["en/body"], ["en/body"])


def test_what_waits_in_a_draft_is_remembered_beside_what_readers_see() -> None:
    en = WAITING.locales["en"]
    old, new = FIRST.versions["en"].body, SECOND.versions["en"].body
    assert old and new
    assert (en.fields["body"], en.pending, en.blob) == (Base(old.token, old.token), {"body": new.token}, "first")
    assert en.raw == SHOWN.versions["en"].raw


def test_it_waits_on_while_it_is_not_settled_and_no_longer() -> None:
    assert entry_after(SECOND, SHOWN, WAITING, {}, ["en/body"]).locales["en"].pending == WAITING.locales["en"].pending
    assert entry_after(SECOND, stored(SECOND, "11"), WAITING, {}, []).locales["en"].pending == {}
    assert as_draft(WAITING, SHOWN, SHOWN, ["en"]).locales["en"].pending == {}


def test_a_draft_of_what_somebody_edited_is_still_edited() -> None:
    """Before it is deleted, or a file comes back, it is to be shown."""
    theirs = edited(LIVE, "en", text="theirs")
    hidden = edited(theirs, "en", state="draft")

    kept = as_draft(ENTRY, theirs, hidden, ["en"]).locales["en"]
    assert kept.fields == ENTRY.locales["en"].fields | {"state": Base("draft", "draft")}


def test_what_was_sent_over_an_edit_has_no_text_of_ours_that_readers_see() -> None:
    theirs = edited(LIVE, "en", title="Theirs")

    en = entry_after(FIRST, theirs, ENTRY, {}, ["en/title"], ["en/title"]).locales["en"]

    assert en.fields["title"] == Base("", text_token("Theirs"))
    assert en.pending == {"title": text_token("Old")}


def test_what_reading_back_finds_out_is_the_same_as_the_answer_would_have_told() -> None:
    """But for the file that was applied, all of it is known from before."""
    thought = entry_after(SECOND, stored(SECOND, "11"), ENTRY, {}, [])
    body = SECOND.versions["en"].body
    assert body

    assert held_back(thought, ENTRY, SHOWN, {"en/body": body.token}) == WAITING


def test_only_texts_of_articles_can_wait() -> None:
    assert waiting(Kind.ARTICLE, ["/parent", "en/title"]) == ["en/title"]
    assert waiting(Kind.COLLECTION, ["/parent", "en/title"]) == []
