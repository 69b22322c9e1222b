"""Whole commands, as a user types them, each in a process of its own."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from corpus import glossary_in
from running import Emulator, Folder, emulator_running
from served import Site, serving
from slots import Command, World

from hcsync.emulator.quirks import Quirks
from hcsync.emulator.settings import generated_admins


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


def _beside(folder: Path) -> AbstractContextManager[Site]:
    """A help center whose database is in `folder`, and its repository."""
    quirks = Quirks({"locale-null": "delete"})  # so that a language can be taken away in Intercom
    return serving(
        folder / "repo", locales=("en", "fr"), admins=generated_admins(3), db=folder / "live.db", quirks=quirks
    )


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("applied")
    with _beside(folder) as site:
        World(site).fill()
        assert site.apply().complete
    return folder


@pytest.fixture
def world(applied: Path, tmp_path: Path) -> Iterator[World]:
    """Every field of every kind in two languages, applied."""
    shutil.copytree(applied, tmp_path, dirs_exist_ok=True)
    with _beside(tmp_path) as site:
        yield World(site)


@pytest.fixture
def hcsync(world: World) -> Command:
    return Command(world)
