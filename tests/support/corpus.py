"""Test data that is no part of the project: a real corpus and the official API document."""

import os
import shutil
from pathlib import Path

import pytest
from running import Folder

# Looked for beside the checkout, or where this variable says.
DATA = Path(os.environ.get("HCSYNC_TEST_DATA", Path(__file__).parents[3] / "shared"))


def glossary_in(root: Path) -> Folder:
    """A copy of the glossary corpus with the hcsync.yml its user would write."""
    source = DATA / "corpus" / "glossary"
    if not source.is_dir():
        pytest.skip(f"the glossary corpus is not at {source}; HCSYNC_TEST_DATA names the folder it is in")
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.name != "corpus.json":
            target = root / "content" / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    locales = sorted(path.name for path in source.iterdir() if path.is_dir() and path.name != "en")
    (root / "hcsync.yml").write_text(f"default_locale: en\nlocales: [en, {', '.join(locales)}]\n")
    return Folder(root)
