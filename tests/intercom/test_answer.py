"""What Intercom refuses becomes an error that says what it said."""

import asyncio

import pytest

from hcsync.errors import ApiError, NotFound, Rejected, Unauthorized
from hcsync.intercom.client import connect


def refusal(net, clock, answer):
    async def main():
        script = net.Script([answer])
        async with script.serving() as url, connect(url, net.token, read_only=False, timing=clock.timing) as client:
            with pytest.raises(ApiError) as caught:
                await client.update_article("12", {"title": "T"})
            return caught.value, len(script.seen)

    error, sent = asyncio.run(main())
    assert sent == 1
    return error


def facts(error):
    return (type(error), error.status, error.api_code, error.api_message, error.request_id, error.code)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, Rejected, None),
        (401, Unauthorized, "HC401"),
        (402, Rejected, None),
        (403, Unauthorized, "HC401"),
        (404, NotFound, None),
        (405, Rejected, None),
        (409, Rejected, None),
        (413, Rejected, None),
        (415, Rejected, None),
        (422, Rejected, None),
    ],
)
def test_kinds(net, clock, status, kind, code):
    error = refusal(net, clock, net.refused(status, "some_code", "some words", "000hjqhpf95ef3b8f8v0"))
    assert facts(error) == (kind, status, "some_code", "some words", "000hjqhpf95ef3b8f8v0", code)
    assert str(error).endswith(f'(PUT /articles/12: {status} some_code "some words" request 000hjqhpf95ef3b8f8v0)')


def test_hints_of_a_refused_token_name_the_region_and_the_variable(net, clock):
    error = refusal(net, clock, net.refused(401, "unauthorized", "Access Token Invalid"))
    assert "region" in error.hint
    assert "token_env" in error.hint


@pytest.mark.parametrize(
    ("body", "code", "message", "request_id"),
    [
        (
            {"errors": [{"code": "not_so", "message": None}], "request_id": None},
            "not_so",
            None,
            "h",
        ),
        ({"errors": [{"code": "a", "message": "x"}, {"code": "b", "message": "y\nz"}]}, "a", "x; y z", "h"),
        ({"errors": [], "request_id": 7}, None, None, "7"),
        ({"errors": "no"}, None, None, "h"),
        ({"errors": ["no", {"code": 12, "message": ["no"]}]}, "12", None, "h"),
        (["no"], None, None, "h"),
        (None, None, None, "h"),
    ],
)
def test_error_bodies_of_any_form(net, clock, body, code, message, request_id):
    error = refusal(net, clock, net.as_json(body, 400, X_Request_Id="h"))
    assert facts(error) == (Rejected, 400, code, message, request_id, None)


def test_the_field_is_named(net, clock):
    body = {"type": "error.list", "errors": [{"code": "parameter_invalid", "message": "bad", "field": "author_id"}]}
    error = refusal(net, clock, net.as_json(body, 422))
    assert error.message == "Intercom refused the request because of its field 'author_id'."


@pytest.mark.parametrize("body", [b"", b"<html>nginx</html>", b"\xff\xfe", b'{"errors": ['])
def test_error_pages_that_are_no_json(net, clock, body):
    error = refusal(net, clock, net.Answer(404, body, {"Content-Type": "text/html"}))
    assert facts(error) == (NotFound, 404, None, None, None, None)
    assert "base_url" in error.hint


def test_a_redirect_is_not_followed(net, clock):
    elsewhere = net.Script([net.as_json({"id": "1"})])

    async def main():
        async with elsewhere.serving() as other:
            script = net.Script([net.Answer(307, b"", {"Location": f"{other}/articles/12"})])
            async with script.serving() as url, connect(url, net.token, read_only=False) as client:
                with pytest.raises(Rejected) as caught:
                    await client.update_article("12", {"title": "T"})
            return caught.value, other

    error, other = asyncio.run(main())
    assert elsewhere.seen == []
    assert error.status == 307
    assert f"redirects to {other}/articles/12." in error.message
