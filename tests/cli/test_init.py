"""`hcsync init` and then what one types next; and that nothing which is there is touched."""

from pathlib import Path

import pytest
from running import Folder


@pytest.mark.parametrize("arguments", [(), ("--locales", "en,fr"), ("--locales", "no,pt-BR")])
def test_what_init_makes_can_be_applied(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = Folder(tmp_path)
    assert folder.run("init", *arguments).stdout.endswith("\nNext: hcsync plan\n")
    folder.run("lint")
    assert "3 created" in folder.run("apply", "--auto-approve").stdout
    assert folder.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")


def test_a_second_time_nothing_is_made(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.run("init", "here")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "left as it is" in folder.run("init", "here", "--locales", "de").stdout
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_content_that_is_there_says_the_locales(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for locale in ("de", "fr"):
        folder.write(f"content/{locale}/a.md", "---\ntitle: A\nauthor_id: 5\n---\nx\n")
    folder.run("init")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "content", "hcsync.yml"]
    assert "1 to create" in folder.run("plan").stdout


@pytest.mark.parametrize(
    ("locales", "words"),
    [("EN", "Write en."), ("pt_BR", "Write pt-BR."), ("../x", "--locales en,pt-BR"), ("en fr", "--locales"), (",", "")],
)
def test_what_is_no_locale_makes_nothing(tmp_path: Path, locales: str, words: str) -> None:
    assert words in Folder(tmp_path).run("init", "--locales", locales, code=1).stderr
    assert list(tmp_path.iterdir()) == []
