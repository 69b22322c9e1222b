"""A file is the old one or the new one, whoever dies in between."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hcsync.state.files import write_atomically

WRITER = """
import sys
from pathlib import Path
from hcsync.state.files import write_atomically
path, number = Path(sys.argv[1]), 0
while True:
    write_atomically(path, (b"%08d" % number) * 20_000)
    number += 1
"""


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for number in range(6):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        while not path.exists():
            time.sleep(0.005)
        time.sleep(0.01 + number * 0.013)
        process.send_signal(signal.SIGKILL)
        process.wait()

        data = path.read_bytes()

        assert data == data[:8] * 20_000
        path.unlink()


def test_readers_never_see_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
    while not path.exists():
        time.sleep(0.005)

    seen = {path.read_bytes() for _ in range(200)}

    process.kill()
    process.wait()
    assert all(data == data[:8] * 20_000 for data in seen)


def test_makes_its_folder_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    path = tmp_path / "a/b/state.json"

    write_atomically(path, b"1")
    write_atomically(path, b"2")

    assert path.read_bytes() == b"2"
    assert [each.name for each in path.parent.iterdir()] == ["state.json"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.mkdir()

    with pytest.raises(OSError, match="directory"):
        write_atomically(path, b"new")

    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")
def test_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "ordinary").write_bytes(b"")

    write_atomically(tmp_path / "state.json", b"")

    assert (tmp_path / "state.json").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_file_that_cannot_be_written_is_called_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / ("long" * 63)):
        with pytest.raises(OSError) as refused:
            write_atomically(path, b"x")
        assert refused.value.filename == str(path)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
