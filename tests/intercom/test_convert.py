import json

import pytest

from hcsync.errors import ApiError, ConfigError
from hcsync.intercom import convert, wire
from hcsync.intercom.convert import Content, Name
from hcsync.model.live import HelpCenter, Workspace


def article(**fields):
    return wire.decode(wire.Article, json.dumps({"id": "8137"} | fields).encode())


def collection(**fields):
    return wire.decode(wire.Collection, json.dumps({"id": "12"} | fields).encode())


ROOT = {
    "title": "Hello",
    "description": "",
    "body": "<p>Hi</p>",
    "author_id": 1295,
    "state": "published",
    "url": "https://help.acme.com/en/articles/8137-hello",
    "updated_at": 1734537290,
}
ENGLISH = Content(
    "Hello", "", "<p>Hi</p>", "1295", "published", "https://help.acme.com/en/articles/8137-hello", 1734537290
)
FRENCH = {
    "type": "article_content",
    "title": "Bonjour",
    "description": None,
    "body": "<p>Salut</p>",
    "author_id": "991",
    "state": "draft",
    "url": None,
    "updated_at": "1734537300",
}
FRANCE = Content("Bonjour", "", "<p>Salut</p>", "991", "draft", None, 1734537300)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, {"en": ENGLISH}),
        ({"translated_content": None}, {"en": ENGLISH}),
        ({"translated_content": {"type": "article_translated_content"}}, {"en": ENGLISH}),
        ({"translated_content": {"fr": FRENCH}}, {"en": ENGLISH, "fr": FRANCE}),
        ({"translated_content": {"en": FRENCH, "fr": FRENCH, "de": None}}, {"en": ENGLISH, "fr": FRANCE}),
        ({"default_locale": "de", "translated_content": {"fr": FRENCH}}, {"de": ENGLISH, "fr": FRANCE}),
        ({"default_locale": "de", "translated_content": {"en": FRENCH}}, {"de": ENGLISH, "en": FRANCE}),
        ({"translated_content": {"fr": {"title": "", "body": None, "state": "published"}}}, {"en": ENGLISH}),
        ({"translated_content": {"fr": "x", "de": 1, "it": [], "es": {}}}, {"en": ENGLISH}),
        (
            {"translated_content": {"fr": {"body": "<p>B</p>"}, "de": {"title": "T"}}},
            {
                "en": ENGLISH,
                "fr": Content("", "", "<p>B</p>", "", "draft", None, 0),
                "de": Content("T", "", "", "", "draft", None, 0),
            },
        ),
    ],
)
def test_contents(fields, found):
    assert convert.contents(article(**ROOT, **fields), "en") == found


def test_the_default_locale_is_there_even_when_it_is_empty():
    assert convert.contents(article(), "en") == {"en": Content("", "", "", "", "draft", None, 0)}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, None),
        ({"parent_id": None, "parent_ids": []}, None),
        ({"parent_id": 145}, "145"),
        ({"parent_id": 145, "parent_ids": None}, "145"),
        ({"parent_id": 145, "parent_ids": [146]}, "146"),
        ({"parent_id": 145, "parent_ids": []}, None),
        ({"parent_id": 145, "parent_ids": [146, 145]}, "145"),
        ({"parent_id": "145", "parent_ids": [146, 145]}, "145"),
        ({"parent_id": 1, "parent_ids": ["146", 147]}, "146"),
        ({"parent_id": 0, "parent_ids": [0]}, None),
    ],
)
def test_parent(fields, found):
    assert convert.parent(article(**fields)) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"name": "Billing", "description": None}, {"en": Name("Billing", "")}),
        (
            {
                "name": "Billing",
                "default_locale": "de",
                "translated_content": {
                    "type": "group_translated_content",
                    "de": {"name": "an echo"},
                    "fr": {"type": "group_content", "name": "Facturation", "description": "Payer"},
                    "ja": {"name": "", "description": ""},
                    "it": None,
                },
            },
            {"de": Name("Billing", ""), "fr": Name("Facturation", "Payer")},
        ),
    ],
)
def test_names(fields, found):
    assert convert.names(collection(**fields), "en") == found


def test_titles_and_names_are_what_they_read_as():
    """They may come back escaped (observed); bodies are HTML, and descriptions are told as they are."""
    escaped = {"title": "Q &amp; A", "description": "Q &amp; A", "body": "<p>Q &amp; A</p>"}
    (found,) = convert.contents(article(**escaped), "en").values()
    assert (found.title, found.description, found.body) == ("Q & A", "Q &amp; A", "<p>Q &amp; A</p>")
    french = {"fr": {"name": "Q &amp; R", "description": None}}
    assert convert.names(collection(name="Q &amp; A", translated_content=french), "en") == {
        "en": Name("Q & A", ""),
        "fr": Name("Q & R", ""),
    }


def test_places_of_a_collection():
    assert convert.parent_of_collection(collection(parent_id="7")) == "7"
    assert convert.parent_of_collection(collection(parent_id=None)) is None
    assert convert.help_center_of(collection(help_center_id=79)) == "79"
    assert convert.help_center_of(collection()) is None


ME = wire.Me(1295, "Jane", "jane@example.com", wire.App("ab12cd34", "Acme", "EU"))
ADMINS = [wire.Admin("1295", "Jane D.", "jane@example.com"), wire.Admin(7, "Bot", None)]
CENTERS = [
    wire.HelpCenter("1", "acme", "Acme Help", "https://help.acme.com/"),
    wire.HelpCenter(2, "acme-dev", None, None),
    wire.HelpCenter("3", "x", "Ours", None, "docs.acme.com"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, HelpCenter("1", "Acme Help", "https://help.acme.com")),
        (2, HelpCenter("2", "acme-dev", "https://intercom.help/acme-dev")),
        ("3", HelpCenter("3", "Ours", "https://docs.acme.com")),
    ],
)
def test_workspace(wanted, found):
    assert convert.workspace(ME, CENTERS, ADMINS, wanted) == Workspace(
        id="ab12cd34",
        name="Acme",
        region="eu",
        help_center=found,
        admins={"1295": ("Jane D.", "jane@example.com"), "7": ("Bot", "")},
    )


def test_the_default_help_center_is_taken_where_it_is_told():
    default = wire.HelpCenter("9", "d", "Default", "https://d", default=True)
    assert convert.workspace(ME, [*CENTERS, default], []).help_center == HelpCenter("9", "Default", "https://d")


def test_no_help_center_at_all():
    assert convert.workspace(ME, [], []).help_center is None


def test_a_help_center_that_does_not_exist():
    with pytest.raises(ConfigError) as caught:
        convert.workspace(ME, CENTERS, ADMINS, 4)
    assert (caught.value.code, caught.value.message) == ("HC406", "The workspace has no help center 4.")
    assert caught.value.hint == "It has: 1 (Acme Help), 2 (acme-dev), 3 (Ours)."


def test_a_token_without_a_workspace():
    with pytest.raises(ApiError) as caught:
        convert.workspace(wire.Me("1"), [], [])
    assert caught.value.operation == "GET /me"


def test_the_addresses_of_all_help_centers():
    assert convert.sites(CENTERS) == (
        "https://help.acme.com",
        "https://intercom.help/acme",
        "https://intercom.help/acme-dev",
        "https://docs.acme.com",
        "https://intercom.help/x",
    )
