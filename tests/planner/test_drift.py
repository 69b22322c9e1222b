"""Drift: live against what was last applied, apart from what the files say by now."""

import msgspec
from planned import CANONICAL, desire, edited, group, name, page, seen, state_of, stored, version, without

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address, article, collection
from hcsync.model.desired import DesiredNode
from hcsync.model.drift import Edit, Origin, Touch
from hcsync.model.live import LiveNode
from hcsync.model.plan import Field, FieldDelta
from hcsync.model.pulled import Pulled
from hcsync.model.state import Entry
from hcsync.planner import drift
from hcsync.planner.decide import decide
from hcsync.planner.policy import Policy
from hcsync.planner.tokens import live_tokens

IDS = {collection("billing"): "1", collection("start"): "2", article("billing/refunds"): "11"}
BILLING = group("billing", en=name("Billing"), fr=name("Facturation"))
START = group("start")
REFUNDS = page(
    "billing/refunds",
    "billing",
    en=version("Refunds", "text", description="How"),
    fr=version("Remboursements", "texte"),
)
APPLIED = {node.address: node for node in (BILLING, START, REFUNDS)}
LIVE = {address: stored(node, IDS[address], IDS) for address, node in APPLIED.items()}
ENTRIES = {address: entry_after(node, LIVE[address], None, IDS, ()) for address, node in APPLIED.items()}
NAMES = {"1": "billing", "2": "start"}


def found(
    *live: LiveNode,
    files: dict[Address, DesiredNode] | None = None,
    entries: dict[Address, Entry] | None = None,
    unread: tuple[Address, ...] = (),
) -> list[drift.Found]:
    snapshot = seen(*live)
    nodes = APPLIED if files is None else files
    state = state_of(ENTRIES if entries is None else entries)
    return drift.find(decide(desire(*nodes.values()), snapshot, state, (), CANONICAL, Policy()), snapshot, unread)


def edits(*live: LiveNode, files: dict[Address, DesiredNode] | None = None, **more: object) -> list[Edit]:
    every = found(*live, files=files, **more)  # type: ignore[arg-type]
    return [drift.describe(one, APPLIED.get(one.address), IDS, NAMES) for one in every]


def with_live(address: Address, node: LiveNode | None) -> list[LiveNode]:
    return [one for one in (LIVE | {address: node}).values() if one is not None]


def with_file(node: DesiredNode) -> dict[Address, DesiredNode]:
    return APPLIED | {node.address: node}


def without_file(address: Address) -> dict[Address, DesiredNode]:
    return {one: node for one, node in APPLIED.items() if one != address}


PENDING = page(
    "billing/refunds", "start", en=version("New title", "new", description="Other", author="9", state="draft")
)
"""The file as somebody is about to apply it: everything in it is another."""


def test_nothing_was_edited() -> None:
    assert edits(*LIVE.values()) == []
    assert edits(*LIVE.values(), files=with_file(PENDING)) == []
    assert edits(*LIVE.values(), files={}) == []


def test_every_field_of_every_locale_is_told_apart() -> None:
    live = edited(
        edited(LIVE[REFUNDS.address], "en", title="Money back", description="", author="7"), "fr", text="retouché"
    )
    live = edited(live, "fr", state="draft")
    moved = msgspec.structs.replace(live, parent=None, updated_at=2500)
    place = {locale: one.place for locale, one in REFUNDS.versions.items()}
    told = Edit(
        REFUNDS.address,
        "11",
        "Money back",
        (
            FieldDelta("", Field.PARENT, "billing", "no collection"),
            FieldDelta("en", Field.TITLE, "Refunds", "Money back", place["en"]),
            FieldDelta("en", Field.DESCRIPTION, "How", "", place["en"]),
            FieldDelta("en", Field.AUTHOR, "1", "7", place["en"]),
            FieldDelta("fr", Field.BODY, None, None, place["fr"]),
            FieldDelta("fr", Field.STATE, "published", "draft", place["fr"]),
        ),
        touched={"": Touch(2500), "en": Touch(2000, "7"), "fr": Touch(2000, "1")},
        sources={"fr": Origin(REFUNDS.versions["fr"].blob, place["fr"].path)},
    )
    assert edits(*with_live(REFUNDS.address, moved)) == [told]
    assert told.locales == ("en", "fr")
    # What is about to be applied changes nothing of it, but for the places of a locale that it leaves out.
    (beside,) = edits(*with_live(REFUNDS.address, moved), files=with_file(PENDING))
    assert [msgspec.structs.replace(delta, place=None) for delta in beside.fields] == [
        msgspec.structs.replace(delta, place=None) for delta in told.fields
    ]
    assert (beside.touched, beside.sources, beside.fileless) == (told.touched, told.sources, False)


def test_a_text_that_is_not_known_any_more_is_said_to_be_unknown() -> None:
    live = edited(LIVE[REFUNDS.address], "en", title="Money back", text="edited")
    (one,) = found(*with_live(REFUNDS.address, live), files=with_file(PENDING))
    told = drift.describe(one, None, IDS, NAMES)
    assert [(delta.field, delta.before, delta.after) for delta in told.fields] == [
        (Field.TITLE, None, "Money back"),
        (Field.BODY, None, None),
    ]
    assert told.sources == {}


def test_a_source_that_is_not_what_was_applied_is_not_taken_for_it() -> None:
    """The state may name an older file: its locale was not settled as a whole since."""
    live = edited(LIVE[REFUNDS.address], "en", title="Money back", text="edited")
    older = page("billing/refunds", "billing", en=version("Refunds", "an older text", description="How"))
    (one,) = found(*with_live(REFUNDS.address, live), files=with_file(PENDING))
    told = drift.describe(one, older, IDS, NAMES)
    assert [(delta.field, delta.before) for delta in told.fields] == [(Field.TITLE, "Refunds"), (Field.BODY, None)]
    assert told.sources == {}


def test_collections_are_renamed_and_moved() -> None:
    live = edited(LIVE[BILLING.address], "fr", title="Factures")
    other = stored(group("theirs", en=name("Theirs")), "3")
    moved = msgspec.structs.replace(live, parent="3", updated_at=3000)
    (told,) = edits(*with_live(BILLING.address, moved), other)
    assert [(delta.locale, delta.field, delta.before, delta.after) for delta in told.fields] == [
        ("", Field.PARENT, "no collection", "collection 3"),
        ("fr", Field.TITLE, "Facturation", "Factures"),
    ]
    names = drift.collection_names(IDS, seen(*LIVE.values(), other))
    assert names == {"1": "billing", "2": "start", "3": '"Theirs" (3)'}


def test_a_deleted_object_is_drift_unless_its_file_is_gone_too() -> None:
    live = with_live(REFUNDS.address, None)
    gone = Edit(REFUNDS.address, "11", "Refunds", gone=True)
    assert edits(*live) == [gone]
    assert edits(*live, files=with_file(PENDING)) == [gone]
    assert edits(*live, files=without_file(REFUNDS.address)) == []
    # A file that cannot be read is not gone.
    assert edits(*live, files=without_file(REFUNDS.address), unread=(REFUNDS.address,)) == [gone]


def test_a_removed_locale_is_drift_unless_its_file_is_gone_too() -> None:
    live = with_live(REFUNDS.address, without(LIVE[REFUNDS.address], "fr"))
    (told,) = edits(*live)
    assert (told.removed, told.fields, told.locales) == (("fr",), (), ("fr",))
    assert edits(*live, files=with_file(page("billing/refunds", "billing", en=version("Other")))) == []
    assert edits(*live, files=without_file(REFUNDS.address)) == []


def test_an_edit_of_an_object_whose_file_is_gone_is_still_seen() -> None:
    live = edited(LIVE[REFUNDS.address], "en", title="Money back")
    (unread,) = edits(*with_live(REFUNDS.address, live), files=without_file(REFUNDS.address), unread=(REFUNDS.address,))
    assert not unread.fileless
    (told,) = edits(*with_live(REFUNDS.address, live), files=without_file(REFUNDS.address))
    assert told.fileless
    assert [(delta.field, delta.before, delta.after) for delta in told.fields] == [
        (Field.TITLE, "Refunds", "Money back")
    ]


def test_what_both_sides_came_to_hold_is_no_drift() -> None:
    live = edited(LIVE[REFUNDS.address], "en", title="Same", text="same")
    file = page(
        "billing/refunds",
        "billing",
        en=version("Same", "same", description="Changed here"),
        fr=version("Remboursements", "texte"),
    )
    assert edits(*with_live(REFUNDS.address, live), files=with_file(file)) == []


def test_an_edit_that_the_file_has_taken_in_is_no_drift() -> None:
    live = edited(LIVE[REFUNDS.address], "en", title="Money back", text="edited")
    tokens = live_tokens(live)
    pulled = {"article/11 en": (Pulled({"title": tokens["en/title"], "body": tokens["en/body"]}),)}
    merged = page("billing/refunds", "billing", en=version("Money back now", "text", description="How"))

    def slots(live: LiveNode, file: DesiredNode) -> list[str]:
        snapshot = seen(*with_live(REFUNDS.address, live))
        decision = decide(desire(*with_file(file).values()), snapshot, state_of(ENTRIES), (), CANONICAL, Policy())
        return [name for one in drift.find(decision, snapshot, (), pulled) for name in one.slots]

    # Of the body the file says again what was last applied: the edit is not in it any more.
    assert slots(live, merged) == ["en/body"]
    assert slots(edited(live, "en", title="Again"), merged) == ["en/title", "en/body"]


def test_a_locale_or_an_object_nobody_owns_is_no_drift() -> None:
    german = edited(LIVE[REFUNDS.address], "de", title="Erstattung", text="Text")
    assert edits(*with_live(REFUNDS.address, german), stored(page("theirs"), "99")) == []


def test_a_pending_draft_that_somebody_published_is_our_own_text() -> None:
    entry = ENTRIES[REFUNDS.address]
    pending = LIVE[REFUNDS.address].versions["en"]
    live = edited(LIVE[REFUNDS.address], "en", title="Pending")
    token = live_tokens(live)["en/title"]
    held = msgspec.structs.replace(entry.locales["en"], pending={"title": token})
    entries = ENTRIES | {REFUNDS.address: msgspec.structs.replace(entry, locales=entry.locales | {"en": held})}
    assert pending.title == "Refunds"
    assert edits(*with_live(REFUNDS.address, live), entries=entries, files=with_file(PENDING)) == []


def test_what_a_rollback_left_is_told_as_such() -> None:
    live = edited(LIVE[REFUNDS.address], "en", title="As before")
    left = {"en/title": live_tokens(live)["en/title"]}
    entries = ENTRIES | {REFUNDS.address: msgspec.structs.replace(ENTRIES[REFUNDS.address], left=left)}
    (back,) = edits(*with_live(REFUNDS.address, live), entries=entries)
    (more,) = edits(*with_live(REFUNDS.address, edited(live, "fr", title="Retouché")), entries=entries)
    assert (back.put_back, more.put_back) == (True, False)


def test_the_fingerprint_changes_with_every_further_edit_alone() -> None:
    once = edited(LIVE[REFUNDS.address], "en", title="Money back")
    twice = edited(once, "en", title="Money back soon")
    prints = [
        drift.fingerprint(found(*with_live(REFUNDS.address, live), files=files))
        for live, files in ((once, APPLIED), (once, with_file(PENDING)), (twice, APPLIED), (None, APPLIED))
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
