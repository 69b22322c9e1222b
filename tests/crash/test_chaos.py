"""Applies over a network that fails once in five requests, killed now and then: at the end everything is there, once,
and there is nothing left to apply (tests/support/chaos.py says how)."""

from pathlib import Path

import pytest
from chaos import survive


@pytest.mark.parametrize("seed", range(10))
def test_a_few_bad_days(tmp_path: Path, seed: int) -> None:
    survive(tmp_path, seed, rounds=1)


@pytest.mark.parametrize("seed", range(10))
def test_a_few_on_which_requests_are_delivered_twice_as_well(tmp_path: Path, seed: int) -> None:
    survive(tmp_path, seed, rounds=1, twice=0.1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1150))
def test_many_bad_days(tmp_path: Path, seed: int) -> None:
    survive(tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_many_on_which_requests_are_delivered_twice_as_well(tmp_path: Path, seed: int) -> None:
    survive(tmp_path, seed, twice=0.1)
