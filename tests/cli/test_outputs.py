"""`--output`, several at once, and the page of the job that GitHub Actions shows."""

import json
import subprocess
from pathlib import Path

import pytest
from running import Folder

from hcsync.report.plan_markdown import plan_markdown
from hcsync.workflow.saved import load

ARTICLE = "---\ntitle: {title}\nauthor_id: 1001\nstate: published\n---\n\nText of {title}.\n"


def test_a_plan_in_every_format_at_once(folder: Folder) -> None:
    done = folder.run(
        "plan",
        "--output",
        "json",
        "--output",
        "text=plan.txt",
        "--output",
        "markdown=plan.md",
        "--output",
        "github=notes",
    )

    assert json.loads(done.stdout)["summary"]["create"] == 2
    assert (folder.root / "plan.txt").read_text().splitlines()[-1].startswith("Plan: 2 to create")
    assert (folder.root / "plan.md").read_text().splitlines()[2].startswith("**2 to create")
    assert (folder.root / "notes").read_text().startswith("::notice title=hcsync::2 to create")


def test_a_saved_plan_looks_as_it_did(folder: Folder) -> None:
    plan = folder.run("plan", "--out", "saved.hcplan", "--output", "markdown").stdout

    assert folder.run("show", "saved.hcplan", "--output", "markdown").stdout == plan


def test_a_page_shows_whole_articles_and_a_saved_plan_shows_the_same(folder: Folder) -> None:
    folder.run("apply", "--auto-approve", "-q")
    folder.write("content/en/one.md", ARTICLE.format(title="One").replace("Text of", "The text of"))
    folder.write("content/en/new.md", ARTICLE.format(title="New"))

    page = folder.run("plan", "--output", "html", "--out", "saved.hcplan").stdout

    assert '<p class="no-margin">' not in page
    assert "<p><del>Text</del> of One.</p>" in page
    assert "<p><ins>The text</ins> of One.</p>" in page
    assert "<p>Text of New.</p>" in page
    assert folder.run("show", "saved.hcplan", "--output", "html").stdout == page
    assert "<p>Text of New.</p>" in folder.run("plan", "--no-refresh", "--output", "html").stdout
    assert "<p>Text of New.</p>" in folder.run("apply", "--auto-approve", "--output", "html").stdout


def test_a_comment_says_what_a_further_commit_has_changed(folder: Folder) -> None:
    before = folder.run("plan", "--output", "markdown", "--out", "first.hcplan").stdout
    folder.write("content/en/one.md", ARTICLE.format(title="One") + "\nAnd more.\n")
    (folder.root / "content/en/two.md").unlink()
    folder.write("content/en/three.md", ARTICLE.format(title="Three"))
    folder.run("plan", "-q", "--output", "text=plan.txt", "--out", "second.hcplan")

    text = plan_markdown(load(folder.root / "second.hcplan").view, previous=before)

    assert (
        "Since the previous plan: 1 new, 1 changed, 1 no longer in it, 0 as before.\n\n"
        "- New: `article.three`\n- Changed: `article.one`\n- No longer in it: `article.two`\n" in text
    )


def test_an_apply_tells_what_it_did(folder: Folder) -> None:
    done = folder.run("apply", "--auto-approve", "--output", "json", "--output", "markdown=done.md")

    found = json.loads(done.stdout)
    assert (found["complete"], found["summary"]["create"]) == (True, 2)
    assert "**Apply complete. 2 created" in (folder.root / "done.md").read_text()

    again = folder.run("apply", "--auto-approve", "--output", "json")
    assert json.loads(again.stdout)["results"] == []


def test_an_apply_that_would_have_to_ask_in_the_middle_of_json(folder: Folder) -> None:
    done = folder.run("apply", "--output", "json", code=1)

    assert done.stdout == ""
    assert "with this --output apply cannot ask before it writes" in done.stderr


def test_lint_for_code_scanning_and_beside_the_lines(folder: Folder) -> None:
    folder.write("content/en/bad.md", ARTICLE.format(title="Bad") + "[x](nowhere.md)\n")

    done = folder.run("lint", "--output", "github", "--output", "sarif=lint.sarif", code=4)

    assert done.stdout.startswith("::error file=content/en/bad.md,line=8,col=1,title=HC201::")
    (result,) = json.loads((folder.root / "lint.sarif").read_text())["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("HC201", "error")


def test_the_page_of_the_job_is_filled_by_itself(folder: Folder, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    page.write_text("What was there.\n")

    folder.run("plan", GITHUB_STEP_SUMMARY=str(page))
    folder.run("apply", "--auto-approve", GITHUB_STEP_SUMMARY=str(page))
    folder.run("drift", GITHUB_STEP_SUMMARY=str(page))

    lines = page.read_text().splitlines()
    assert lines[0] == "What was there."
    assert [line.split()[1] for line in lines if line.startswith("<!-- hcsync:") and "changes" not in line] == [
        "hcsync:plan",
        "hcsync:plan",
        "hcsync:apply",
        "hcsync:drift",
    ]


@pytest.mark.parametrize("used", [1_047_000, 1_040_000])
def test_a_page_that_is_almost_full_is_not_overfilled(folder: Folder, tmp_path: Path, used: int) -> None:
    for number in range(60):
        folder.write(f"content/en/page-{number}.md", ARTICLE.format(title=f"頁 {number} " + "長" * 60))
    page = tmp_path / "summary.md"
    page.write_text("x" * used)

    done = folder.run("plan", GITHUB_STEP_SUMMARY=str(page))

    assert page.stat().st_size <= 1024 * 1024
    full = "the job summary is full" in done.stderr
    assert full == (page.stat().st_size == used)
    assert full == (used == 1_047_000)


def test_a_page_that_cannot_be_written_fails_nothing(folder: Folder) -> None:
    done = folder.run("plan", GITHUB_STEP_SUMMARY=str(folder.root))

    assert "Warning: the job summary cannot be written: Is a directory." in done.stderr


def test_a_project_in_a_folder_of_a_repository_names_its_files_from_the_top(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    inner = tmp_path / "help, docs"
    inner.mkdir()
    folder = Folder(inner)
    folder.run("init")
    folder.write("content/en/a b.md", "---\ntitle: A\nauthor_id: 5\n---\n\n[x](none.md)\n")
    folder.run("lint", "--output", "github=notes", "--output", "sarif=lint.sarif", code=4)
    said = "::error file=help%2C docs/content/en/a b.md,line=6,col=1,title=HC201::"
    assert (inner / "notes").read_text().startswith(said)
    [result] = json.loads((inner / "lint.sarif").read_text())["runs"][0]["results"]
    [place] = [one["physicalLocation"]["artifactLocation"]["uri"] for one in result["locations"]]
    assert place == "help%2C%20docs/content/en/a%20b.md"
    folder.write("content/en/a b.md", ARTICLE.format(title="A"))
    for command in ("plan", "drift"):
        folder.run(command, "--output", "github=notes")
    folder.run("apply", "--auto-approve", "--output", "github=notes")


def test_in_a_job_of_github_no_text_is_a_command_to_its_runner(folder: Folder) -> None:
    """The runner reads every line of the log: `::` at its beginning, the older `##[` anywhere."""
    folder.run("apply", "--auto-approve", "-q")
    folder.write("content/en/one.md", ARTICLE.format(title="'##[set-output name=digest;]x'") + "\n::add-mask::e\n")
    folder.write("content/en/two.md", '---\ntitle: T\nauthor_id: 1\n"##[stop-commands]x": 1\n---\n')
    for command, code in (("lint", 4), ("plan", 4)):
        done = folder.run(command, code=code, GITHUB_ACTIONS="true")
        assert runner_commands(done.stdout + done.stderr) == []
    (folder.root / "content/en/two.md").unlink()
    done = folder.run("plan", "--output", "text", "--output", "json=plan.json", GITHUB_ACTIONS="true")
    assert runner_commands(done.stdout + done.stderr) == []
    assert "##\u2060[set-output" in done.stdout
    assert "##[set-output" in (folder.root / "plan.json").read_text()
    plain = (folder.root / "plan.json").read_text()
    for arguments in (("--output", "json"), ("--output", "markdown"), ("--json",)):
        said = folder.run("plan", *arguments, GITHUB_ACTIONS="true").stdout
        assert runner_commands(said) == []
        if "json" in arguments:
            assert json.loads(said) == json.loads(plain)
    notes = folder.run("plan", "--output", "github", GITHUB_ACTIONS="true").stdout
    assert all(line.startswith("::") for line in notes.splitlines())


def runner_commands(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.lstrip().startswith("::") or "##[" in line]
