"""`hcsync emulator` in a process of its own, with two teammates and three languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Emulator, emulator_running

ARGUMENTS = ("--locales", "en,fr,de", "--admins", "1295,1296")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One for all tests that do not mind what others left there."""
    with emulator_running(tmp_path_factory.mktemp("sdk") / "emulator.db", *ARGUMENTS) as running:
        yield running


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Emulator]:
    """An empty one."""
    with emulator_running(tmp_path / "emulator.db", *ARGUMENTS) as running:
        yield running
