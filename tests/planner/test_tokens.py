"""Objects as comparable fields, slot by slot."""

from planned import edited, group, link, page, stored, version

from hcsync.applier.entries import entry_after
from hcsync.model.address import article, collection
from hcsync.model.plan import Field
from hcsync.model.state import Base
from hcsync.planner.tokens import bases, desired_tokens, live_tokens, resolve, same_body, slot, split

NODE = page("a", "g", en=version("A", links=(link("b", "en", "how"), "https://x")))
IDS = {article("b"): "2", collection("g"): "7"}


def test_a_slot_is_a_locale_and_a_field() -> None:
    assert [split(slot("zh-Hant", Field.BODY)), split("/parent")] == [("zh-Hant", Field.BODY), ("", Field.PARENT)]


def test_what_was_written_without_loss_has_the_same_tokens_on_both_sides() -> None:
    assert desired_tokens(NODE, IDS) == live_tokens(stored(NODE, "1", IDS))
    assert desired_tokens(group("g"), {}) == live_tokens(stored(group("g"), "7"))


def test_a_parent_that_does_not_exist_yet_equals_none() -> None:
    assert desired_tokens(NODE, {})["/parent"] == "collection.g"
    assert desired_tokens(page("a"), {})["/parent"] == ""


def test_links_are_compared_as_intercom_has_them() -> None:
    body = NODE.main.body
    assert body

    assert resolve(body, IDS).links == ("intercom:article/2@en#how", "https://x")
    assert resolve(body, {}) == body


def test_white_space_entities_and_normal_forms_of_titles_do_not_count() -> None:
    plain, odd = page("a", en=version("Caf\u00e9 & bar")), page("a", en=version(" Cafe\u0301  &amp; bar\n"))

    assert desired_tokens(plain, {}) == desired_tokens(odd, {})


def test_bases_are_what_the_entry_holds() -> None:
    found = bases(entry_after(NODE, stored(NODE, "1", IDS), None, IDS, ()))

    assert found == {name: Base(token, token) for name, token in desired_tokens(NODE, IDS).items()}


def test_bodies_are_the_same_by_digest_or_by_likeness_and_links() -> None:
    node = page("a", en=version(links=(link("b"),), images=("hcsync:asset.images/a.png@1",)))
    live, body = stored(node, "1", IDS).versions["en"], node.main.body
    assert body

    assert same_body(resolve(body, IDS), live)
    assert not same_body(body, live)
    assert not same_body(resolve(body, IDS), edited(stored(node, "1", IDS), "en", text="other").versions["en"])
