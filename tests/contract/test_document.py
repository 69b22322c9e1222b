"""The validator bites: on the official examples, on requests and answers made wrong, on a server that lies."""

import asyncio
import json

import httpx
import pytest
from openapi import WRONG, Answer, Contract, Recorder, Sent

JSON = {"content-type": "application/json; charset=utf-8"}
GOOD = {"authorization": "Bearer t", "content-type": "application/json", "intercom-version": "2.10"}
ARTICLE = {
    "id": "1", "type": "article", "workspace_id": "w", "parent_id": None, "parent_type": None, "parent_ids": [],
    "title": "T", "description": "", "body": "", "author_id": 1, "state": "draft", "created_at": 1, "updated_at": 1,
    "url": None, "translated_content": {"hi": {"title": "an unlisted locale"}, "fr": None},
}  # fmt: skip
ERROR = {"type": "error.list", "request_id": None, "errors": [{"code": "not_found"}]}


def without(value, *names):
    return {name: item for name, item in value.items() if name not in names}


def answered(contract, operation, status, body, headers=JSON):
    found = next(one for one in contract.operations if one.name == operation)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return contract.answer_faults(found, Answer(status, headers, content))


def asked(contract, method, target, body=None, headers=GOOD):
    path, _, query = target.partition("?")
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return contract.request_faults(Sent(method, path, query, headers, content))


def test_the_official_examples_fit_their_own_document(contract):
    wrong, count = {}, 0
    for operation in contract.operations:
        for status, response in operation.item["responses"].items():
            for example in response["content"]["application/json"].get("examples", {}).values():
                count += 1
                if faults := answered(contract, operation.name, int(status), example["value"]):
                    wrong[operation.name, status] = faults
        path = operation.where.replace("{id}", "1")
        content = operation.item.get("requestBody", {}).get("content", {}).get("application/json", {})
        for name, example in content.get("examples", {}).items():
            count += 1
            if faults := asked(contract, operation.method, path, example["value"]):
                wrong[operation.name, name] = faults
    assert wrong == {
        ("POST /articles", "bad_request"): ["'author_id' is a required property"],
        ("POST /help_center/collections", "bad_request"): ["'name' is a required property"],
    }
    assert count == 49


@pytest.mark.parametrize(
    ("status", "body", "faults"),
    [
        (200, ARTICLE, []),
        (200, ARTICLE | {"id": 1}, ["id: 1 is not of type 'string'"]),
        (200, ARTICLE | {"updated_at": "1"}, ["updated_at: '1' is not of type 'integer'"]),
        (200, ARTICLE | {"parent_ids": ["1"]}, ["parent_ids.0: '1' is not of type 'integer'"]),
        (200, ARTICLE | {"state": "hidden"}, ["state: 'hidden' is not one of ['published', 'draft']"]),
        (200, ARTICLE | {"title": None}, ["title: None is not of type 'string'"]),
        (
            200,
            ARTICLE | {"translated_content": {"fr": {"author_id": "1"}}},
            ["translated_content.fr.author_id: '1' is not of type 'integer'"],
        ),
        (200, without(ARTICLE, "url"), ["'url' is a required property"]),
        (200, ARTICLE | {"colour": "red"}, ["Additional properties are not allowed ('colour' was unexpected)"]),
        (200, None, ["None is not of type 'object'"]),
        (200, b"", ["the body is not JSON"]),
        (200, b'{"id": NaN}', ["the body is not JSON"]),
        (404, ERROR, []),
        (404, ERROR | {"errors": []}, ["errors: [] should be non-empty"]),
        (404, ERROR | {"errors": [{"message": "M"}]}, ["errors.0: 'code' is a required property"]),
        (201, ARTICLE, ["status 201 is not documented"]),
        (500, ERROR, ["status 500 is not documented"]),
    ],
)
def test_a_wrong_answer_is_reported(contract, status, body, faults):
    assert answered(contract, "GET /articles/{id}", status, body) == faults


def test_an_answer_that_calls_itself_something_else_is_reported(contract):
    page = {"content-type": "text/html"}
    assert answered(contract, "GET /me", 401, ERROR, page) == ["the content type text/html is not documented"]
    assert answered(contract, "GET /me", 401, ERROR, {}) == ["the content type (none) is not documented"]


def test_statistics_belong_to_one_article_and_not_to_a_list(contract):
    pages = {"type": "pages", "page": 1, "per_page": 25, "total_pages": 1}
    statistics = {
        "type": "article_statistics", "views": 0, "conversations": 0, "reactions": 0, "happy_reaction_percentage": 0,
        "neutral_reaction_percentage": 0, "sad_reaction_percentage": 0,
    }  # fmt: skip
    listed = {"type": "list", "pages": pages, "total_count": 1, "data": [ARTICLE | {"statistics": statistics}]}
    assert answered(contract, "GET /articles/{id}", 200, ARTICLE | {"statistics": statistics}) == []
    assert answered(contract, "GET /articles", 200, listed) == [
        "data.0: Additional properties are not allowed ('statistics' was unexpected)"
    ]


@pytest.mark.parametrize(
    ("method", "target", "body", "faults"),
    [
        ("GET", "/articles?page=1&per_page=250", None, []),
        ("GET", "/articles?page=0", None, ["query page: 0 is less than the minimum of 1"]),
        ("GET", "/articles?page=abc", None, ["query page: 'abc' is not of type 'integer'"]),
        ("GET", "/articles?per_page=251", None, ["query per_page: 251 is greater than the maximum of 250"]),
        ("GET", "/articles?sort=asc", None, ["query sort is not declared"]),
        ("GET", "/articles/search?highlight=yes", None, ["query highlight: 'yes' is not of type 'boolean'"]),
        ("GET", "/articles/abc", None, ["path id: 'abc' is not of type 'integer'"]),
        ("GET", "/me", {"a": 1}, ["a body is not declared"]),
        ("PATCH", "/articles", None, ["PATCH /articles is no operation"]),
        ("GET", "/articles/", None, ["GET /articles/ is no operation"]),
        ("POST", "/articles", None, ["the body is missing"]),
        ("POST", "/articles", b"{", ["the body is not JSON"]),
        ("POST", "/articles", {"title": "T", "author_id": 1, "parent_id": "5", "body": None}, []),
        ("POST", "/articles", {"title": "T"}, ["'author_id' is a required property"]),
        ("POST", "/articles", {"title": "T", "author_id": "1"}, ["author_id: '1' is not of type 'integer'"]),
        (
            "PUT",
            "/articles/1",
            {"state": None},
            ["state: None is not of type 'string'", "state: None is not one of ['published', 'draft']"],
        ),
        ("PUT", "/articles/1", {"parent_id": 1.5}, ["parent_id: 1.5 is not valid under any of the given schemas"]),
        (
            "PUT",
            "/help_center/collections/1",
            {"icon": "book"},
            ["Additional properties are not allowed ('icon' was unexpected)"],
        ),
    ],
)
def test_a_wrong_request_is_reported(contract, method, target, body, faults):
    assert asked(contract, method, target, body) == faults


def test_wrong_headers_are_reported(contract):
    assert asked(contract, "GET", "/me", headers=GOOD | {"intercom-version": "2.11"}) == [
        "header Intercom-Version: '2.11' is not one of ['2.10']"
    ]
    assert asked(contract, "GET", "/me", headers=without(GOOD, "authorization")) == [
        "header authorization: no bearer token"
    ]
    form = GOOD | {"content-type": "application/x-www-form-urlencoded"}
    assert asked(contract, "POST", "/articles", {}, headers=form) == [
        "the content type application/x-www-form-urlencoded is not declared"
    ]


async def liar(scope, receive, send):
    """Says 200 to everything, with an article that lacks nearly all of itself."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"id": 5}'})


async def mute(scope, receive, send):
    raise ConnectionResetError


def recorded(contract, app, target, headers):
    recorder = Recorder(app, contract)

    async def main():
        transport = httpx.ASGITransport(recorder, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            await client.get(target, headers=headers)

    asyncio.run(main())
    return recorder.exchanges


def test_the_recorder_misses_neither_direction(contract):
    (told,) = recorded(contract, liar, "/articles/search?state=none", GOOD)
    assert (told.operation, told.status) == ("GET /articles/search", 200)
    assert told.faults == [
        "request: query state: 'none' is not one of ['published', 'draft', 'all']",
        "answer: 'data' is a required property",
        "answer: 'pages' is a required property",
        "answer: 'total_count' is a required property",
        "answer: 'type' is a required property",
        "answer: Additional properties are not allowed ('id' was unexpected)",
    ]


def test_the_recorder_wants_an_answer_and_an_operation(contract):
    (told,) = recorded(contract, mute, "/me", GOOD)
    assert (told.status, told.faults) == (None, ["no answer"])
    (told,) = recorded(contract, liar, "/help_center/sections", GOOD)
    assert told.faults == ["is no operation"]


def test_what_is_called_wrong_must_be_wrong(contract):
    (told,) = recorded(contract, liar, "/articles/7", GOOD | {WRONG: "yes"})
    assert told.faults[0] == "request: meant to be wrong, but the document allows it"


def test_a_keyword_nobody_translated_stops_the_test():
    document = {"paths": {}, "components": {"schemas": {"odd": {"type": "string", "not": {"enum": ["a"]}}}}}
    with pytest.raises(ValueError, match="no translation into JSON Schema for not"):
        Contract(document)


def test_nullable_and_references_are_read_as_openapi_reads_them():
    schemas = {
        "thing": {"type": "object", "properties": {"a": {"type": "integer", "nullable": True}}},
        "bare": {"nullable": True, "type": "object", "properties": {"b": {"nullable": True}}},
        "holder": {
            "type": "object",
            "properties": {
                "thing": {"$ref": "#/components/schemas/thing", "nullable": True, "type": "string"},
                "link": {"type": "string", "format": "uri", "nullable": True},
            },
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/holder"}}}
    operation = {"responses": {"200": {"content": content}}}
    contract = Contract({"paths": {"/h": {"get": operation}}, "components": {"schemas": schemas}})
    assert answered(contract, "GET /h", 200, {"thing": {"a": None}, "link": "https://a.example"}) == []
    assert answered(contract, "GET /h", 200, {"thing": None}) == ["thing: None is not of type 'object'"]
    assert answered(contract, "GET /h", 200, {"thing": {"a": True}}) == [
        "thing.a: True is not of type 'integer', 'null'"
    ]
    assert answered(contract, "GET /h", 200, {"link": "nowhere"}) == ["link: 'nowhere' is not a 'uri'"]
