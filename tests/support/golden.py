"""Texts that are compared with files, whole; `--update-golden` writes the files anew."""

from pathlib import Path

import pytest


def expect(text: str, path: Path, config: pytest.Config) -> None:
    if config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
