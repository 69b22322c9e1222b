"""A help center on a socket, and a repository for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Site, serving


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, locales=("en", "fr")) as running:
        running.config("en, fr")
        yield running
