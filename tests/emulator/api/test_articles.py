"""Articles: what is sent, what is answered, what is kept."""

import pytest

START = 1_790_000_000


def test_a_new_article_has_every_property_of_the_contract(center):
    parent = center.post("/help_center/collections", {"name": "Billing"})["id"]
    made = center.post(
        "/articles",
        {
            "title": "What's new in Köln?",
            "author_id": 2,
            "description": "News",
            "body": "Body of the Article",
            "state": "published",
            "parent_id": int(parent),
            "parent_type": "collection",
            "translated_content": {"fr": {"title": "Quoi de neuf", "body": "<p>Salut</p>"}},
        },
    )
    assert made == {
        "id": "9100001",
        "type": "article",
        "workspace_id": "53f8b23b",
        "parent_id": 4200001,
        "parent_type": "collection",
        "parent_ids": [4200001],
        "title": "What's new in Köln?",
        "description": "News",
        "body": '<p class="no-margin">Body of the Article</p>',
        "author_id": 2,
        "state": "published",
        "created_at": START,
        "updated_at": START,
        "url": "https://intercom.help/acme-help/en/articles/9100001-what-s-new-in-koln",
        "default_locale": "en",
        "translated_content": {
            "type": "article_translated_content",
            "fr": {
                "type": "article_content",
                "title": "Quoi de neuf",
                "description": "",
                "body": '<p class="no-margin">Salut</p>',
                "author_id": 2,
                "state": "draft",
                "created_at": START,
                "updated_at": START,
                "url": None,
            },
        },
        "statistics": {
            "type": "article_statistics",
            "views": 0,
            "conversations": 0,
            "reactions": 0,
            "happy_reaction_percentage": 0,
            "neutral_reaction_percentage": 0,
            "sad_reaction_percentage": 0,
        },
    }
    assert center.get(f"/articles/{made['id']}") == made
    without = {key: value for key, value in made.items() if key != "statistics"}
    assert center.get("/articles")["data"] == [without]


def test_one_locale_alone_shows_no_translations(start):
    center = start({"locales": ("en",)})
    made = center.article(translated_content={"fr": {"title": "T"}})
    assert "default_locale" not in made and "translated_content" not in made


def test_what_is_not_sent_stays_and_each_locale_has_its_own_time(center):
    made = center.article(
        body="<p>one</p>", state="published",
        translated_content={"fr": {"title": "F", "body": "f", "state": "published"}, "de": {"title": "D"}},
    )  # fmt: skip
    center.clock.now += 60
    path = f"/articles/{made['id']}"
    changed = center.put(path, {"translated_content": {"fr": {"type": "article_content", "state": "draft"}}})
    fr = made["translated_content"]["fr"]
    assert fr["url"] == "https://intercom.help/acme-help/fr/articles/9100001-f"
    assert changed["translated_content"] == {
        **made["translated_content"], "fr": {**fr, "state": "draft", "url": None, "updated_at": START + 60}
    }  # fmt: skip
    assert {**changed, "translated_content": None} == {**made, "translated_content": None}
    center.clock.now += 60
    retitled = center.put(path, {"title": "New name"})
    assert (retitled["title"], retitled["updated_at"], retitled["created_at"]) == ("New name", START + 120, START)
    assert retitled["url"].endswith("/en/articles/9100001-new-name")


def test_a_parent_is_taken_as_number_or_digits_and_null_takes_it_away(center):
    parent = center.post("/help_center/collections", {"name": "A"})["id"]
    made = center.article(parent_id=parent)
    assert made["parent_id"] == int(parent)
    center.clock.now += 5
    path = f"/articles/{made['id']}"
    assert center.put(path, {"title": "Same parent"})["parent_ids"] == [int(parent)]
    gone = center.put(path, {"parent_id": None})
    assert (gone["parent_id"], gone["parent_type"], gone["parent_ids"]) == (None, None, [])
    assert center.put(path, {"parent_id": int(parent), "parent_type": "section"})["parent_id"] == int(parent)


def test_deleting_is_for_good_and_ids_are_not_given_again(center):
    made = center.article()
    assert center.delete(f"/articles/{made['id']}") == {"id": made["id"], "object": "article", "deleted": True}
    for method in ("GET", "PUT", "DELETE"):
        body = {} if method == "PUT" else None
        assert center.refused(method, f"/articles/{made['id']}", body) == (404, "not_found", "Resource Not Found")
    assert int(center.article()["id"]) == int(made["id"]) + 1


def test_the_author_may_stand_in_the_default_locale(center):
    made = center.post(
        "/articles", {"translated_content": {"en": {"title": "T", "author_id": "3"}, "fr": {"title": "F"}}}
    )
    assert (made["title"], made["author_id"]) == ("T", 3)
    assert made["translated_content"]["fr"]["author_id"] == 3


AUTHOR = "author_id must be in the main body or default locale translated_content object"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"title": "T"}, (400, "parameter_not_found", AUTHOR)),
        ({"author_id": 1}, (400, "parameter_not_found", "Title is a required parameter.")),
        ({"title": " ", "author_id": 1}, (400, "parameter_invalid", "title can't be blank")),
        ({"title": "a\nb", "author_id": 1}, (400, "parameter_invalid", "title must not contain control characters")),
        ({"title": 5, "author_id": 1}, (400, "type_mismatch", "title must be a string")),
        ({"title": None, "author_id": 1}, (400, "type_mismatch", "title must be a string")),
        ({"title": "T", "author_id": 1, "body": {}}, (400, "type_mismatch", "body must be a string")),
        ({"title": "T", "author_id": 1, "state": "live"},
         (400, "parameter_invalid", "state must be one of: draft, published")),
        ({"title": "T", "author_id": 99},
         (400, "parameter_invalid", "author_id must be a teammate on the help center's workspace")),
        ({"title": "T", "author_id": True}, (400, "parameter_invalid", "author_id must be the id of a teammate")),
        ({"title": "T", "author_id": 2**70}, (400, "parameter_invalid", "author_id must be the id of a teammate")),
        ({"title": "T", "author_id": 1, "parent_id": 7}, (404, "not_found", "Resource Not Found")),
        ({"title": "T", "author_id": 1, "parent_id": -7}, (404, "not_found", "Resource Not Found")),
        ({"title": "T", "author_id": 1, "parent_id": "x"}, (400, "parameter_invalid", "parent_id must be an id")),
        ({"title": "T", "author_id": 1, "parent_id": False}, (400, "parameter_invalid", "parent_id must be an id")),
        ({"title": "T", "author_id": 1, "parent_type": "shelf"},
         (400, "parameter_invalid", "parent_type must be one of: collection, section")),
        ({"title": "T", "author_id": 1, "translated_content": []},
         (400, "type_mismatch", "translated_content must be an object")),
        ({"title": "T", "author_id": 1, "translated_content": {"fr": "F"}},
         (400, "type_mismatch", "translated_content.fr must be an object")),
        ({"title": "T", "author_id": 1, "translated_content": {"fr": {"state": "x"}}},
         (400, "parameter_invalid", "state must be one of: draft, published")),
    ],
)  # fmt: skip
def test_refusals_leave_nothing_behind(center, body, error):
    assert center.refused("POST", "/articles", body) == error
    assert center.get("/articles")["total_count"] == 0


def test_unknown_fields_and_keys_that_are_no_locale_are_passed_over(center):
    made = center.article(colour="blue", translated_content={"type": "x", "Not a locale": 3, "fr": {"title": "F"}})
    assert list(made["translated_content"]) == ["type", "fr"]


def test_null_empties_a_description_and_a_body(center):
    made = center.article(description="D", body="B")
    changed = center.put(f"/articles/{made['id']}", {"description": None, "body": None})
    assert (changed["description"], changed["body"]) == ("", "")


def test_lists_are_paged_the_last_updated_first(center):
    ids = []
    for number in range(5):
        ids.append(center.article(title=f"T{number}")["id"])
        center.clock.now += number % 2
    first = center.get("/articles?per_page=2")
    assert first["pages"] == {
        "type": "pages", "page": 1, "per_page": 2, "total_pages": 3,
        "next": "https://api.intercom.io/articles?per_page=2&page=2",
    }  # fmt: skip
    seen, following = [item["id"] for item in first["data"]], first["pages"].get("next")
    while following:
        page = center.get(following)
        seen += [item["id"] for item in page["data"]]
        following = page["pages"].get("next")
    assert seen == ids[::-1]
    assert center.get("/articles?page=9") == {
        "type": "list", "pages": {"type": "pages", "page": 9, "per_page": 25, "total_pages": 1},
        "total_count": 5, "data": [],
    }  # fmt: skip
    center.clock.now += 1
    center.put(f"/articles/{ids[0]}", {"title": "Now"})
    assert center.get("/articles")["data"][0]["id"] == ids[0]


def test_a_pending_draft_swallows_writes_until_a_state_is_sent(center):
    made = center.article(title="Live", body="live", state="published")
    path = f"/articles/{made['id']}"
    control = f"/_emulator/articles/{made['id']}/pending-draft"
    assert center.put(control, {"pending": True}) == {"id": made["id"], "pending": True, "locales": ["en"]}
    assert center.put(path, {"title": "Unseen", "body": "unseen"}) == made
    assert center.put(path, {"description": "Unseen too"}) == made
    shown = center.put(path, {"state": "published", "title": "Seen"})
    assert (shown["title"], shown["description"], shown["body"]) == (
        "Seen", "Unseen too", '<p class="no-margin">unseen</p>'
    )  # fmt: skip
    assert center.put(path, {"title": "At once"})["title"] == "At once"
    center.put(control, {"pending": True})
    assert center.put(control, {"pending": False})["locales"] == []
    assert center.put(path, {"title": "Again"})["title"] == "Again"


def test_a_pending_draft_may_swallow_writes_that_carry_a_state_too(start):
    center = start(draft_with_state="hold")
    made = center.article(title="Live", body="live", state="published", translated_content={"fr": {"title": "F"}})
    path, control = f"/articles/{made['id']}", f"/_emulator/articles/{made['id']}/pending-draft"
    center.put(control, {"pending": True})
    french = {"fr": {"title": "French", "state": "published"}}
    answer = center.put(path, {"title": "Unseen", "state": "published", "translated_content": french})
    # No draft stands in the way of a translation that was no published text.
    assert (answer["title"], answer["translated_content"]["fr"]["title"]) == ("Live", "French")
    assert center.put(control, {"publish": True}) == {"id": made["id"], "pending": False, "locales": ["en"]}
    assert center.get(path)["title"] == "Unseen"
    center.put(control, {"pending": True})
    hidden = center.put(path, {"title": "Seen by nobody", "state": "draft"})
    assert (hidden["title"], hidden["state"]) == ("Seen by nobody", "draft")


def test_the_answer_to_a_write_into_a_draft_may_show_what_was_sent(start):
    center = start(draft_with_state="hold", draft_answer="sent")
    made = center.article(title="Live", body="live", state="published")
    path, control = f"/articles/{made['id']}", f"/_emulator/articles/{made['id']}/pending-draft"
    center.put(control, {"pending": True})
    answer = center.put(path, {"title": "Waits", "body": "waits", "state": "published"})
    assert (answer["title"], answer["body"]) == ("Waits", '<p class="no-margin">waits</p>')
    shown = center.get(path)
    assert (shown["title"], shown["body"]) == ("Live", '<p class="no-margin">live</p>')
    assert center.refused("PUT", "/_emulator/articles/5/pending-draft", {"publish": True})[0] == 404
