"""Whole commands, as a user types them, each in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import glossary_in
from running import Emulator, Folder, emulator_running


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    with emulator_running(tmp_path / "emulator.db") as running:
        yield running


@pytest.fixture
def glossary(tmp_path: Path) -> Folder:
    return glossary_in(tmp_path)
