"""`hcsync init` and then what one types next; and that nothing which is there is touched."""

import subprocess
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


def test_what_to_type_next_can_be_typed(tmp_path: Path) -> None:
    said = Folder(tmp_path).run("init", "our help").stdout
    assert said.endswith("\nNext: cd 'our help' && hcsync plan\n")
    done = Folder(tmp_path / "our help").run("plan", "--out", "a plan")
    assert done.stderr.endswith("To apply exactly this: hcsync apply 'a plan'\n")


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


ROOT = Path(__file__).parents[2]
GITHUB = [".github/workflows/drift.yml", ".github/workflows/help-center.yml"]
GITLAB = [".gitlab-ci.yml", ".gitlab/help-center.yml"]


@pytest.mark.parametrize(
    ("remote", "there", "arguments", "expected"),
    [
        ("https://jane@github.com/acme/gitlab-help.git", "", (), GITHUB),
        ("git@gitlab.example.com:github/help.git", "", (), GITLAB),
        ("ssh://git@github.example.com:22/acme/help", ".gitlab/x", (), GITLAB),
        ("", ".github/CODEOWNERS", (), GITHUB),
        ("/srv/github/help.git", "", (), []),
        ("https://github.com/acme/help", "", ("--ci", "none"), []),
        ("", "", ("--ci", "gitlab"), GITLAB),
    ],
)
def test_workflows_are_written_for_whoever_runs_them(
    tmp_path: Path, remote: str, there: str, arguments: tuple[str, ...], expected: list[str]
) -> None:
    folder = Folder(tmp_path)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    if remote:
        subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", remote], check=True)
    if there:
        folder.write(there, "")
    said = folder.run("init", *arguments).stdout
    made = sorted(line.removeprefix("  + ") for line in said.splitlines() if line.startswith("  + .git"))
    assert made == sorted([*expected, ".gitignore"])
    assert all((tmp_path / name).read_bytes() == (ROOT / name).read_bytes() for name in expected if "-ci" not in name)


def test_workflows_are_not_written_into_a_folder_of_a_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", "https://github.com/a/b"], check=True)
    (tmp_path / "docs").mkdir()
    assert ".github" not in Folder(tmp_path / "docs").run("init").stdout
    said = Folder(tmp_path / "docs").run("init", "--ci", "github").stdout
    assert "alone: move them there, and let their steps work in docs/\n" in said
