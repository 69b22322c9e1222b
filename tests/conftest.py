"""What holds for all tests. `--update-golden` writes the expected files of all cases anew; read the difference."""

import os

import pytest
from hypothesis import settings

# No deadline: nothing is timed here. Where a gate stands, it sees the same examples each time; elsewhere new ones.
settings.register_profile("hcsync", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hcsync")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of the cases anew")
