"""`--update-golden` writes the expected files of all cases anew; look at the difference before committing."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of the cases anew")
