"""Files that were moved, and whose paths to others were mended for it: they read as they did."""

from planned import desire, group, link, page, seen, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import Entry
from hcsync.planner.match import match
from hcsync.planner.moves import Evidence


def _moves(before: list[DesiredNode], now: list[DesiredNode]) -> set[str]:
    """`old > new (why)` for each."""
    ids = {node.address: str(number) for number, node in enumerate(before, 1)}
    live = {node.address: stored(node, ids[node.address], ids) for node in before}
    snapshot: LiveSnapshot = seen(*live.values())
    entries: dict[Address, Entry] = {
        node.address: entry_after(node, live[node.address], None, ids, ()) for node in before
    }
    found = match(entries, desire(*now), snapshot, Evidence()).moves
    return {f"{move.old.key} > {move.new.key} ({move.reason})" for move in found}


def _page(key: str, *links: str, title: str = "", text: str = "text", **more: str) -> DesiredNode:
    """Its bytes are no other file's, whatever it says."""
    said = version(title or key[-1], text, links=links, blob=f"bytes of {key}", **more)
    return page(key, key.rpartition("/")[0] or None, en=said)


def test_a_folder_whose_articles_link_to_each_other_in_a_circle_moves_as_a_whole() -> None:
    before = [group("g"), _page("g/a", link("g/b")), _page("g/b", link("g/a"), link("x")), _page("x", link("g/a"))]
    now = [group("h"), _page("h/a", link("h/b")), _page("h/b", link("h/a"), link("x")), _page("x", link("h/a"))]

    assert _moves(before, now) == {
        "g > h (what was in it is in it now)",
        "g/a > h/a (it reads the same)",
        "g/b > h/b (it reads the same)",
    }


def test_what_leads_elsewhere_or_says_something_else_is_not_the_same() -> None:
    before = [_page("a", link("x")), _page("b", text="one"), _page("c", description="one"), _page("x"), _page("y")]
    now = [
        _page("k/a", link("y"), title="a"),
        _page("k/b", text="other", title="b"),
        _page("k/c", description="other", title="c"),
        _page("x"),
        _page("y"),
        group("k"),
    ]

    assert _moves(before, now) == set()


def test_who_wrote_it_and_whether_it_is_published_says_nothing_of_what_it_is() -> None:
    now = [_page("b", title="a", author="2", state="draft")]

    assert _moves([_page("a")], now) == {"a > b (it reads the same)"}


def test_all_languages_that_both_have_must_read_the_same() -> None:
    french, other = version("Un", "texte"), version("Un", "autre texte")
    before = [page("a", en=version("A"), fr=french), page("b", en=version("B"))]
    now = [page("c", en=version("A", blob="1"), fr=other), page("d", en=version("B", blob="2"), fr=other)]

    assert _moves(before, now) == {"b > d (it reads the same)"}


def test_of_two_of_one_title_the_one_that_has_kept_its_name_is_taken() -> None:
    before = [_page("a", title="T"), _page("b", title="T")]

    assert _moves(before, [group("k"), _page("k/a", title="T"), _page("k/b", title="T")]) == {
        "a > k/a (it reads the same)",
        "b > k/b (it reads the same)",
    }
    assert _moves(before, [group("k"), _page("k/c", title="T", author="2")]) == set()
