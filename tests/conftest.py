"""What holds for all tests. `--update-golden` writes the expected files of all cases anew; read the difference."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: nothing is timed here. Where a gate stands, it sees the same examples each time; elsewhere new ones.
settings.register_profile("hcsync", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hcsync")

# A shell that runs a gate in the background has its children ignore Ctrl-C; what is tested here heeds it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# hcsync waits until the disk has what it writes, many times a test, and nobody wants any of it afterwards: where there
# is much room in memory, tests write there.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 * 2**30 and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of the cases anew")
