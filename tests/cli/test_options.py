"""What is typed, as the workflow is given it."""

from pathlib import Path

import pytest

from hcsync.cli.options import placed
from hcsync.config import load


@pytest.mark.parametrize(
    ("where", "name", "expected"),
    [
        (".", "content/en/a.md", "content/en/a.md"),
        ("content/en", "a.md", "content/en/a.md"),
        ("content/en", "./b/../a.md", "content/en/a.md"),
        ("content/en/b", "../a.md", "content/en/a.md"),
        ("content/en", "b/", "content/en/b/"),
        ("content/en", "{root}/content/en/a.md", "content/en/a.md"),
        # What is no file here is an address, a key, an id or a pattern.
        ("content/en", "b", "b"),
        ("content/en", "b/*", "b/*"),
        ("content/en", "article.a", "article.a"),
        (".", "b/", "b/"),
        (".", "none.md", "none.md"),
        (".", "/etc/passwd", "/etc/passwd"),
    ],
)
def test_files_are_named_from_where_one_works(
    where: str, name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content/en/b").mkdir(parents=True)
    for path in ("hcsync.yml", "content/en/a.md"):
        (tmp_path / path).write_text("")
    monkeypatch.chdir(tmp_path / where)

    assert placed((name.format(root=tmp_path), "x"), load(Path.cwd(), {})) == (expected, "x")
