"""Collections: what is sent, what is answered, what is kept."""

import pytest

START = 1_790_000_000
PATH = "/help_center/collections"


def test_a_new_collection_has_every_property_of_the_contract_and_no_type(center):
    made = center.post(PATH, {"name": "Billing", "translated_content": {"fr": {"name": "Facturation"}}})
    assert made == {
        "id": "4200001",
        "workspace_id": "53f8b23b",
        "name": "Billing",
        "description": "",
        "created_at": START,
        "updated_at": START,
        "url": "https://intercom.help/acme-help/en/collections/4200001-billing",
        "icon": "book-bookmark",
        "order": 1,
        "parent_id": None,
        "help_center_id": 31415,
        "default_locale": "en",
        "translated_content": {
            "type": "group_translated_content",
            "fr": {"type": "group_content", "name": "Facturation", "description": ""},
        },
    }
    assert center.get(f"{PATH}/4200001") == made
    assert center.get(PATH) == {
        "type": "list",
        "data": [made],
        "total_count": 1,
        "pages": {"type": "pages", "page": 1, "per_page": 20, "total_pages": 1},
    }


def test_translations_merge_and_what_is_not_sent_stays(center):
    made = center.post(PATH, {"name": "A", "description": "D", "translated_content": {"fr": {"name": "B"}}})
    center.clock.now += 9
    changed = center.put(
        f"{PATH}/{made['id']}", {"translated_content": {"fr": {"description": "E"}, "de": {"name": "C"}}}
    )
    assert changed == {
        **made,
        "updated_at": START + 9,
        "translated_content": {
            "type": "group_translated_content",
            "fr": {"type": "group_content", "name": "B", "description": "E"},
            "de": {"type": "group_content", "name": "C", "description": ""},
        },
    }


def test_nesting_moving_and_order(center):
    ids = {}
    for name, parent in (("a", None), ("b", None), ("a1", "a"), ("a2", "a"), ("a1x", "a1")):
        body = {"name": name, "parent_id": ids.get(parent)}
        ids[name] = center.post(PATH, body)["id"]
    nested = center.get(f"{PATH}/{ids['a2']}")
    assert (nested["parent_id"], nested["order"], nested["icon"], nested["help_center_id"]) == (
        ids["a"], 2, "folder", None
    )  # fmt: skip
    moved = center.put(f"{PATH}/{ids['a1']}", {"parent_id": None})
    assert (moved["parent_id"], moved["order"], moved["help_center_id"]) == (None, 3, 31415)
    assert center.put(f"{PATH}/{ids['a1']}", {"parent_id": int(ids["b"])})["parent_id"] == ids["b"]
    deep = (400, "parameter_invalid", "Collections can be nested 3 levels deep")
    assert center.refused("POST", PATH, {"name": "x", "parent_id": ids["a1x"]}) == deep
    assert center.refused("PUT", f"{PATH}/{ids['b']}", {"parent_id": ids["a"]}) == deep
    own = (400, "parameter_invalid", "A collection can't be moved into itself")
    for inside in ("b", "a1x"):
        assert center.refused("PUT", f"{PATH}/{ids['b']}", {"parent_id": ids[inside]}) == own


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, (400, "parameter_not_found", "Name is a required parameter.")),
        ({"name": ""}, (400, "parameter_invalid", "name can't be blank")),
        ({"name": ["A"]}, (400, "type_mismatch", "name must be a string")),
        ({"name": "A", "parent_id": "9"}, (404, "not_found", "Resource Not Found")),
        ({"name": "A", "help_center_id": 9}, (404, "not_found", "Resource Not Found")),
    ],
)
def test_refusals_leave_nothing_behind(center, body, error):
    assert center.refused("POST", PATH, body) == error
    assert center.get(PATH)["total_count"] == 0


def test_deleting(center):
    made = center.post(PATH, {"name": "A", "help_center_id": 31415})
    path = f"{PATH}/{made['id']}"
    assert center.delete(path) == {"id": made["id"], "object": "collection", "deleted": True}
    for method in ("GET", "PUT", "DELETE"):
        body = {} if method == "PUT" else None
        assert center.refused(method, path, body) == (404, "not_found", "Resource Not Found")
