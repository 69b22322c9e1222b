"""What holds for all tests. `--update-golden` writes the expected files of all cases anew; read the difference."""

import os
import signal

import pytest
from hypothesis import settings

# No deadline: nothing is timed here. Where a gate stands, it sees the same examples each time; elsewhere new ones.
settings.register_profile("hcsync", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hcsync")

# A shell that runs a gate in the background has its children ignore Ctrl-C; what is tested here heeds it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of the cases anew")
