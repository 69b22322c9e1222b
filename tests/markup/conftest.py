"""`--update-golden` writes the expected HTML beside each Markdown case anew; look at it before committing."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the .html of tests/markup/render/cases anew")
