"""`hcsync adopt`, as it is typed."""

import json
from pathlib import Path

import pytest
from running import Folder

ARTICLE = "---\ntitle: {title}\nauthor_id: 1\nstate: published\n---\n\n{text}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A file that was applied, and edited since; of which the state knows nothing any more."""
    folder = Folder(tmp_path)
    folder.write("hcsync.yml", "locales: [en]\n")
    folder.write("content/en/refunds.md", ARTICLE.format(title="Refunds", text="You can return it."))
    folder.run("apply", "--auto-approve", "-q")
    (folder.root / ".hcsync/local.state.json").unlink()
    folder.write("content/en/refunds.md", ARTICLE.format(title="Refunds", text="You can return it all."))
    return folder


def test_from_the_suggestion_to_the_plan(folder: Folder) -> None:
    before = (folder.root / "content/en/refunds.md").read_bytes()
    said = folder.run("adopt").stdout
    assert '"Refunds"  same title, in no collection either' in said
    assert (folder.root / "content/en/refunds.md").read_bytes() == before
    number = json.loads(folder.run("adopt", "refunds", "--output", "json").stdout)["candidates"][0]["id"]
    assert f"        hcsync adopt refunds {number}" in said.splitlines()

    # From within the folder, as a file.
    inside = Folder(folder.root / "content/en")
    done = inside.run("adopt", "refunds.md", number)
    assert done.stdout == f'content/en/refunds.md says now that it is article {number} ("Refunds").\n'
    assert done.stderr == "See what an apply would change in it: hcsync plan\n"
    assert inside.run("adopt", "refunds.md", number, "-q").stdout.split(" that")[0] == (
        "content/en/refunds.md says already"
    )

    assert [(c["change"]["actions"], c["id"]) for c in folder.plan(code=2)["changes"]] == [(["update"], number)]


def test_what_cannot_be_meant(folder: Folder) -> None:
    assert "is not a number, as Intercom's ids are" in folder.run("adopt", "refunds", "twelve", code=1).stderr
    assert "HC309 refund is not a file of this repository. Did you mean refunds?" in (
        folder.run("adopt", "refund", "12", code=1).stderr
    )
    assert "HC309 refund is not a file of this repository." in folder.run("adopt", "refund", code=1).stderr
    assert "HC407 workspace" in folder.run("adopt", "refunds", "12", code=1).stderr
