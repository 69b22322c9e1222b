"""Random lives of a help center, with people at work on both sides (tests/support/life.py says what must hold)."""

from pathlib import Path

import pytest
from life import live


@pytest.mark.parametrize("seed", range(40))
def test_a_few_lives(tmp_path: Path, seed: int) -> None:
    live(tmp_path, seed, range(16))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_many_lives(tmp_path: Path, seed: int) -> None:
    live(tmp_path, seed, range(40))
