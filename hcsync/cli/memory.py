"""How a command of many values looks for garbage."""

import gc


def collect_seldom() -> None:
    """For a command that makes many values, keeps most of them and ends: looking for garbage often is time lost."""
    gc.set_threshold(1_000_000, 20, 20)
