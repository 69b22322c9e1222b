"""Objects that were made together with one of ours, and that nobody owns."""

import msgspec
import pytest
from planned import desire, group, name, page, seen, stored, version

from hcsync.model.address import article, collection
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.live import LiveNode
from hcsync.planner.twins import twins

A, G = page("a", en=version("A"), fr=version("B")), group("g", en=name("G"))
IDS = {article("a"): "1", collection("g"): "1"}
OURS = stored(A, "1", created_at=5000)


def test_the_second_of_two_is_named() -> None:
    found = twins(desire(A, G), IDS, seen(OURS, stored(A, "2", created_at=5003), stored(G, "1"), stored(G, "2")))

    assert found == [
        Diagnostic(
            Code.LOOKALIKE,
            "Intercom has a second collection of this title (2), made together with this one (1), and no file owns it: "
            "something on the way may have delivered a request twice",
            Place("content/en/g/_collection.yml", 1, 1),
            "look at both; if they are the same, delete 2 in Intercom",
            Severity.WARNING,
        ),
        Diagnostic(
            Code.LOOKALIKE,
            "Intercom has a second article of this title (2), made together with this one (1), and no file owns it: "
            "something on the way may have delivered a request twice",
            Place("content/en/a.md", 1, 1),
            "look at both; if they are the same, delete 2 in Intercom",
            Severity.WARNING,
        ),
    ]


@pytest.mark.parametrize(
    "other",
    [
        stored(A, "2", created_at=5601),
        stored(A, "2", created_at=0),
        stored(page("a", en=version("Another")), "2", created_at=5000),
        stored(group("a", en=name("A")), "2", created_at=5000),
    ],
    ids=["made at another time", "nobody knows when", "of another title", "of another kind"],
)
def test_others_are_none_of_our_business(other: LiveNode) -> None:
    assert twins(desire(A), IDS, seen(OURS, other)) == []


def test_what_we_own_is_no_twin_and_each_twin_is_named_once() -> None:
    """Two articles of one title, in two collections, and a third that lies beside the second."""
    other = page("b", "g", en=version("A"))
    theirs = stored(other, "3", {collection("g"): "1"}, created_at=5000)
    third = msgspec.structs.replace(theirs, remote_id="4")

    found = twins(desire(A, G, other), IDS | {article("b"): "3"}, seen(OURS, stored(G, "1"), theirs, third))

    assert [(one.place.path, one.hint) for one in found if one.place] == [
        ("content/en/b.md", "look at both; if they are the same, delete 4 in Intercom")
    ]


def test_the_twin_of_what_has_lost_its_file_is_named_too() -> None:
    found = twins(desire(), {article("a"): "1"}, seen(OURS, stored(A, "2", created_at=5003)))

    assert [(one.place, one.message.partition(",")[0]) for one in found] == [
        (None, "Intercom has a second article of this title (2)")
    ]
