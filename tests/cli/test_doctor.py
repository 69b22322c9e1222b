"""`hcsync doctor` as a process: what it ends with, and where it writes."""

import json
from pathlib import Path

from running import Folder


def test_no_fault_is_success_and_a_fault_is_not(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.run("init")
    said = folder.run("doctor").stdout
    assert said.splitlines()[0] == said.splitlines()[-1]
    assert said.startswith("local: no faults, ")
    assert not (tmp_path / ".hcsync/local.db").exists()

    folder.write("hcsync.yml", "environments:\n  production:\n    default: true\n    region: eu\n")
    done = folder.run("doctor", "--output", "json=doctor.json", "--output", "text", code=1)
    assert "HC305" in done.stdout
    assert done.stderr == ""
    found = json.loads((tmp_path / "doctor.json").read_text())
    assert (found["environment"], found["healthy"], found["summary"]["fault"]) == ("production", False, 1)


def test_a_broken_configuration_is_a_finding_like_any_other(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("hcsync.yml", "locales: 3\n")
    done = folder.run("doctor", code=1)
    assert done.stdout.startswith("1 fault, 0 warnings, 17 checks not made.")
    assert done.stderr == ""
