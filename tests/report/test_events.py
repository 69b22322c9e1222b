"""Events for machines: Terraform's names and shapes, one JSON object a line, whatever is in a plan."""

import datetime
import json

import pytest
from hypothesis import HealthCheck, given, settings
from viewed import CASES, CONFLICT, DRIFT, GONE, PAGE, TWIN, change, plan, view, views

from hcsync.errors import ConfigError, HcsyncError, RefusedError, Unavailable
from hcsync.model.address import article
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action, Held, Orphan, Refusal
from hcsync.report import events
from hcsync.report.events import Event
from hcsync.version import __version__

AT = datetime.datetime(2026, 8, 20, 12, 0, 1, 500, tzinfo=datetime.UTC)
TYPES = {"version", "planned_change", "resource_drift", "change_summary", "diagnostic"}


def resource(address: str, title: str, remote_id: str | None) -> Event:
    kind, _, key = address.partition(".")
    return {
        "addr": address,
        "module": "",
        "resource": address,
        "implied_provider": "intercom",
        "resource_type": kind,
        "resource_name": key,
        "resource_key": None,
        "id": remote_id,
        "title": title,
    }


def test_a_line() -> None:
    assert events.line(events.version(), AT) == (
        f'{{"@level": "info", "@message": "hcsync {__version__}", "@module": "hcsync", '
        f'"@timestamp": "2026-08-20T12:00:01.000500+00:00", "type": "version", "hcsync": "{__version__}", "ui": "1.0"}}'
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(views)
def test_whatever_is_in_a_plan(made) -> None:
    lines = [events.line(event, AT) for event in events.of_plan(made)]

    for text in lines:
        assert "\n" not in text
        text.encode()
        found = json.loads(text)
        assert found.keys() > {"@level", "@message", "@module", "@timestamp", "type"}
        assert (found["@module"], found["@level"] in ("info", "warn", "error")) == ("hcsync", True)
        assert found["type"] in TYPES
    kinds = [json.loads(text)["type"] for text in lines]
    assert kinds.count("planned_change") == len(made.plan.changes)
    assert kinds.count("resource_drift") == len(made.plan.drift)
    assert kinds[-1] == "change_summary" and kinds.count("change_summary") == 1


def test_a_plan() -> None:
    updated = CASES["update"].plan.changes[0]
    moved = change(PAGE, Action.MOVE, "8137", moved_from=article("old/install"))
    summary = {
        "add": 0,
        "change": 2,
        "import": 0,
        "remove": 0,
        "operation": "plan",
        "create": 0,
        "update": 1,
        "move": 1,
        "unpublish": 0,
        "delete": 0,
        "adopt": 0,
        "forget": 0,
        "drift": 2,
        "conflicts": 1,
        "orphans": 1,
        "held": 1,
        "refusals": 1,
        "pending": True,
        "refreshed": True,
        "api_calls": 0,
        "seconds": 0.0,
    }
    made = plan(
        changes=(updated, moved),
        drift=(DRIFT, GONE),
        conflicts=(CONFLICT,),
        orphans=(Orphan(article("old"), "12", "Old"),),
        diagnostics=(TWIN,),
        held=(Held(PAGE, "8137", "Install", ("en",)),),
        refusals=(Refusal(Code.OVER_LIMIT, "too much", "less"),),
    )

    found = list(events.of_plan(view(made)))

    assert [(one["type"], one["@level"], one["@message"]) for one in found] == [
        ("resource_drift", "info", "article.start/logout: edited in Intercom"),
        ("resource_drift", "info", "article.old: deleted in Intercom"),
        ("planned_change", "info", "article.start/install: plan to update"),
        ("planned_change", "info", "article.start/install: plan to move"),
        ("diagnostic", "warn", "Warning: start/login was changed here and in Intercom"),
        ("diagnostic", "warn", "Warning: old: its file is gone, its text stays in Intercom as it is"),
        (
            "diagnostic",
            "warn",
            "Warning: start/install (en): readers still see the old text, Intercom holds a draft",
        ),
        ("diagnostic", "warn", f"Warning: {TWIN.message}"),
        ("diagnostic", "error", "Error: too much"),
        (
            "change_summary",
            "info",
            "Plan: 0 to create, 1 to update, 0 to unpublish, 0 to delete, 1 to move. 1 conflict.",
        ),
    ]
    assert found[0]["change"] == {
        "resource": resource("article.start/logout", "Log out", "8141"),
        "action": "update",
        "fields": ["fr/title", "fr/author"],
        "edited_at": 1787184000,
        "edited_by": "7",
    }
    assert found[2]["change"] == {
        "resource": resource("article.start/install", "Install", "8137"),
        "action": "update",
        "reason": "why",
        "locales": ["en"],
        "fields": ["en/title", "en/body"],
    }
    assert found[3]["change"]["previous_resource"] == resource("article.old/install", "Install", "8137")
    assert found[4]["diagnostic"] == {
        "severity": "warning",
        "summary": "start/login was changed here and in Intercom",
        "detail": "",
        "code": None,
        "address": "article.start/login",
        "change": {
            "resource": resource("article.start/login", "Log in", "8140"),
            "action": "update",
            "fields": ["de/body"],
            "edited_at": 1787184000,
            "edited_by": "Jane",
        },
    }
    assert found[-1]["changes"] == summary


def test_an_apply() -> None:
    one = change(PAGE, Action.UPDATE, "8137")
    done, left = (
        Result(PAGE, Action.UPDATE, Status.APPLIED, "8137", verified=True),
        Result(PAGE, Action.UPDATE, Status.STALE, "8137", "it was edited"),
    )
    hook = {
        "resource": resource("article.start/install", "Install", "8137"),
        "action": "update",
        "id_key": "id",
        "id_value": "8137",
    }

    assert events.started(one) == {
        "@level": "info",
        "@message": "article.start/install: updating",
        "type": "apply_start",
        "hook": hook,
    }
    assert events.ended(one, done, 1.2) == {
        "@level": "info",
        "@message": "article.start/install: updated after 1s [id=8137]",
        "type": "apply_complete",
        "hook": hook | {"elapsed_seconds": 1.2, "status": "applied"},
    }
    assert events.ended(one, left, 0.2) == {
        "@level": "error",
        "@message": "article.start/install: it was edited",
        "type": "apply_errored",
        "hook": hook | {"elapsed_seconds": 0.2, "status": "stale", "error": "it was edited"},
    }


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (None, [("info", "Nothing was applied.")]),
        (
            Outcome((Result(PAGE, Action.CREATE, Status.APPLIED, "1", verified=True),), ()),
            [
                (
                    "info",
                    "Apply complete. 1 created, 0 updated, 0 unpublished, 0 deleted. 1 of 1 verified by reading back.",
                )
            ],
        ),
        (
            Outcome(
                (Result(PAGE, Action.CREATE, Status.FAILED, None, "refused"),),
                (Diagnostic(Code.PENDING_DRAFT, "readers see the old text", severity=Severity.WARNING),),
            ),
            [
                ("warn", "Warning: readers see the old text"),
                (
                    "error",
                    "Apply incomplete. 0 written, 1 failed, 0 not attempted. Run `hcsync apply` again to resume.",
                ),
            ],
        ),
    ],
)
def test_an_outcome(outcome: Outcome | None, told: list[tuple[str, str]]) -> None:
    assert [(event["@level"], event["@message"]) for event in events.of_outcome(outcome)] == told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            RefusedError("too much.", hint="Less.", code=Code.OVER_LIMIT),
            {"severity": "error", "summary": "too much.", "detail": "Less.", "code": "HC414", "exit_code": 5},
        ),
        (
            ConfigError("no.", place="hcsync.yml:3:5"),
            {
                "severity": "error",
                "summary": "no.",
                "detail": "",
                "code": None,
                "range": {
                    "filename": "hcsync.yml",
                    "start": {"line": 3, "column": 5},
                    "end": {"line": 3, "column": 5},
                },
                "exit_code": 1,
            },
        ),
        (
            Unavailable("no answer", operation="GET /me", status=503, code=Code.UNREACHABLE),
            {
                "severity": "error",
                "summary": "HC404 no answer (GET /me: 503)",
                "detail": "",
                "code": "HC404",
                "exit_code": 1,
            },
        ),
    ],
)
def test_what_ends_a_run(error: HcsyncError, told: Event) -> None:
    assert events.failure(error)["diagnostic"] == told
