"""Bringing a live help center home: a real one, and what may be odd about one."""

import shutil
from pathlib import Path

import pytest
from corpus import glossary_in
from running import Folder, emulator_running

TOKEN = "secret-token-1234567890"


def _copy_of(glossary: Folder, folder: Path, url: str) -> Folder:
    """An empty repository beside the help center, with the same locales."""
    folder.mkdir()
    config = (glossary.root / "hcsync.yml").read_text()
    live = f"environments:\n  production:\n    default: true\n    base_url: {url}\n    token_env: HELP_TOKEN\n"
    (folder / "hcsync.yml").write_text(config + live)
    return Folder(folder)


@pytest.mark.long
def test_a_real_help_center_comes_home_with_an_empty_plan(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    glossary = glossary_in(tmp_path / "source")
    glossary.run("apply", "--auto-approve", "-q")
    with emulator_running(glossary.root / ".hcsync/local.db", token=TOKEN) as emulator:
        copy = _copy_of(glossary, tmp_path / "copy", emulator.url)
        done = copy.run("import", HELP_TOKEN=TOKEN)
        assert "92 articles and 4 collections in 13 locales, 796 files." in done.stdout
        assert "HC3" not in done.stdout
        assert {one["method"] for one in emulator.requests()} == {"GET"}
        assert len(emulator.requests()) == 5

        plan = copy.run("plan", "--detailed-exitcode", HELP_TOKEN=TOKEN)
        assert plan.stdout == "No changes. The help center matches this repository (92 articles, 13 locales).\n"
        again = copy.run("import", HELP_TOKEN=TOKEN)
        assert again.stdout.startswith("Nothing to import from production")

        # The tree that it was made from, over it: files that bear other names, and pictures under their first address.
        shutil.rmtree(copy.root / "content")
        shutil.copytree(glossary.root / "content", copy.root / "content")
        changes = copy.plan(code=2, HELP_TOKEN=TOKEN)["changes"]
        kinds = {tuple(change["change"]["actions"]) for change in changes}
        fields = {
            (change["address"], field["field"]) for change in changes for field in change["change"].get("fields", ())
        }
        assert (kinds, fields) == ({("move",), ("update",)}, {("article.contribute/overview", "body")})
