"""What is shipped for CI, each step of it run as it stands: action.yml, and what the workflows install; and that
zizmor has nothing to say about any of it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from actions import ROOT, Runner, action, workflow
from forges import TOKEN as JOB_TOKEN
from hub import INSTALL, Hub, hub_running
from served import TOKEN


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with hub_running(tmp_path) as running:
        running.push("first", "Two articles")
        running.heads[7] = ("first", "main")
        yield running


def use(
    hub: Hub, event: str = "pull_request", number: int = 7, programs: str = "bin", **inputs: str
) -> tuple[bool, Runner]:
    """`uses: hcsync` with these inputs, on a fresh machine where it is installed already. `programs` is the folder that
    Python keeps them in: on Windows it has another name."""
    runner = hub.runner(event, number)
    given = {name: str(one.get("default", "")) for name, one in action()["inputs"].items()}
    given |= {"github-token": runner.known["github.token"], "intercom-token": TOKEN}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    runner.known |= {f"inputs.{name}": value for name, value in given.items()}
    bin = hub.root / f"{runner.folder.name}.temp" / "hcsync" / programs
    bin.parent.mkdir(parents=True)
    bin.symlink_to(Path(sys.executable).parent)
    return runner.steps(action()["runs"]["steps"], {}), runner


def outputs(runner: Runner) -> dict[str, str]:
    """Those of the action, each from where it says."""
    known = runner.known | {
        f"steps.run.outputs.{name}": runner.outputs["run"].get(name, "") for name in action()["outputs"]
    }
    return {
        name: known[one["value"].removeprefix("${{ ").removesuffix(" }}")] for name, one in action()["outputs"].items()
    }


def test_the_action_plans_comments_and_applies_what_was_reviewed(hub: Hub) -> None:
    done, run = use(hub, command="plan", plan_file="a plan.bin")
    assert done, run.ran
    [body] = hub.forge.bodies(7)
    found = outputs(run)
    assert (found["changes"], found["to-create"], found["conflicts"], found["exit-code"]) == ("true", "2", "0", "2")
    assert f"digest={found['digest']} -->" in body
    assert found["comment-url"].endswith(f"#issuecomment-{max(hub.forge.comments)}")
    hub.merge(7)
    done, run = use(hub, "push", 0, command="apply", plan_file="a plan.bin")
    assert (done, outputs(run)["exit-code"]) == (True, "0"), run.ran
    assert len(hub.site.articles()) == 2
    # Drift, after an edit: the issue, and a step that fails where it was asked to.
    edit = {"state": "published", "author_id": 1, "body": "<p>By hand.</p>"}
    hub.site.call("PUT", f"/articles/{hub.site.articles()['Faq']['id']}", edit)
    done, run = use(hub, "schedule", 0, command="drift", fail_on="change")
    assert (done, outputs(run)["drift"], outputs(run)["changes"]) == (False, "1", "true")
    assert outputs(run)["issue-url"] == next(iter(hub.forge.issues.values()))["html_url"]


def test_the_action_takes_its_token_under_any_name_and_none_of_it_from_inputs_as_code(hub: Hub) -> None:
    config = hub.site.root / "hcsync.yml"
    config.write_text(config.read_text().replace("state: git", "state: git\n    token_env: HELP_TOKEN"))
    hub.push("first", "Another name")
    label = '$(touch x) "y" `z`'
    done, run = use(hub, programs="Scripts", command="plan", token_env="HELP_TOKEN", environment="staging", label=label)
    assert done, run.ran
    [body] = hub.forge.bodies(7)
    assert body.startswith("<!-- hcsync:plan env=staging label=%24%28touch%20x%29%20%22y%22%20%60z%60 digest=")
    assert not (run.folder / "x").exists()
    assert not use(hub, command="plan", token_env="PATH=/tmp x")[0]


@pytest.mark.long
@pytest.mark.parametrize(
    ("inputs", "done", "words"),
    [
        ({"command": "lint"}, True, "No faults in 2 files."),
        ({"command": "sync"}, False, "::error::command must be lint, plan, apply or drift."),
        ({"command": "plan", "intercom_token": ""}, True, "::notice::There is no INTERCOM_TOKEN here"),
        ({"command": "plan", "comment": "false"}, True, "No comment was asked for."),
        ({"command": "plan", "fail_on": "change"}, False, "2 to create"),
        ({"command": "apply", "plan_file": ""}, True, "Apply complete. 2 created"),
        ({"command": "apply"}, False, "Error: HC353 there is no saved plan of commit"),
    ],
)
def test_what_the_action_is_told_to_do(hub: Hub, inputs: dict[str, str], done: bool, words: str) -> None:
    ended, run = use(hub, **inputs)
    assert (ended, words in run.ran[-1].said) == (done, True), run.ran
    assert bool(hub.forge.bodies(7)) == (inputs["command"] == "plan" and "comment" not in inputs)


@pytest.mark.long
def test_the_action_puts_a_remark_beside_the_line_that_has_a_fault(hub: Hub) -> None:
    hub.site.write("content/en/faq.md", "---\ntitle: Faq\nauthor_id: 1\n---\n\n[x](none.md)\n")
    hub.push("first", "Broken")
    done, run = use(hub, command="lint")
    assert (done, "\n::error file=content/en/faq.md,line=6,col=1,title=HC201::" in run.ran[-1].said) == (False, True)


@pytest.mark.long
def test_each_workflow_and_the_action_install_hcsync(hub: Hub) -> None:
    """Out of this checkout, into environments of their own."""
    source = hub.root / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache"))
    found = [step for name in ("help-center.yml", "drift.yml") for step in steps_of(workflow(name))]
    installs = [step for step in found if step.get("name") == INSTALL]
    assert len(installs) == 4
    assert all(step == installs[0] for step in installs)
    template = yaml.safe_load((ROOT / ".gitlab" / "help-center.yml").read_text())
    assert template[".hcsync"]["before_script"] == [installs[0]["run"]]
    run = hub.runner("push")
    run.known["vars.HCSYNC"] = str(source)
    venv = hub.root / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    run.variables["PATH"] = f"{venv}/bin:/usr/bin:/bin"
    run.skipped = ()
    assert run.steps(installs[:1], {}), run.ran
    assert works(venv)
    run = hub.runner("push")
    run.skipped = ()
    run.known["inputs.python-version"] = ""
    run.variables["GITHUB_ACTION_PATH"] = str(source)
    assert run.steps(action()["runs"]["steps"][:2], {}), run.ran
    assert works(hub.root / f"{run.folder.name}.temp" / "hcsync")


def works(venv: Path) -> bool:
    """Whether the hcsync in there starts, and writes the workflows that it brought along."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(venv)}
    command = [str(venv / "bin" / "hcsync"), "init", str(venv / "new"), "--ci", "github"]
    done = subprocess.run(command, env=clean, check=False)
    return done.returncode == 0 and (venv / "new" / ".github" / "workflows" / "drift.yml").is_file()


def test_zizmor_finds_nothing() -> None:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert zizmor, "zizmor is part of the group `test`"
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", ".github/workflows", "action.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout + done.stderr


def gitlab(hub: Hub, job: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A job of the template for GitLab, in a fresh clone of the branch."""
    run = hub.runner("pull_request", 7)
    found = yaml.safe_load((ROOT / ".gitlab" / "help-center.yml").read_text())
    run.variables |= {"CI_API_V4_URL": f"{hub.forge.url}/api/v4", "CI_PROJECT_ID": "77", "CI_MERGE_REQUEST_IID": "7"}
    run.variables |= {"INTERCOM_TOKEN": TOKEN, "HCSYNC_GITLAB_TOKEN": JOB_TOKEN, **found["variables"], **variables}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(found[job]["script"])],
        cwd=run.folder,
        env={"PATH": path, "HOME": str(hub.root), "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **run.variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_template_for_gitlab(hub: Hub) -> None:
    done = gitlab(hub, "hcsync plan")
    assert done.returncode == 0, done.stderr
    assert "Intercom was not asked." in gitlab(hub, "hcsync plan", INTERCOM_TOKEN="").stdout
    [body] = hub.forge.bodies(7)
    assert "**2 to create" in body
    assert gitlab(hub, "hcsync apply").returncode == 0
    hub.site.call("PUT", f"/articles/{hub.site.articles()['Faq']['id']}", {"author_id": 1, "title": "By hand"})
    assert gitlab(hub, "hcsync drift").returncode == 2
    hub.site.write("content/en/faq.md", "no frontmatter\n")
    hub.site.write("plan.md", body.replace("2 to create", "nothing to fear"))
    hub.push("first", "Broken")
    assert gitlab(hub, "hcsync plan").returncode == 4
    [body] = hub.forge.bodies(7)
    assert "**No plan: hcsync ended with an error.**" in body


def test_the_hook_for_pre_commit(hub: Hub) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert re.search(hook["files"], "content/en/faq.md")
    assert re.search(hook["files"], "hcsync.yml")
    command = [str(Path(sys.executable).parent / "hcsync"), *shlex.split(hook["entry"])[1:]]
    assert subprocess.run(command, cwd=hub.site.root, check=False, capture_output=True).returncode == 0
    hub.site.write("content/en/faq.md", "no frontmatter\n")
    assert subprocess.run(command, cwd=hub.site.root, check=False, capture_output=True).returncode == 4


def steps_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("name", ["ci.yml", "help-center.yml", "drift.yml", "action.yml"])
def test_actions_are_pinned_and_scripts_hold_no_expressions(name: str) -> None:
    document = action() if name == "action.yml" else workflow(name)
    for step in steps_of(document):
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40, step["uses"]
    assert document.get("permissions", {}) == {}
