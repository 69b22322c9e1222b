"""`hcsync completion`: scripts that the shells take, and that complete."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import CLEAN, Folder


@pytest.fixture
def path(tmp_path: Path) -> dict[str, str]:
    """An environment in which `hcsync` is a command."""
    command = tmp_path / "bin" / "hcsync"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hcsync "$@"\n')
    command.chmod(0o755)
    return CLEAN | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hcsync pl", ["plan"]),
        ("hcsync plan --on-d", ["--on-drift"]),
        ("hcsync plan --on-drift k", ["keep"]),
        ("hcsync completion b", ["bash"]),
        ("hcsync nothing-like-it", []),
    ],
)
def test_bash_completes(path: dict[str, str], words: str, found: list[str]) -> None:
    script = (
        'eval "$(hcsync completion bash)"\n'
        f"COMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
        "complete -p hcsync >/dev/null || exit 9\n"
        '_hcsync_completion hcsync\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash", "-c", script], env=path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout.split()) == (0, "", found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_can_read_its_script(folder: Folder, shell: str) -> None:
    script = folder.run("completion", shell).stdout
    assert "_HCSYNC_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_another_shell_is_named_with_what_there_is(folder: Folder) -> None:
    assert "'bash', 'zsh', 'fish'" in folder.run("completion", "tcsh", code=1).stderr
