"""State and journal → the state as it really is."""

from stated import entry, state

from hcsync.model.address import article
from hcsync.model.plan import Action
from hcsync.model.record import Begin, Done, Dropped, Intent
from hcsync.state.fold import fold

A, B = article("a"), article("b")
CURRENT = Begin("l1", 7)


def intent(key: str, action: Action = Action.CREATE) -> Intent:
    return Intent(f"article.{key}", action, None, key, "", {}, 1)


def test_results_of_this_serial_are_taken_in() -> None:
    folded = fold(state({A: entry("1")}), [CURRENT, Done("article.a", entry("9")), Done("article.b", entry("2"))])

    assert folded == (state({A: entry("9"), B: entry("2")}), ())


def test_the_last_result_of_an_address_counts() -> None:
    folded = fold(state(), [CURRENT, Done("article.a", entry("1")), Done("article.a", entry("2"))])

    assert folded == (state({A: entry("2")}), ())


def test_what_is_forgotten_goes() -> None:
    assert fold(state({A: entry()}), [CURRENT, Done("article.a", None), Done("article.b", None)]) == (state(), ())


def test_results_of_another_serial_or_lineage_are_in_the_document_already_or_overtaken() -> None:
    done = Done("article.a", entry("9"))

    assert fold(state({A: entry("1")}), [Begin("l1", 6), done]) == (state({A: entry("1")}), ())
    assert fold(state({A: entry("1")}), [Begin("l2", 7), done]) == (state({A: entry("1")}), ())
    assert fold(state({A: entry("1")}), [done]) == (state({A: entry("1")}), ())


def test_an_intent_is_open_until_its_end_is_told() -> None:
    records = [CURRENT, intent("a"), intent("b"), intent("c"), Dropped("article.b"), Done("article.c", entry("3"))]

    folded = fold(state(), records)

    assert folded == (state({article("c"): entry("3")}), (intent("a"),))


def test_an_open_intent_counts_whatever_the_serial() -> None:
    assert fold(state(), [Begin("l2", 99), intent("a")]) == (state(), (intent("a"),))


def test_the_end_of_an_intent_counts_whatever_the_serial() -> None:
    records = [Begin("l2", 99), intent("a"), Done("article.a", entry()), intent("b"), Dropped("article.b")]

    assert fold(state(), records) == (state(), ())


def test_a_second_intent_takes_the_place_of_the_first() -> None:
    again = intent("a", Action.UPDATE)

    assert fold(state(), [CURRENT, intent("a"), Done("article.a", entry()), again])[1] == (again,)
