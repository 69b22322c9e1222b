"""Pictures that Intercom could not show, each with what is wrong and a way out."""

from pathlib import Path

import pytest

from hcsync.content.pictures import LARGEST, unfit

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
SVG = b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


@pytest.mark.parametrize("data", [PNG, b"\xff\xd8\xff" + bytes(8), b"GIF89a" + bytes(8), SVG, b"\xef\xbb\xbf" + SVG])
def test_fit(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    assert unfit(tmp_path / "a") is None


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "is a Git LFS pointer and not the picture"),
        (b"RIFF\0\0\0\0WEBP", "is not a PNG, JPEG, GIF or SVG"),
        (b"some text", "is not a PNG, JPEG, GIF or SVG"),
        (b"<html></html>", "is not a PNG, JPEG, GIF or SVG"),
        (SVG.replace(b"<path", b"<script>1</script><path"), "is an SVG that holds a script"),
        (SVG.replace(b"<path", b"<path onclick = '1'"), "is an SVG that holds a script"),
        (SVG.replace(b"<path", b"<a href='javascript:1'/><path"), "is an SVG that holds a script"),
        (SVG + b" " * 600 + b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", "is an SVG that holds a script"),
    ],
)
def test_unfit(tmp_path: Path, data: bytes, wrong: str) -> None:
    (tmp_path / "a").write_bytes(data)
    found = unfit(tmp_path / "a")
    assert found is not None
    assert found[0] == wrong


def test_too_large(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.write(PNG)
        file.truncate(LARGEST)
    assert unfit(tmp_path / "a") == (
        "is 20 MB large",
        "make it smaller than 20 MB; for the web 500 kB is plenty",
    )
