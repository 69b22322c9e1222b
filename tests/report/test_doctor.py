"""A checkup as people and programs read it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from hcsync.model.checkup import Check, Checkup, Finding, Health
from hcsync.report.doctor import checkup_json, checkup_text

ILL = Checkup(
    "production",
    (
        Check("configuration", Finding(Health.OK, "hcsync.yml")),
        Check("token", Finding(Health.FAULT, "the variable X is not set", "HC305", "Run: export X=…")),
        Check("host", Finding(Health.UNCHECKED)),
        Check("git", Finding(Health.WARNING, "git is not installed", "", "Install git.")),
    ),
)


def test_a_line_for_each_check_and_the_verdict_first_and_last() -> None:
    assert checkup_text(ILL) == (
        "production: 1 fault, 1 warning, 1 check not made.\n"
        "\n"
        "  ok           configuration  hcsync.yml\n"
        "  fault        token          HC305 the variable X is not set. Run: export X=…\n"
        "  not checked  host\n"
        "  warning      git            git is not installed. Install git.\n"
        "\n"
        "production: 1 fault, 1 warning, 1 check not made."
    )


def test_all_is_well() -> None:
    well = Checkup("", (ILL.checks[0],))
    assert checkup_text(well).splitlines()[0] == "no faults, 0 warnings."


def test_the_same_as_json() -> None:
    found = json.loads(checkup_json(ILL))
    assert found.pop("checks")[1] == {
        "name": "token",
        "health": "fault",
        "message": "the variable X is not set",
        "code": "HC305",
        "hint": "Run: export X=…",
    }
    assert found == {
        "format_version": "1.0",
        "environment": "production",
        "healthy": False,
        "summary": {"ok": 1, "warning": 1, "fault": 1, "unchecked": 1},
    }


@given(st.text(), st.text(), st.sampled_from(Health))
def test_whatever_was_found_stays_on_its_line(message: str, hint: str, health: Health) -> None:
    text = checkup_text(Checkup("e", (Check("state", Finding(health, message, "", hint)),)))
    assert len(text.split("\n")) == 5
    assert not set(text) & set("\r\x1b\x9b\u2028\u202e")
    assert json.loads(checkup_json(Checkup("e", (Check("state", Finding(health, message, "", hint)),))))["checks"]
