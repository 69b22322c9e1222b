"""What has moved, told by folder."""

from viewed import COLLECTION, change, moved

from hcsync.model.address import article, collection
from hcsync.model.plan import Action
from hcsync.report.moves import Folded, folded, moved_words

HEAD = moved(COLLECTION, "1", collection("pay"))
INSIDE = moved(article("billing/a"), "2", article("pay/a"))


def test_what_lies_in_its_folder_as_before_is_told_by_the_folders_line() -> None:
    told = folded([INSIDE, HEAD])

    assert told == Folded(frozenset({INSIDE.address}), {HEAD.address: (INSIDE.address,)})
    assert moved_words(HEAD, told) == "moved from pay, with 1 article in it"


def test_a_folder_within_is_told_by_the_topmost_line() -> None:
    deep = moved(collection("billing/x"), "3", collection("pay/x"))
    deepest = moved(article("billing/x/y"), "4", article("pay/x/y"))

    told = folded([HEAD, deep, deepest, INSIDE])

    assert moved_words(HEAD, told) == "moved from pay, with 1 collection and 2 articles in it"
    assert told.hidden == {deep.address, deepest.address, INSIDE.address}


def test_what_changes_in_any_other_way_has_a_line_of_its_own() -> None:
    renamed = moved(article("billing/b"), "3", article("pay/c"))
    elsewhere = moved(article("billing/d"), "4", article("other/d"))
    edited = change(article("billing/e"), Action.UPDATE, "5", moved_from=article("pay/e"))
    beside = moved(article("billings/a"), "6", article("pays/a"))

    assert folded([HEAD, renamed, elsewhere, edited, beside]).hidden == frozenset()
    assert folded([INSIDE]).hidden == frozenset()


def test_why_is_said_where_it_is_not_plain() -> None:
    told = folded([])

    assert moved_words(INSIDE, told) == "moved from pay/a"
    assert moved_words(change(COLLECTION, Action.CREATE), told) == ""
    guess = moved(article("a"), "2", article("b"), "72 % of its text is the same")
    assert moved_words(guess, told) == "moved from b (72 % of its text is the same)"
