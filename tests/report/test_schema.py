"""The shipped schemas against what is printed: nothing that is printed breaks them, and they know every key of it."""

import json
from typing import Any

import drifted
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from schemas import checker
from viewed import CASES, views

from hcsync.report.drift_json import drift_json
from hcsync.report.drift_view import DriftView
from hcsync.report.json import plan_json
from hcsync.report.schema import drift_schema, plan_schema
from hcsync.report.view import PlanView

PLAN, DRIFT = checker(plan_schema()), checker(drift_schema())


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(views)
def test_any_plan(view: PlanView) -> None:
    PLAN.validate(json.loads(plan_json(view)))


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_plans_made_by_hand(case: str) -> None:
    PLAN.validate(json.loads(plan_json(CASES[case])))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drifted.views)
def test_any_drift(view: DriftView) -> None:
    DRIFT.validate(json.loads(drift_json(view)))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["format_version"], "2.0"),
        (["changes", 0, "change", "actions"], []),
        (["changes", 0, "change", "actions", 0], "destroy"),
        (["changes", 0, "address"], "start/install"),
        (["changes", 0, "change", "fields", 1, "lines", 0, "sign"], "*"),
        (["summary", "update"], -1),
        (["diagnostics", 0, "code"], "HC1"),
        (["drift", 0, "change", "before"], {"fr": {"colour": "x"}}),
    ],
)
def test_what_it_refuses(path: list[Any], wrong: object) -> None:
    document = json.loads(plan_json(CASES["mixed"]))
    place = document
    index = next(n for n, one in enumerate(document["changes"]) if one["change"]["fields"])
    path = [index if (step == 0 and path[n - 1] == "changes") else step for n, step in enumerate(path)]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong

    with pytest.raises(jsonschema.ValidationError):
        PLAN.validate(document)
