"""Folders on disk → what is taken in and what is left out."""

import os
from typing import Any

import pytest

from hcsync.model.address import Kind

GOOD = "---\ntitle: Good\nauthor_id: 7\n---\nText.\n"


def keys(repository: Any) -> list[str]:
    tree = repository.scan("en")
    assert tree.diagnostics == ()
    return [address.key for address in tree.nodes if address.kind is Kind.ARTICLE] + sorted(tree.assets)


def test_dotted_names_and_readmes_are_left_out(repository: Any) -> None:
    for path in ("a.md", ".b.md", ".c/d.md", "README.md", "e/README.md", "readme-first.md"):
        repository.write({f"content/en/{path}": GOOD})
    assert keys(repository) == ["a", "readme-first"]


def test_ignore_files_of_the_project_and_of_the_content_folder(repository: Any) -> None:
    for path in ("a.md", "drafts/b.md", "drafts/keep.md", "notes/c.md", "notes/keep.md", "d.png", "e.psd"):
        repository.write({f"content/en/{path}": GOOD})
    repository.write(
        {
            ".hcsyncignore": "# not yet\n/content/en/drafts/*\n!keep.md\n",
            "content/.hcsyncignore": "*.psd\nnotes/\n!notes/keep.md\n",
            "content/en/drafts/_collection.yml": "name: Drafts\n",
        }
    )
    repository.write({".hcsyncignore": "# not yet\n/content/en/drafts/b.md\n"})
    assert keys(repository) == ["a", "drafts/keep", "en/d.png"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_followed_within_the_content_folder_alone(repository: Any) -> None:
    repository.write({"content/en/a.md": GOOD, "content/images/i.png": "", "secret.md": GOOD, "elsewhere/x.md": GOOD})
    content = repository.root / "content"
    (content / "en/b.md").symlink_to("a.md")
    (content / "en/pictures").symlink_to("../images", target_is_directory=True)
    assert keys(repository) == ["a", "b", "en/pictures/i.png", "images/i.png"]

    (content / "en/c.md").symlink_to("../../secret.md")
    (content / "en/d").symlink_to(repository.root / "elsewhere")
    (content / "en/e.md").symlink_to("nowhere.md")
    (content / "en/f").symlink_to(".", target_is_directory=True)
    tree = repository.scan("en")
    assert [str(diagnostic) for diagnostic in tree.diagnostics] == [
        "content/en/c.md: HC120 this link leads out of the content folder (copy the file here)",
        "content/en/d: HC120 this link leads out of the content folder (copy the file here)",
        "content/en/e.md: HC120 this link leads nowhere (correct it or take it out)",
        "content/en/f: HC120 this link leads to a folder that it lies in itself (take it out)",
    ]
    repository.write({".hcsyncignore": "c.md\nd\ne.md\nf\n"})
    assert keys(repository) == ["a", "b", "en/pictures/i.png", "images/i.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(repository: Any) -> None:
    repository.write({"content/en/a.md": GOOD})
    os.mkfifo(repository.root / "content/en/b.md")
    tree = repository.scan("en")
    assert [str(diagnostic) for diagnostic in tree.diagnostics] == [
        "content/en/b.md: HC109 neither a file nor a folder (take it out)"
    ]
