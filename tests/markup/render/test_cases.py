"""Each `cases/NAME.md` renders to `cases/NAME.html`; below the HTML stand targets, headings and diagnostics."""

from pathlib import Path

import pytest
from golden import expect

from hcsync.markup.render.body import Rendered, render

CASES = Path(__file__).parent / "cases"


def _shown(page: Rendered) -> str:
    """The HTML on one line (only code breaks it), what was found, and the diagnostics."""
    found = [
        *(f"link {target.line}:{target.column} {target.raw}" for target in page.links),
        *(f"image {target.line}:{target.column} {target.raw}" for target in page.images),
        *(f"anchor {target.line}:{target.column} {target.raw}" for target in page.anchors),
        *(f"heading #{slug}" for slug in page.headings),
        *map(str, page.diagnostics),
    ]
    return "\n".join([page.html, *(f"<!-- {line} -->" for line in found), ""])


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_case(case: Path, pytestconfig: pytest.Config) -> None:
    expect(_shown(render(case.read_text("utf-8"))), case.with_suffix(".html"), pytestconfig)
