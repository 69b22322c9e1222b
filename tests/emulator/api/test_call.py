"""What is common to all operations: token, version, rate, content type, JSON, paths and methods."""

import base64

import pytest

INVALID = (401, "unauthorized", "Access Token Invalid")


def basic(word):
    return {"Authorization": f"Basic {base64.b64encode(word.encode()).decode()}"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer sécret".encode("latin-1")},
        {"Authorization": "Basic ###"},
        {"Authorization": "Digest secret"},
        basic("wrong:"),
        basic(":secret"),
    ],
)
def test_a_bad_token_gets_no_rate_headers(start, headers):
    center = start({"token": "secret"})
    assert center.refused("GET", "/articles", headers=headers) == INVALID
    assert not [name for name in center.ask("GET", "/me", headers=headers).headers if name.startswith("x-ratelimit")]


def test_the_token_is_taken_as_bearer_and_as_user_name(start):
    center = start({"token": "secret"})
    for headers in ({"Authorization": "Bearer secret"}, {"Authorization": "bearer secret"}, basic("secret:")):
        assert center.get("/me", headers=headers)["id"] == "1"


def test_without_a_wanted_token_any_but_none_is_taken(center):
    assert center.get("/me", headers={"Authorization": "Bearer anything"})["id"] == "1"
    assert center.refused("GET", "/me", headers={"Authorization": "Bearer "}) == INVALID


@pytest.mark.parametrize("version", ["", "1.0", "2.0", "2.9", "2.10", "2.11", "2.16", "Preview", "Unstable"])
def test_known_versions_answer_in_the_same_shape(center, version):
    assert center.get("/articles", headers={"Intercom-Version": version})["type"] == "list"


@pytest.mark.parametrize("version", ["2.99", "3.0", "latest", "2.1O"])
def test_an_unknown_version(center, version):
    assert center.refused("GET", "/me", headers={"Intercom-Version": version}) == (
        400, "intercom_version_invalid", "The requested version could not be found"
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/help_center/sections", "/help_center/sections/5"])
def test_sections_are_of_another_time(center, path):
    assert center.refused("GET", path) == (
        400, "intercom_version_invalid", "Requested resource is not available in current API version."
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/article", "/articles/1/translations", "/help_center", "/articles/x"])
def test_unknown_paths(center, path):
    assert center.refused("GET", path) == (404, "not_found", "Resource Not Found")


def test_a_wrong_method_says_which_are_right(center):
    answer = center.ask("PATCH", "/articles/1")
    assert answer.json()["errors"] == [{"code": "client_error", "message": "PATCH is not allowed here"}]
    assert answer.status_code == 405 and "GET" in answer.headers["allow"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_wrong_content_type(center, kind):
    status, code, _ = center.refused("POST", "/articles", content=b"{}", headers={"Content-Type": kind})
    assert (status, code) == (415, "client_error")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"null", b"[]", b'"x"', b'{"title": "\xff"}', b'{"title": "\\ud800"}', b"[" * 9000]
)
def test_a_body_that_is_no_json_object(center, data):
    headers = {"Content-Type": "application/json"}
    assert center.refused("POST", "/articles", content=data, headers=headers)[:2] == (400, "parameter_invalid")


def test_other_dialects_of_json_are_fine(center):
    for kind in ("application/json; charset=utf-8", "application/vnd.intercom.3+json"):
        body = b'{"name": "A"}'
        answer = center.ask("POST", "/help_center/collections", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200


def test_too_large_a_request(center):
    data = b'{"title": "' + b"x" * 25_000_001 + b'"}'
    headers = {"Content-Type": "application/json"}
    assert center.refused("PUT", "/articles/1", content=data, headers=headers)[:2] == (413, "client_error")


def test_windows_of_ten_seconds(start):
    center = start({"rate_limit": 13})
    center.clock.now = 1_790_000_004.5

    def limits(path="/me"):
        headers = center.ask("GET", path).headers
        return tuple(int(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining", "reset"))

    assert limits() == (2, 1, 1_790_000_010)
    assert limits("/articles/5") == (2, 0, 1_790_000_010)
    assert center.refused("GET", "/me") == (429, "rate_limit_exceeded", "Exceeded rate limit of 2 in 10_seconds")
    assert limits() == (2, 0, 1_790_000_010)
    center.clock.now = 1_790_000_010.0
    assert limits() == (2, 1, 1_790_000_020)


def test_no_limit_no_headers(start):
    headers = start({"rate_limit": None}).ask("GET", "/me").headers
    assert not [name for name in headers if name.startswith("x-ratelimit")]
