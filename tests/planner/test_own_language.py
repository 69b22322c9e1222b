"""Links that fall back, while Intercom still speaks the reader's language."""

import pytest
from planned import desire, edited, link, page, seen, stored, version

from hcsync.model.address import article
from hcsync.planner.own_language import prefer_own_language

TARGET = stored(page("b", en=version(), fr=version()), "2")
IDS = {article("b"): "2"}


def linking(*links: str) -> object:
    return desire(page("a", en=version(links=links), fr=version(links=links)))


def test_a_link_leads_to_the_readers_language_for_as_long_as_it_is_there() -> None:
    made = desire(page("a", en=version(links=(link("b"),)), fr=version(links=(link("b", "en", "how"), "https://x@en"))))

    settled = prefer_own_language(made, IDS, seen(TARGET))

    versions = settled.nodes[article("a")].versions
    assert versions["en"] == made.nodes[article("a")].versions["en"]
    assert versions["fr"].body is not None
    assert versions["fr"].body.links == (link("b", "fr", "how"), "https://x@en")


@pytest.mark.parametrize(
    ("known", "target"),
    [
        ({}, TARGET),
        (IDS, stored(page("b"), "2")),
        (IDS, edited(TARGET, "fr", state="draft")),
        (IDS, stored(page("b"), "3")),
    ],
)
def test_else_it_leads_where_it_did(known: dict[object, str], target: object) -> None:
    made = linking(link("b"))

    assert prefer_own_language(made, known, seen(target)) is made  # type: ignore[arg-type]


def test_where_there_is_a_file_it_has_the_say() -> None:
    """What it makes a draft will be one after the apply: a link to it would have to be written once more."""
    target = page("b", en=version(), fr=version(state="draft"))
    made = desire(target, page("a", en=version(), fr=version(links=(link("b", "en"),))))

    assert prefer_own_language(made, IDS, seen(TARGET)) is made


def test_a_link_to_yet_another_language_was_meant() -> None:
    made = linking(link("b", "en-GB"), link("b", "ja"))

    assert prefer_own_language(made, IDS, seen(TARGET)) is made  # type: ignore[arg-type]
