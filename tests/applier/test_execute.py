"""What becomes of a plan when some of it cannot be done: neighbours are written, dependents are not, nothing twice."""

import json

import pytest
from served import Site

from hcsync.model.outcome import Outcome, Status


def refusal(status: int, code: str, message: str) -> tuple[int, bytes]:
    errors = {"type": "error.list", "request_id": "r-1", "errors": [{"code": code, "message": message}]}
    return status, json.dumps(errors).encode()


def statuses(outcome: Outcome) -> dict[str, str]:
    return {str(result.address): result.status.value for result in outcome.results}


def title(body: bytes) -> str:
    found = json.loads(body)
    return found.get("title") or found.get("name") or ""


def test_a_refused_article_fails_alone_and_says_which_file_and_why(site: Site) -> None:
    site.article("good", "Text.")
    site.article("bad", "![](https://x.invalid/a.png)")
    site.article("linked", "See [bad](bad.md).")
    outcome = site.apply()
    assert statuses(outcome) == {"article.bad": "failed", "article.good": "applied", "article.linked": "applied"}
    error = next(result.error for result in outcome.results if result.status is Status.FAILED)
    assert error is not None
    assert error.startswith("content/en/bad.md: ")
    assert "https://x.invalid/a.png" in error

    site.article("bad", "No picture.")
    assert statuses(site.apply()) == {"article.bad": "applied", "article.linked": "applied"}
    live = site.articles()
    assert live["Bad"]["url"] in live["Linked"]["body"]
    assert not site.plan().plan.pending


def test_a_refused_collection_takes_what_it_holds_with_it_and_nothing_else(site: Site) -> None:
    for folder in ("one", "one/deep", "two"):
        site.write(f"content/en/{folder}/_collection.yml", f"name: {folder}\n")
        site.article(f"{folder}/page", "Text.", title=f"Page {folder}")
    site.weather.rule = lambda _number, method, _path, body: (
        refusal(400, "parameter_invalid", "no such name") if method == "POST" and title(body) == "one" else None
    )
    outcome = site.apply()
    assert statuses(outcome) == {
        "collection.one": "failed",
        "collection.two": "applied",
        "collection.one/deep": "skipped",
        "article.one/deep/page": "skipped",
        "article.one/page": "skipped",
        "article.two/page": "applied",
    }
    assert [r.error for r in outcome.results if r.status is Status.SKIPPED] == [
        "collection.one was not created",
        "collection.one/deep was not created",
        "collection.one was not created",
    ]
    site.weather.rule = None
    assert site.apply().complete
    assert sorted(site.collections()) == ["one", "one/deep", "two"]
    assert not site.plan().plan.pending


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_revoked_on_the_way_stops_the_run(site: Site, status: int) -> None:
    for name in "abcdef":
        site.article(name, "Text.")
    site.weather.rule = lambda number, method, _path, _body: (
        refusal(status, "unauthorized", "Access Token Invalid") if method == "POST" and number > 3 else None
    )
    outcome = site.apply(parallelism=1)
    assert sorted(statuses(outcome).values()) == ["applied"] * 3 + ["failed"] + ["skipped"] * 2
    assert sum(method == "POST" for method, _, _ in site.weather.seen) == 4
    site.weather.rule = None
    assert site.apply().complete
    assert sorted(site.articles()) == list("ABCDEF")


def test_a_second_write_that_is_refused_is_tried_again_by_the_next_apply(site: Site) -> None:
    site.article("a", "See [b](b.md).")
    site.article("b", "See [a](a.md).")
    site.weather.rule = lambda _number, method, _path, _body: (
        refusal(422, "parameter_invalid", "not now") if method == "PUT" else None
    )
    outcome = site.apply()
    assert sorted(statuses(outcome).values()) == ["applied", "failed"] or sorted(statuses(outcome).values()) == [
        "failed",
        "failed",
    ]
    assert "not now" in next(result.error or "" for result in outcome.results if result.status is Status.FAILED)
    site.weather.rule = None
    assert site.apply().complete
    live = site.articles()
    assert (live["A"]["url"] in live["B"]["body"], live["B"]["url"] in live["A"]["body"]) == (True, True)
    assert not site.plan().plan.pending


def test_a_create_whose_answer_is_lost_is_found_and_not_sent_again(site: Site) -> None:
    site.article("a", "Text.")
    site.weather.after = True
    site.weather.rule = lambda _number, method, _path, _body: (500, b"{}") if method == "POST" else None
    assert statuses(site.apply()) == {"article.a": "applied"}
    assert sum(method == "POST" for method, _, _ in site.weather.seen) == 1
    site.weather.rule = None
    assert not site.plan().plan.pending


def test_a_create_of_unknown_outcome_stays_in_doubt_when_nobody_can_look(site: Site) -> None:
    """Whether it happened is not known, and calling it failed would be a guess."""
    site.article("a", "Text.")
    site.article("b", "Text.")
    site.weather.after = True

    def rule(_number, method, _path, _body):
        posted = any(one == "POST" for one, _, _ in site.weather.seen)
        return (
            refusal(401, "unauthorized", "revoked")
            if method == "GET" and posted
            else ((500, b"{}") if method == "POST" else None)
        )

    site.weather.rule = rule
    outcome = site.apply(parallelism=1)
    assert statuses(outcome) == {"article.a": "unknown", "article.b": "skipped"}
    site.weather.rule = None
    assert site.apply().complete
    assert sorted(site.articles()) == ["A", "B"]


def test_an_article_edited_while_the_plan_was_read_is_left_alone(site: Site) -> None:
    site.article("a", "Old.")
    site.article("b", "Old.")
    site.apply()
    ids = {name: one["id"] for name, one in site.articles().items()}
    site.article("a", "New.")
    site.article("b", "New.")

    def confirm(_view) -> bool:
        site.call("PUT", f"/articles/{ids['A']}", {"body": "<p>Theirs.</p>", "author_id": 1, "state": "published"})
        return True

    outcome = site.apply(confirm=confirm)
    assert statuses(outcome) == {"article.a": "stale", "article.b": "applied"}
    live = site.articles()
    assert ("Theirs." in live["A"]["body"], "New." in live["B"]["body"]) == (True, True)
    assert [str(one.address) for one in site.plan().plan.conflicts] == ["article.a"]


def test_an_article_deleted_while_the_plan_was_read_is_named(site: Site) -> None:
    site.article("a", "Old.")
    site.apply()
    ident = site.articles()["A"]["id"]
    site.article("a", "New.")
    outcome = site.apply(confirm=lambda _view: bool(site.call("DELETE", f"/articles/{ident}")))
    assert statuses(outcome) == {"article.a": "stale"}
    assert site.articles() == {}


def test_what_is_not_asked_for_is_not_written(site: Site) -> None:
    site.article("a", "Text.")
    assert site.apply(confirm=lambda _view: False).results == ()
    assert {method for method, _, _ in site.weather.seen} == {"GET"}
    assert list((site.root / ".hcsync").glob("*.json")) == []


def test_where_intercom_is_gone_for_good_the_rest_is_not_attempted(site: Site) -> None:
    for name in "abcde":
        site.article(name, "Old.")
    site.apply()
    for name in "abcde":
        site.article(name, "New.")

    def rule(_number, method, _path, _body):
        written = sum(one == "PUT" for one, _, _ in site.weather.seen)
        return refusal(503, "service_unavailable", "down") if written >= 2 and method == "GET" else None

    site.weather.seen.clear()
    site.weather.rule = rule
    outcome = site.apply(parallelism=1)
    assert sorted(statuses(outcome).values()) == ["applied"] * 2 + ["failed"] + ["skipped"] * 2
    assert sum(method == "PUT" for method, _, _ in site.weather.seen) == 2
    site.weather.rule = None
    assert site.apply().complete
    assert all("New." in one["body"] for one in site.articles().values())


def test_a_create_in_doubt_within_a_circle_is_no_conflict_later(site: Site) -> None:
    """It went out without the link that could not be followed yet, and is recognised so."""
    site.article("a", "See [b](b.md).")
    site.article("b", "See [a](a.md).")
    site.weather.after = True

    def rule(_number, method, _path, _body):
        posted = any(one == "POST" for one, _, _ in site.weather.seen)
        if method == "GET" and posted:
            return refusal(401, "unauthorized", "revoked")
        return (500, b"{}") if method == "POST" else None

    site.weather.rule = rule
    assert "unknown" in statuses(site.apply()).values()
    site.weather.rule = None
    assert site.plan().plan.conflicts == ()
    assert site.apply().complete
    live = site.articles()
    assert (live["A"]["url"] in live["B"]["body"], live["B"]["url"] in live["A"]["body"]) == (True, True)
    assert not site.plan().plan.pending
