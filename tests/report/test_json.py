"""The plan as JSON: keys that stay, values that parse, whatever is in them."""

import json
import re

from hypothesis import HealthCheck, given, settings
from viewed import CASES, OVER, PAGE, PROTECTED, TWIN, change, plan, view, views

from hcsync.model.plan import Action
from hcsync.report.json import diagnostic_json, plan_json
from hcsync.report.view import PlanView


def test_a_whole_plan() -> None:
    update = CASES["update"]

    assert json.loads(plan_json(update)) == {
        "format_version": "1.0",
        "tool_version": "1.0",
        "environment": "production",
        "workspace": "ef56gh78",
        "help_center": "Acme Help",
        "source_digest": "digest",
        "state": {"lineage": "l1", "serial": 7},
        "pending": True,
        "summary": {
            "create": 0,
            "update": 1,
            "move": 0,
            "unpublish": 0,
            "delete": 0,
            "adopt": 0,
            "forget": 0,
            "conflicts": 0,
            "drift": 0,
            "orphans": 0,
            "articles": 214,
            "locales": 6,
            "unowned": 1,
            "held": 0,
        },
        "cost": {"writes": 1, "reads": 2, "calls": 3, "seconds": 0.1},
        "refreshed": True,
        "changes": [
            {
                "address": "article.start/install",
                "type": "article",
                "id": "8137",
                "title": "Install",
                "locales": ["en"],
                "reason": "why",
                "change": {
                    "actions": ["update"],
                    "before": {"en": {"title": "Install", "body": None}},
                    "after": {"en": {"title": "Install the app", "body": None}},
                    "fields": [
                        {
                            "locale": "en",
                            "field": "title",
                            "path": "content/en/start/install.md",
                            "before": "Install",
                            "after": "Install the app",
                        },
                        {
                            "locale": "en",
                            "field": "body",
                            "path": "content/en/start/install.md",
                            "lines": [
                                {"sign": "-", "text": "Open the **Settings** page."},
                                {"sign": "+", "text": "Open **Settings > Apps**."},
                            ],
                            "span": "content/en/start/install.md:12-14",
                        },
                    ],
                },
                "state": "published",
                "depends_on": [],
            }
        ],
        "drift": [],
        "conflicts": [],
        "orphans": [],
        "refresh": [],
        "held": [],
        "refusals": [],
        "diagnostics": [],
    }


def test_divergences_orphans_and_diagnostics() -> None:
    mixed = json.loads(plan_json(CASES["mixed"]))

    assert mixed["drift"] == [
        {
            "address": "article.start/logout",
            "type": "article",
            "id": "8141",
            "title": "Log out",
            "gone": False,
            "fileless": False,
            "edited_at": 1787184000,
            "edited_by": "7",
            "change": {
                "before": {"fr": {"title": "Partir", "author": "1295"}},
                "after": {"fr": {"title": "Se déconnecter", "author": "7"}},
                "fields": [
                    {
                        "locale": "fr",
                        "field": "title",
                        "path": "content/fr/start/install.md",
                        "before": "Partir",
                        "after": "Se déconnecter",
                    },
                    {
                        "locale": "fr",
                        "field": "author",
                        "path": "content/fr/start/install.md",
                        "before": "1295",
                        "after": "7",
                    },
                ],
            },
        }
    ]
    assert [one["address"] for one in mixed["conflicts"]] == ["article.start/login"]
    assert mixed["orphans"] == [
        {"address": "article.old", "type": "article", "id": "12", "title": "Old", "locales": [], "known": False}
    ]
    assert mixed["refresh"] == ["article.start/install", "article.start/login"]
    assert (
        mixed["diagnostics"]
        == [diagnostic_json(TWIN)]
        == [
            {
                "code": "HC408",
                "severity": "warning",
                "message": TWIN.message,
                "hint": TWIN.hint,
                "path": "content/en/faq.md",
                "line": 2,
                "column": 1,
            }
        ]
    )


def test_a_creation_has_no_before() -> None:
    made = json.loads(plan_json(view(plan(changes=(change(PAGE, Action.CREATE),)))))

    assert made["changes"][0]["change"] == {"actions": ["create"], "before": None, "after": {}, "fields": []}
    assert made["changes"][0]["id"] is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(views)
def test_whatever_is_in_a_plan(made: PlanView) -> None:
    text = plan_json(made)

    found = json.loads(text)
    assert list(found) == list(json.loads(plan_json(CASES["no-changes"])))
    assert [one["title"] for one in found["changes"]] == [one.title for one in made.plan.changes]
    assert [one["address"] for one in found["drift"]] == [str(one.address) for one in made.plan.drift]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    text.encode()


def test_why_it_may_not_be_applied() -> None:
    assert json.loads(plan_json(CASES["removed"]))["refusals"] == [
        {"code": "HC415", "message": PROTECTED.message, "hint": "Leave it out."},
        {"code": "HC414", "message": OVER.message, "hint": "To allow exactly this: --allow-deletes 2"},
    ]


def test_what_waits_in_a_pending_draft() -> None:
    found = json.loads(plan_json(CASES["held"]))

    assert found["held"] == [
        {
            "address": "article.start/install",
            "type": "article",
            "id": "8137",
            "title": "Install",
            "locales": ["en", "fr"],
        }
    ]
    assert found["summary"]["held"] == 1
