"""Whatever is sent is answered: with a 200 or with an error that says what is wrong, never with a crash."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

text = st.text(st.characters(codec="utf-8"), max_size=12)
scalar = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), text
)
anything = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
)
tag = st.sampled_from(
    [
        "p",
        "h2",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "a href=x",
        "img src=//x",
        "pre",
        "details",
        "summary",
        "b",
        "dl",
    ]
)
markup = st.lists(st.builds("<{}>".format, tag) | st.builds("</{}>".format, tag) | text, max_size=12).map("".join)
locale = st.sampled_from(["en", "fr", "id", "xx", "type", "zh-CN", "Not One"])
fields = {
    "title": text | anything,
    "name": text | anything,
    "description": text | anything,
    "body": markup | anything,
    "author_id": st.sampled_from([1, "2", 99, None]) | anything,
    "state": st.sampled_from(["draft", "published"]) | anything,
    "parent_id": st.sampled_from([4_200_001, "4200001", 4_200_002, 0, ""]) | anything,
    "parent_type": st.sampled_from(["collection", "section"]) | anything,
    "help_center_id": st.sampled_from([31_415, "31415"]) | anything,
}
flat = st.fixed_dictionaries({}, optional=fields)
request = st.fixed_dictionaries(
    {}, optional={**fields, "translated_content": anything | st.dictionaries(locale, flat | anything, max_size=3)}
)
number = st.sampled_from(["9100001", "4200001", "4200002", "0", "-1", "1e3", "9" * 30, "٣"])
path = st.one_of(
    st.sampled_from(["/articles", "/help_center/collections", "/articles/search", "/help_center/help_centers"]),
    st.builds("{}/{}".format, st.sampled_from(["/articles", "/help_center/collections", "/admins"]), number),
)
query = st.dictionaries(
    st.sampled_from(["page", "per_page", "phrase", "state", "help_center_id", "highlight", "display_avatar"]),
    st.sampled_from(["0", "1", "-1", "250", "9" * 40, "true", "all", "", "a b", "٣"]) | text,
    max_size=3,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    calls=st.lists(st.tuples(st.sampled_from(["GET", "POST", "PUT", "DELETE"]), path, query, request), max_size=3),
    quirk=st.sampled_from(
        [{}, {"locale_null": "delete"}, {"locale_merge": "replace"}, {"noop_put": "bump"}, {"pending_draft": "on"},
         {"missing_locales": "empty"}, {"collection_delete": "cascade"}, {"collection_depth": "allow"},
         {"blank_title": "accept"}, {"empty_list_item": "drop"}, {"translation_bumps_root": "on"}]
    ),
)  # fmt: skip
def test_every_call_has_an_answer(start, calls, quirk):
    center = start(**quirk)
    center.post("/help_center/collections", {"name": "A"})
    center.post("/help_center/collections", {"name": "B", "parent_id": 4_200_001})
    center.article(title="T", state="published", parent_id=4_200_002, translated_content={"fr": {"title": "F"}})
    for method, where, asked, body in calls:
        answer = center.ask(method, where, body if method in ("POST", "PUT") else None, params=asked)
        found = answer.json()
        if answer.status_code != 200:
            assert answer.status_code in (400, 404, 405) and found["type"] == "error.list", answer.text
            assert found["errors"][0]["message"]
    for where in ("/articles", "/help_center/collections", "/articles/search?highlight=true&phrase=t"):
        page = center.get(where)
        assert page["total_count"] == len(page["data"] if "search" not in where else page["data"]["articles"])
    assert center.store.value("PRAGMA integrity_check") == "ok"
    assert center.store.rows("PRAGMA foreign_key_check") == []
    center.store.close()
