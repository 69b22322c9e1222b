"""Which live objects nobody owns are one and the same with a file, and which only look so."""

import msgspec
import pytest
from planned import desire, edited, group, link, name, page, seen, stored, version

from hcsync.model.address import Address, article, collection
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.live import LiveNode
from hcsync.planner.adopt import Adoption, adopt


def adopted(nodes: list[DesiredNode], live: list[LiveNode], known: dict[Address, str] | None = None) -> Adoption:
    return adopt(desire(*nodes), known or {}, seen(*live))


def test_an_equal_one_is_adopted() -> None:
    node = page("a", en=version("A", "text", description="d"), fr=version("B"))
    with_more = edited(stored(node, "5"), "ja", title="not managed here")

    assert adopted([node], [with_more]) == Adoption({}, {article("a"): "5"}, ())


@pytest.mark.parametrize(
    "changes",
    [{"description": "x"}, {"author": "9"}, {"state": "draft"}, {"text": "other"}, {"title": "A &amp; other"}],
)
def test_one_that_differs_in_anything_is_not(changes: dict[str, str]) -> None:
    node = page("a", en=version("A & B"), fr=version("B"))

    for locale in ("en", "fr"):
        assert adopted([node], [edited(stored(node, "5"), locale, **changes)]).equal == {}


def test_what_intercom_does_to_titles_does_not_count() -> None:
    node = page("a", en=version("A & B"))

    assert adopted([node], [edited(stored(node, "5"), "en", title="A  &amp; B")]).equal == {article("a"): "5"}


def test_nor_where_it_put_the_pictures() -> None:
    node = page("a", en=version(images=("hcsync:asset.images/a.png@1",)))
    other = page("a", en=version(images=("hcsync:asset.images/b.png@1",)))

    assert adopted([node], [stored(node, "5")]).equal == {article("a"): "5"}
    assert adopted([other], [stored(node, "5")]).equal == {}


def test_the_place_counts_and_is_known_once_the_parents_are() -> None:
    """Parents are looked at first, even where a child's key sorts before its parent's."""
    nodes = [group("a", "z", en=name("A")), group("z", en=name("Z")), page("p", "a")]
    ids = {collection("a"): "2", collection("z"): "1"}
    live = [stored(nodes[0], "2", ids), stored(nodes[1], "1"), stored(nodes[2], "3", ids)]

    assert adopted(nodes, live).equal == {**ids, article("p"): "3"}
    elsewhere = msgspec.structs.replace(live[0], parent=None)
    assert adopted(nodes, [elsewhere, *live[1:]]).equal == {collection("z"): "1"}


def test_of_several_identical_ones_the_oldest_and_none_twice() -> None:
    same = version("FAQ")
    nodes = [page("a", en=same), page("b", en=same), page("c", en=same)]
    live = [stored(nodes[0], id_) for id_ in ("20", "100", "9")]

    assert adopted(nodes, live).equal == {article("a"): "9", article("b"): "20", article("c"): "100"}
    assert adopted(nodes, live[:2]).equal == {article("a"): "20", article("b"): "100"}


def test_articles_that_link_in_a_circle_are_known_together() -> None:
    nodes = [
        page("a", en=version("A", links=(link("b"),))),
        page("b", en=version("B", links=(link("c"), "https://x"))),
        page("c", en=version("C", links=(link("a"),))),
    ]
    ids = {node.address: str(number) for number, node in enumerate(nodes, 1)}
    live = [stored(node, ids[node.address], ids) for node in nodes]

    assert adopted(nodes, live).equal == ids


def test_equal_but_for_where_a_link_leads_is_another() -> None:
    nodes = [page("a", en=version("A", links=(link("b"),))), page("b", en=version("B")), page("c", en=version("C"))]
    ids = {article("b"): "2", article("c"): "3"}
    to_c = page("a", en=version("A", links=(link("c"),)))
    live = [stored(to_c, "1", ids), stored(nodes[1], "2"), stored(nodes[2], "3")]

    found = adopted(nodes, live)

    assert found.equal == ids
    assert [(one.code, one.severity) for one in found.diagnostics] == [(Code.LOOKALIKE, Severity.ERROR)]


def test_a_link_to_an_article_that_was_edited_makes_no_stranger() -> None:
    nodes = [page("a", en=version("A", links=(link("b"),))), page("b", en=version("B"))]
    ids = {article("a"): "1", article("b"): "2"}
    live = [stored(nodes[0], "1", ids), edited(stored(nodes[1], "2"), "en", text="edited")]

    assert adopted(nodes, live).equal == {article("a"): "1"}


def test_a_named_one_is_taken_whatever_it_holds() -> None:
    node = page("a", remote_id="5")
    live = stored(page("x", en=version("Something", "else")), "5")

    assert adopted([node], [live]) == Adoption({article("a"): "5"}, {}, ())


def test_a_name_that_means_nothing_is_an_error() -> None:
    assert adopted([page("a", remote_id="5")], [stored(page("a"), "6")]).diagnostics == (
        Diagnostic(
            Code.UNKNOWN_LIVE_ID,
            "the workspace has no article with id 5",
            Place("content/en/a.md", 1, 1),
            "remove the id to create a new article",
        ),
    )


def test_a_name_that_another_file_owns_is_an_error() -> None:
    nodes = [page("a", remote_id="5"), page("b"), page("c", remote_id="6"), page("d", remote_id="6")]
    live = [stored(nodes[0], "5"), stored(nodes[2], "6")]

    found = adopted(nodes, live, {article("b"): "5"})

    assert found.named == {article("c"): "6"}
    assert [(one.message, one.severity) for one in found.diagnostics] == [
        ("id 5 belongs to article.b already", Severity.ERROR),
        ("id 6 belongs to article.c already", Severity.ERROR),
    ]


def test_a_file_that_was_renamed_keeps_its_article() -> None:
    """Its old name still stands in the state, but there is no such file any more."""
    known = {article("old"): "5", collection("old"): "7"}
    nodes = [group("new", en=name("N")), page("new/a", "new", en=version("A"))]
    live = [stored(nodes[0], "7"), stored(nodes[1], "5", {collection("new"): "7"})]

    assert adopted(nodes, live, known).equal == {collection("new"): "7", article("new/a"): "5"}
    assert adopted([page("new", remote_id="5")], live, known).named == {article("new"): "5"}


def test_an_object_that_is_owned_is_no_twin() -> None:
    nodes = [page("a", en=version("FAQ")), page("b", en=version("FAQ"))]

    assert adopted(nodes, [stored(nodes[0], "5")], {article("a"): "5"}) == Adoption({}, {}, ())


def test_the_same_title_in_the_same_place_is_for_a_person_to_settle() -> None:
    node = page("a", en=version("FAQ", "new text"))
    live = [stored(page("x", en=version("FAQ", "text")), id_) for id_ in ("5", "6")]

    assert adopted([node], live) == Adoption(
        {},
        {},
        (
            Diagnostic(
                Code.LOOKALIKE,
                'Intercom has an article titled "FAQ" in the same place that no file here owns (5, 6)',
                Place("content/en/a.md", 1, 1),
                "write id: 5 in the file to take it over, or give one of the two another title",
            ),
        ),
    )


def test_it_may_be_an_object_of_ours_whose_file_is_gone() -> None:
    node = page("a", en=version("FAQ", "new text"))
    live, known = seen(stored(page("old", en=version("FAQ", "text")), "5")), {article("old"): "5"}

    # Where that would stay, readers would see two of it.
    assert [one.code for one in adopt(desire(node), known, live).diagnostics] == [Code.LOOKALIKE]
    assert adopt(desire(node), known, live, orphans_stay=False) == Adoption(
        {},
        {},
        (
            Diagnostic(
                Code.DOUBTFUL_MOVE,
                "a may be old (its title and its place are the same), moved; as it is, an article is made anew and the "
                "old one is an orphan",
                Place("content/en/a.md", 1, 1),
                "if it was moved, write in hcsync.yml: moved: {old: a}",
                Severity.WARNING,
            ),
        ),
        frozenset((article("old"),)),
    )


def test_the_same_title_elsewhere_or_in_another_language_is_worth_a_word() -> None:
    node = page("a", "g", en=version("FAQ", "new text"))
    live = [stored(page("x", en=version("Questions"), fr=version("FAQ")), "5")]

    assert adopted([group("g"), node], live).diagnostics == (
        Diagnostic(
            Code.LOOKALIKE,
            'Intercom has an article titled "FAQ" that no file here owns (5)',
            Place("content/en/a.md", 1, 1),
            "write id: 5 in the file to take it over; as it is, a new one is made",
            Severity.WARNING,
        ),
    )
