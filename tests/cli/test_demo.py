"""`hcsync demo`: twice in one place, and never in the place of somebody's own work."""

import re
from pathlib import Path

from running import Folder


def test_it_works_a_second_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for _ in range(2):
        said = folder.run("demo").stdout
        planned = re.search(r"\nPlan: (\d+) to create, ", said)
        assert planned
        assert f"\nApply complete. {planned[1]} created, 0 updated, " in said
        assert "\nNo changes. The help center matches this repository" in said
    folder.run("plan", "--config", ".hcsync/demo/hcsync.yml", "--detailed-exitcode")


def test_a_repository_of_ones_own_is_not_emptied(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.run("init", "mine")
    before = sorted(tmp_path.rglob("*"))
    for arguments, cwd in ((("--folder", "mine"), folder), (("--folder", "."), Folder(tmp_path / "mine"))):
        assert "no earlier demo made it" in cwd.run("demo", *arguments, code=1).stderr
    assert sorted(tmp_path.rglob("*")) == before
