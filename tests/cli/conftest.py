"""A repository with two articles, to be applied to the embedded help center."""

from pathlib import Path

import pytest
from running import Folder

ARTICLE = "---\ntitle: {title}\nauthor_id: 1001\nstate: published\n---\n\nText of {title}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.write("hcsync.yml", "locales: [en]\n")
    for name in ("one", "two"):
        folder.write(f"content/en/{name}.md", ARTICLE.format(title=name.title()))
    return folder
