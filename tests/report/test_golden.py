"""Every rendering of the same plans, whole: `pytest tests/report --update-golden` renews them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from golden import expect
from viewed import CASES

from hcsync.report.annotations import plan_annotations
from hcsync.report.html.page import plan_html
from hcsync.report.json import plan_json
from hcsync.report.plan_markdown import plan_markdown
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView

GOLDEN = Path(__file__).parent / "cases"


def _without_parts(page: str) -> str:
    """Style and script are the same on every page."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", page, flags=re.DOTALL)
    page = re.sub("sha256-[A-Za-z0-9+/=]+", "sha256-…", page)
    return "\n".join(line.rstrip() for line in page.split("\n"))


RENDERINGS: dict[str, Callable[[PlanView], str]] = {
    "txt": lambda view: plan_text(view) + "\n",
    "json": plan_json,
    "md": plan_markdown,
    "html": lambda view: _without_parts(plan_html(view)),
    "github": lambda view: plan_annotations(view) + "\n",
}


@pytest.mark.parametrize("ending", RENDERINGS)
@pytest.mark.parametrize("case", sorted(CASES))
def test_case(case: str, ending: str, pytestconfig: pytest.Config) -> None:
    text = RENDERINGS[ending](CASES[case])
    expect(text, GOLDEN / f"{case}.{ending}", pytestconfig)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_every_golden_file_has_its_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{case}.{ending}" for case in CASES for ending in RENDERINGS}
