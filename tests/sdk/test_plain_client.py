"""Clients of the old school: a bare HTTP library, the token as user name, no version said, or some other."""

import base64
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

LATER = ["2.11", "2.16", "Preview", "Unstable", "1.4"]


def basic(emulator):
    return "Basic " + base64.b64encode(f"{emulator.token}:".encode()).decode()


def ask(emulator, method, path, body=None, **headers):
    """(status, JSON) of one request; `headers` with _ for -."""
    sent = {"Authorization": basic(emulator)} | {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        sent.setdefault("Content-Type", "application/json")
    try:
        with urlopen(Request(emulator.url + path, data, sent, method=method), timeout=30) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_token_as_user_name(emulator):
    assert ask(emulator, "GET", "/me")[0] == 200
    for wrong in ("Basic " + base64.b64encode(b"another:").decode(), "Basic !", "Token x", ""):
        status, body = ask(emulator, "GET", "/me", Authorization=wrong)
        assert (status, body["errors"]) == (401, [{"code": "unauthorized", "message": "Access Token Invalid"}])


def test_a_whole_life_without_naming_a_version(emulator):
    accept = "application/vnd.intercom.3+json"
    status, made = ask(emulator, "POST", "/articles", {"title": "T", "author_id": 1295}, Accept=accept)
    assert (status, made["state"], made["body"], made["parent_ids"]) == (200, "draft", "", [])
    where = f"/articles/{made['id']}"
    status, changed = ask(emulator, "PUT", where, {"body": "x"}, Content_Type=accept)
    assert (status, changed["body"]) == (200, '<p class="no-margin">x</p>')
    assert ask(emulator, "DELETE", where) == (200, {"id": made["id"], "object": "article", "deleted": True})
    for _ in range(2):
        status, body = ask(emulator, "DELETE", where)
        assert (status, [error["code"] for error in body["errors"]]) == (404, ["not_found"])


def test_what_urllib_calls_a_body_is_no_json(emulator):
    status, body = ask(emulator, "POST", "/articles", {"title": "T"}, Content_Type="application/x-www-form-urlencoded")
    assert (status, body["errors"][0]["code"]) == (415, "client_error")


def test_every_real_version_is_answered_in_the_same_shape(emulator):
    made = ask(emulator, "POST", "/articles", {"title": "T", "author_id": 1295, "state": "published"})[1]
    paths = ["/me", "/admins", "/articles", f"/articles/{made['id']}", "/articles/search?phrase=t",
             "/help_center/collections", "/help_center/help_centers"]  # fmt: skip
    for path in paths:
        plain = ask(emulator, "GET", path)
        assert plain[0] == 200
        for version in ("2.10", *LATER):
            assert ask(emulator, "GET", path, Intercom_Version=version) == plain
    assert ask(emulator, "DELETE", f"/articles/{made['id']}", Intercom_Version="2.16")[0] == 200


@pytest.mark.parametrize("version", ["2.99", "3.0", "latest", "2.10.1", "preview"])
def test_a_version_that_never_was(emulator, version):
    status, body = ask(emulator, "GET", "/articles", Intercom_Version=version)
    assert (status, body["errors"]) == (
        400,
        [{"code": "intercom_version_invalid", "message": "The requested version could not be found"}],
    )


def test_the_page_after_the_last_is_empty(emulator):
    for path in ("/articles", "/help_center/collections"):
        status, body = ask(emulator, "GET", f"{path}?page=7")
        assert (status, body["data"], body["pages"].get("next")) == (200, [], None)


def test_sections_ended_with_version_2_9(emulator):
    status, body = ask(emulator, "GET", "/help_center/sections")
    assert (status, body["errors"][0]["code"]) == (400, "intercom_version_invalid")
