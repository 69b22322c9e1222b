"""Which files that are new belong to entries whose file is gone; and what is left for a person to say."""

import msgspec
import pytest
from planned import desire, group, link, name, page, seen, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.live import LiveSnapshot
from hcsync.model.state import Entry
from hcsync.planner.hints import Hint, Named
from hcsync.planner.match import Matched, match, undecided
from hcsync.planner.moves import Evidence, Likeness

SAME = "its text is the same"


class Before:
    """What was applied: the state's entries and the live objects, numbered from 1."""

    def __init__(self, *nodes: DesiredNode) -> None:
        ids = {node.address: str(number) for number, node in enumerate(nodes, 1)}
        live = [stored(node, ids[node.address], ids) for node in nodes]
        self.live: LiveSnapshot = seen(*live)
        self.entries: dict[Address, Entry] = {
            node.address: entry_after(node, twin, None, ids, ()) for node, twin in zip(nodes, live, strict=True)
        }

    def matched(self, *now: DesiredNode, hints: tuple[Hint, ...] = (), alike: tuple[Likeness, ...] = ()) -> Matched:
        return match(self.entries, desire(*now), self.live, Evidence(hints, alike))

    def moves(self, *now: DesiredNode, hints: tuple[Hint, ...] = (), alike: tuple[Likeness, ...] = ()) -> set[str]:
        """`old > new` for each move."""
        found = self.matched(*now, hints=hints, alike=alike).moves
        return {f"{move.old.key} > {move.new.key}" for move in found}


def said(title: str, text: str = "", *, blob: str | None = None) -> dict[str, object]:
    return {"en": version(title, text or title, blob=blob)}


def alike(old: str, new: str, percent: int, shared: int = 1000) -> Likeness:
    return Likeness(article(old), article(new), percent, shared)


def hint(old: str, new: str) -> Hint:
    return Hint(Named(old), Named(new), Place("hcsync.yml", 3, 3))


def test_a_file_with_the_same_bytes_is_the_same() -> None:
    before = Before(page("a/x", en=version("X")), page("stays"))

    found = before.matched(page("b/y", en=version("X")), page("stays"))

    assert [(m.old, m.new, m.reason) for m in found.moves] == [(article("a/x"), article("b/y"), SAME)]
    assert found.diagnostics == ()


def test_nothing_is_the_same_by_its_title() -> None:
    before = Before(page("a", en=version("Refunds", "one text")))

    assert before.matched(page("b", en=version("Refunds", "another text"))) == Matched(())


def test_in_another_language_it_counts_where_no_other_file_says_the_same() -> None:
    french = version("X", "Le même texte")
    before = Before(page("a", en=version("X", "one"), fr=french), page("c", en=version("C"), fr=version("C")))
    moved = page("b", en=version("X", "another"), fr=french)

    assert [m.reason for m in before.matched(moved).moves] == ["its text in fr is the same"]
    assert before.matched(moved, page("c", en=version("C"), fr=french)).moves == ()


def test_of_two_that_were_alike_neither_is_taken() -> None:
    before = Before(page("a", **said("X")), page("b", **said("X")))

    found = before.matched(page("c", **said("X")))

    assert found.moves == ()
    assert found.diagnostics == (
        Diagnostic(
            Code.DOUBTFUL_MOVE,
            "c may be a (its text is the same) or b (its text is the same), moved; as it is, an article is made anew "
            "and the old one is an orphan",
            Place("content/en/c.md", 1, 1),
            "if it was moved, write in hcsync.yml: moved: {a: c}",
            Severity.WARNING,
        ),
    )
    assert before.moves(page("c", **said("X")), hints=(hint("b", "c"),)) == {"b > c"}


def test_of_two_new_files_that_are_alike_neither_is_taken() -> None:
    before = Before(page("a", **said("X")))

    found = before.matched(page("b", **said("X")), page("c", **said("X")))

    assert found.moves == ()
    assert [(d.code, d.place and d.place.path) for d in found.diagnostics] == [
        (Code.DOUBTFUL_MOVE, "content/en/b.md"),
        (Code.DOUBTFUL_MOVE, "content/en/c.md"),
    ]


def test_those_that_are_alike_are_told_apart_by_their_other_languages_or_by_their_files_names() -> None:
    one = {"en": version("X"), "fr": version("Un")}
    other = {"en": version("X"), "fr": version("Deux")}
    by_language = Before(page("a", **one), page("b", **other))
    by_name = Before(page("a/intro", **said("X")), page("a/outro", **said("X")))

    assert by_language.moves(page("c", **other), page("d", **one)) == {"a > d", "b > c"}
    assert by_name.moves(page("b/outro", **said("X")), page("b/intro", **said("X"))) == {
        "a/intro > b/intro",
        "a/outro > b/outro",
    }


def test_a_folder_takes_along_what_could_not_be_told_apart() -> None:
    """`b/start` is as much like one as like the other, but the folder says which."""
    before = Before(page("a/one", **said("One")), page("a/start", **said("X")), page("start", **said("X")))

    assert before.moves(page("b/one", **said("One")), page("b/start", **said("X")), page("c", **said("X"))) == {
        "a/one > b/one"
    }
    assert before.moves(page("b/one", **said("One")), page("b/start", **said("X")), page("start", **said("X"))) == {
        "a/one > b/one",
        "a/start > b/start",
    }


def test_files_that_took_each_others_names() -> None:
    before = Before(*(page(key, **said(key.upper())) for key in "abc"))

    def now(**texts: str) -> set[str]:
        return before.moves(*(page(key, **said(text)) for key, text in texts.items()))

    assert now(a="B", b="A", c="C") == {"a > b", "b > a"}
    assert now(a="B", b="C", c="A") == {"a > c", "b > a", "c > b"}
    assert now(b="A", c="B", d="C") == {"a > b", "b > c", "c > d"}
    # A text that was copied and then written anew is where it was.
    assert now(a="other", b="B", c="C", d="A") == set()
    # One text that stands where another was, which is nowhere now, may be many things.
    assert now(a="A", b="C") == set()


def test_files_that_took_each_others_names_with_the_paths_in_them_mended() -> None:
    def linking(title: str, *keys: str, blob: str) -> dict[str, DesiredVersion]:
        return {"en": version(title, "text", tuple(map(link, keys)), blob=blob)}

    before = Before(
        page("a", **linking("A", "a", "b", blob="1")),
        page("b", **linking("B", "a", blob="2")),
        page("c", **linking("C", "b", blob="3")),
    )
    # What leads to itself, to the other, and from elsewhere.
    b, a = page("b", **linking("A", "b", "a", blob="4")), page("a", **linking("B", "b", blob="5"))
    assert before.moves(a, b, page("c", **linking("C", "a", blob="6"))) == {"a > b", "b > a"}
    # One of the same title that was edited where it is does not stand in the way.
    before = Before(*(page(key, **linking("A", key, blob=key)) for key in "ad"), page("f", **linking("F", blob="f")))
    edited = page("d", **linking("A", "d", "f", blob="dd"))
    now = edited, page("f", **linking("A", "f", blob="ff")), page("b", **linking("F", blob="f"))
    assert before.moves(*now) == {"a > f", "f > b"}
    # Nor does an article of that title that has long lost its file and says something else.
    before = Before(*(page(key, **said(title, key)) for key, title in (("a", "A"), ("b", "B"), ("gone", "B"))))
    before.entries[article("gone")] = msgspec.structs.replace(before.entries[article("gone")], orphaned=True)
    a, b = page("a", **said("B", "b", blob="mended")), page("b", **said("A", "a"))
    assert before.moves(a, b) == {"a > b", "b > a"}
    # Nor that all of them have one title.
    before = Before(*(page(key, **said("T", key)) for key in "abc"))
    a, b = page("a", **said("T", "b", blob="mended")), page("b", **said("T", "a"))
    edited = page("c", **said("T", "written anew"))
    assert before.moves(a, b, edited) == {"a > b", "b > a"}
    assert before.moves(page("a", **said("T", "a", blob="mended")), b, edited) == set()


def test_what_was_edited_as_well_as_exchanged_is_where_it_was() -> None:
    def linking(title: str, *keys: str, blob: str) -> dict[str, DesiredVersion]:
        return {"en": version(title, "text", tuple(map(link, keys)), blob=blob)}

    before = Before(
        page("a", **linking("A", "a", "b", blob="1")),
        page("b", **linking("B", "a", blob="2")),
        page("c", **linking("C", "b", blob="3")),
    )
    a = page("a", **linking("B", "b", blob="5"))
    edited = page("b", **linking("A", "b", "a", "c", blob="4"))
    assert before.moves(a, edited, page("c", **linking("C", "a", blob="6"))) == set()


def test_of_several_of_one_title_the_one_that_reads_the_same() -> None:
    def linking(text: str, *keys: str, blob: str) -> dict[str, DesiredVersion]:
        return {"en": version("Title", text, tuple(map(link, keys)), blob=blob)}

    before = Before(page("a", **linking("one", "a", blob="1")), page("b", **linking("two", "b", blob="2")))

    assert before.moves(page("c", **linking("two", "c", blob="3"))) == {"b > c"}
    both = page("c", **linking("two", "c", blob="3")), page("d", **linking("two", "d", blob="4"))
    assert before.moves(*both) == set()
    assert before.moves(both[0], page("d", **linking("one", "d", blob="4"))) == {"b > c", "a > d"}


def test_what_was_called_an_orphan_makes_room_for_what_is_moved_to_its_address() -> None:
    before = Before(page("gone", **said("Gone")), page("a", **said("A")), page("other", **said("Other")))
    before.entries[article("gone")] = msgspec.structs.replace(before.entries[article("gone")], orphaned=True)
    stays = page("other", **said("Other"))

    found = before.matched(page("gone", **said("A")), stays)

    assert [(m.old, m.new, m.reason) for m in found.moves] == [(article("a"), article("gone"), SAME)]
    [told] = found.diagnostics
    assert (told.code, told.severity) == (Code.DOUBTFUL_MOVE, Severity.WARNING)
    assert told.message == (
        "a is gone now; the article that was there before and lost its file (1) stays in Intercom and belongs to no "
        "file any more"
    )
    # Whoever says so is believed; what comes back is what it was.
    assert before.moves(page("gone", **said("Else")), stays, hints=(hint("a", "gone"),)) == {"a > gone"}
    assert before.moves(page("gone", **said("Gone")), page("b", **said("A")), stays) == {"a > b"}
    assert before.moves(page("gone", **said("Gone, come back")), stays) == set()


def test_the_id_in_the_frontmatter_goes_before_the_text() -> None:
    before = Before(page("a", **said("X")), page("b", **said("Y")))

    found = before.matched(page("c", remote_id="2", **said("X")), page("d", **said("Y")))

    assert [(m.old.key, m.new.key, m.reason) for m in found.moves] == [("b", "c", "its id says so")]
    assert before.moves(page("c", remote_id="99", **said("X"))) == set()


@pytest.mark.parametrize(
    ("likenesses", "moves"),
    [
        ([alike("a", "c", 80)], {"a > c"}),
        ([alike("a", "c", 59)], set()),
        ([alike("a", "c", 80, shared=90)], set()),
        # Another one that is nearly as much alike.
        ([alike("a", "c", 80), alike("b", "c", 70)], set()),
        ([alike("a", "c", 80), alike("b", "c", 50)], {"a > c"}),
        ([alike("a", "c", 80), alike("a", "d", 70)], set()),
        # Pages of one mould, each with little of its own.
        ([alike("a", "c", 99), alike("b", "d", 99), alike("a", "d", 90), alike("b", "c", 90)], {"a > c", "b > d"}),
        ([alike("a", "c", 95), alike("b", "d", 95), alike("a", "d", 92), alike("b", "c", 92)], set()),
    ],
)
def test_texts_that_were_edited_are_the_same_where_nothing_else_comes_near(
    likenesses: list[Likeness], moves: set[str]
) -> None:
    before = Before(page("a", **said("A")), page("b", **said("B")))

    assert before.moves(page("c", **said("C")), page("d", **said("D")), alike=tuple(likenesses)) == moves


def test_a_short_text_is_the_same_only_with_its_title() -> None:
    before = Before(page("a", en=version("Title", "short")))
    short = (alike("a", "c", 80, shared=30),)

    assert before.moves(page("c", en=version("Title", "short too")), alike=short) == {"a > c"}
    assert before.moves(page("c", en=version("Other title", "short too")), alike=short) == set()


def test_what_is_too_little_alike_is_said_with_the_line_that_settles_it() -> None:
    before = Before(page("a b", **said("A")))

    found = before.matched(page("c", **said("C")), alike=(alike("a b", "c", 45),))

    assert found.moves == ()
    assert [(d.message, d.hint) for d in found.diagnostics] == [
        (
            "c may be a b (45 % of its text is the same), moved; as it is, an article is made anew and the old one "
            "is an orphan",
            'if it was moved, write in hcsync.yml: moved: {"a b": c}',
        )
    ]


def shelf(key: str, *articles: str, title: str = "Shelf") -> list[DesiredNode]:
    return [group(key, en=name(title)), *(page(f"{key}/{one}", key, **said(one)) for one in articles)]


def test_a_collection_is_the_one_its_articles_have_gone_to() -> None:
    before = Before(*shelf("a", "x", "y", "z"))

    found = before.matched(*shelf("b", "x", "y", title="Renamed"))

    assert [(m.old, m.new, m.reason) for m in found.moves] == [
        (collection("a"), collection("b"), "what was in it is in it now"),
        (article("a/x"), article("b/x"), SAME),
        (article("a/y"), article("b/y"), SAME),
    ]


def test_a_folder_within_a_folder() -> None:
    before = Before(group("a"), *shelf("a/s", "x"), page("a/y", "a", **said("y")))
    under = [msgspec.structs.replace(node, parent=collection("b")) for node in shelf("b/s", "x")[:1]]

    found = before.moves(group("b"), *under, *shelf("b/s", "x")[1:], page("b/y", "b", **said("y")))

    assert found == {"a > b", "a/s > b/s", "a/s/x > b/s/x", "a/y > b/y"}


def test_a_collection_that_was_split_is_where_most_of_it_is() -> None:
    before = Before(*shelf("a", "x", "y", "z"))

    assert "a > b" in before.moves(*shelf("b", "x", "y"), *shelf("c", "z"))
    even = Before(*shelf("a", "x", "y"))
    assert "a > b" not in even.moves(*shelf("b", "x", title="One"), *shelf("c", "y", title="Two"))
    assert "a > c" in even.moves(*shelf("b", "x", title="One"), *shelf("c", "y"))


def test_one_article_among_many_does_not_make_a_collection_the_same() -> None:
    before = Before(*shelf("a", "1", "2", "3", "4", "5"))
    now = shelf("b", "1", "6", "7", "8", "9", title="Other")

    found = before.matched(*now)

    assert [str(move.new) for move in found.moves] == ["article.b/1"]
    assert [(d.code, d.message.split(",")[0]) for d in found.diagnostics] == [
        (Code.DOUBTFUL_MOVE, "b may be a (some of what was in it is in it now)")
    ]


def test_a_name_alone_does_not_make_a_collection_the_same_but_an_empty_one_has_nothing_else() -> None:
    full = Before(*shelf("a", "x"))
    empty = Before(*shelf("a"))

    found = full.matched(*shelf("b", "y"))
    assert found.moves == ()
    assert [d.message.split(",")[0] for d in found.diagnostics] == ["b may be a (it bears the same name)"]
    assert empty.moves(*shelf("b", "y")) == {"a > b"}
    assert empty.moves(*shelf("b"), *shelf("c")) == set()


def test_where_a_folder_has_gone_its_rewritten_files_are_asked_about() -> None:
    before = Before(*shelf("a", "x", "y"))
    rewritten = page("b/y", "b", **said("Y", "in other words"))

    found = before.matched(*shelf("b", "x"), rewritten)

    assert [str(move.new) for move in found.moves] == ["collection.b", "article.b/x"]
    assert [d.message.split(",")[0] for d in found.diagnostics] == ["b/y may be a/y (its folder has moved there)"]


def test_a_hint_for_a_folder_covers_what_lies_in_it() -> None:
    before = Before(*shelf("a", "x", "y"))
    now = [*shelf("b", title="New"), page("b/x", "b", **said("X2")), page("c", **said("Y2"))]

    assert before.moves(*now, hints=(hint("a", "b"), hint("a/y", "c"))) == {"a > b", "a/x > b/x", "a/y > c"}


def test_hints_are_followed_one_after_the_other_for_who_has_missed_some() -> None:
    hints = (hint("a", "b"), hint("b", "c"))

    assert Before(page("a")).matched(page("c"), hints=hints).diagnostics == ()
    assert Before(page("a")).moves(page("c", **said("other")), hints=hints) == {"a > c"}
    assert Before(page("b")).moves(page("c", **said("other")), hints=hints) == {"b > c"}
    assert Before(page("c")).matched(page("c"), hints=hints) == Matched(())


def test_two_may_change_places_by_hints() -> None:
    before = Before(page("a", **said("A")), page("b", **said("B")))
    now = (page("a", **said("B2")), page("b", **said("A2")))

    assert before.moves(*now, hints=(hint("a", "b"), hint("b", "a"))) == {"a > b", "b > a"}
    # One that was followed long ago says nothing of a new file at the old place.
    assert before.matched(*now, hints=(hint("a", "b"),)) == Matched(())


def hint_faults(before: Before, *now: DesiredNode, hints: tuple[Hint, ...]) -> list[tuple[str, str | None, Severity]]:
    found = before.matched(*now, hints=hints).diagnostics
    assert {one.code for one in found} <= {Code.UNKNOWN_MOVE}
    return [(one.message, one.hint, one.severity) for one in found]


def test_a_hint_that_names_no_file_is_an_error_where_an_entry_waits_for_it() -> None:
    nowhere = (
        "`moved`: payments/refund is not in the repository",
        "did you mean `payments/refunds`?",
    )
    hints = (hint("billing/refunds", "payments/refund"),)
    now = page("payments/refunds", **said("other"))

    assert hint_faults(Before(page("billing/refunds")), now, hints=hints) == [(*nowhere, Severity.ERROR)]
    assert hint_faults(Before(page("other")), page("other"), now, hints=hints) == [(*nowhere, Severity.WARNING)]


def test_a_hint_from_what_never_was() -> None:
    hints = (hint("biling/refunds", "payments/refunds"),)
    now = page("payments/refunds", **said("other"))

    assert hint_faults(Before(page("billing/refunds")), now, hints=hints) == [
        ("`moved`: nothing was ever applied as biling/refunds", "did you mean `billing/refunds`?", Severity.WARNING)
    ]
    # Nothing waits: it is for another environment, or for one that is yet to be applied.
    assert hint_faults(Before(), now, hints=hints) == []


def test_hints_that_contradict_each_other_or_the_files() -> None:
    before = Before(page("a", **said("A")), page("b", **said("B")))

    assert hint_faults(before, page("c", **said("C")), hints=(hint("a", "c"), hint("b", "c"))) == [
        ("`moved`: both a and b lead to c", "keep one", Severity.WARNING)
    ]
    assert before.moves(page("c", **said("C")), hints=(hint("a", "c"), hint("b", "c"))) == set()
    stays = (page("a", **said("A")), page("b", **said("B")), page("c", **said("C")))
    assert hint_faults(before, *stays, hints=(hint("a", "c"),)) == [
        (
            "`moved`: a is still in the repository, beside c",
            "take the line out, or delete the old file",
            Severity.WARNING,
        )
    ]


def test_what_was_called_an_orphan_and_then_deleted_in_intercom_is_over() -> None:
    before = Before(page("a", **said("X")))
    before.entries = {a: msgspec.structs.replace(entry, orphaned=True) for a, entry in before.entries.items()}
    now = page("b", **said("X"))

    assert before.moves(now) == {"a > b"}
    before.live = seen()
    assert before.moves(now) == set()


def test_texts_are_compared_only_where_nothing_else_tells() -> None:
    before = Before(page("a", **said("A")), page("b", **said("B")), group("g"))

    def asked(*now: DesiredNode, hints: tuple[Hint, ...] = ()) -> tuple[list[str], list[str]]:
        olds, news = undecided(before.entries, desire(*now), before.live, Evidence(hints))
        return [one.key for one in olds], [one.key for one in news]

    still: DesiredState = desire(page("a", **said("A")), page("b", **said("B2")), group("g"))
    assert asked(*still.nodes.values()) == ([], [])
    assert asked(page("a"), page("b"), group("g"), page("c")) == ([], [])
    assert asked(page("c", **said("A")), page("d", **said("D")), group("h")) == (["b"], ["d"])
    assert asked(page("c", **said("C")), page("d", **said("D")), hints=(hint("b", "d"),)) == (["a"], ["c"])
    assert {address.kind for address in before.entries} == set(Kind)
