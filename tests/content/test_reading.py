"""Files on disk → blob ids as git gives them."""

import subprocess
from pathlib import Path

from hcsync.content.reading import blob_of_file, read_bytes
from hcsync.model.digest import blob_id


def test_a_large_file_has_the_id_that_git_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(bytes(range(256)) * 4000)
    git = subprocess.run(["git", "hash-object", str(file)], capture_output=True, text=True, check=True).stdout.strip()
    assert blob_of_file(str(file)) == git == blob_id(read_bytes(str(file)))


def test_a_small_file_and_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    for data in (b"", b"abc"):
        file.write_bytes(data)
        assert blob_of_file(str(file)) == blob_id(data)
        assert read_bytes(str(file)) == data
