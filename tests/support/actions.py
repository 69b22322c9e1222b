"""Workflows and actions of GitHub, run in a folder: each `run:` by bash as a runner does it, and the few actions that
ours use. What stands between `${{` and `}}` is looked up, or it is an error."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from forges import FakeForge

ROOT = Path(__file__).parents[2]
_WORD = re.compile(r"'[^']*'|[A-Za-z_][\w-]*(?:\.[\w-]+)*|\|\||&&")


@dataclass
class Ran:
    """One step that was run."""

    name: str
    code: int
    said: str


@dataclass
class Runner:
    """A job at work in `folder`. `known` is what expressions may name; `variables` are those of the machine; steps
    of the names in `skipped` are not run. `patience` is how many seconds a step may take."""

    folder: Path
    forge: FakeForge
    known: dict[str, Any]
    variables: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    ran: list[Ran] = field(default_factory=list)
    skipped: tuple[str, ...] = ()
    patience: int = 240

    def job(self, workflow: Mapping[str, Any], name: str) -> bool:
        """Whether it came to its end; False, too, where its condition does not hold."""
        job = workflow["jobs"][name]
        env = self._filled(workflow.get("env", {}))
        self.known |= {f"env.{key}": value for key, value in env.items()}
        if "if" in job and not self.value(job["if"]):
            return False
        return self.steps(job["steps"], env)

    def steps(self, steps: list[Mapping[str, Any]], env: Mapping[str, str]) -> bool:
        going = True
        for step in steps:
            wanted = str(step.get("if", "success()"))
            if step.get("name") in self.skipped or not (going or "always()" in wanted) or not self.value(wanted):
                continue
            if "run" in step:
                going = self._run(step, env) == 0 and going
            else:
                _ACTIONS[step["uses"].partition("@")[0]](self, self._filled(step.get("with", {})))
        return going

    def value(self, expression: str) -> Any:
        """Of `a && b || c`, `==`, `!=` and calls, as Python sees them."""
        return eval(
            _WORD.sub(self._word, expression), {"__builtins__": {}}, {"here": self, **_CALLS, "hashFiles": self._hash}
        )

    def filled(self, text: object) -> str:
        found = re.sub(r"\$\{\{(.*?)\}\}", lambda one: str(self.value(one[1].strip()) or ""), str(text))
        return str(text).lower() if isinstance(text, bool) else found

    def _hash(self, name: str) -> str:
        return "a hash" if (self.folder / name).is_file() else ""

    def _filled(self, texts: Mapping[str, object]) -> dict[str, str]:
        return {key: self.filled(text) for key, text in texts.items()}

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        if word in ("&&", "||"):
            return " and " if word == "&&" else " or "
        if word.startswith("'") or word in _CALLS or word == "hashFiles":
            return word
        return f"here.known[{word!r}]"

    def _run(self, step: Mapping[str, Any], env: Mapping[str, str]) -> int:
        assert "${{" not in step["run"], step["run"]
        temp = self.folder.parent / f"{self.folder.name}.temp"
        temp.mkdir(exist_ok=True)
        output = temp / f"output-{len(self.ran)}"
        output.touch()
        variables = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(temp)}
        variables |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        variables |= {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(temp)}
        variables |= self.variables | {**env, **self._filled(step.get("env", {}))}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder / self.filled(step.get("working-directory", ".")),
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=self.patience,
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        for name, value in variables.items():
            assert "TOKEN" not in name or name.endswith("_ENV") or not value or value not in said, name
        self.ran.append(Ran(step.get("name", step["run"]), done.returncode, said))
        if "id" in step:
            self.outputs[step["id"]] = found = outputs_in(output)
            self.known |= {f"steps.{step['id']}.outputs.{name}": value for name, value in found.items()}
        return done.returncode


def outputs_in(path: Path) -> dict[str, str]:
    """As GitHub reads them."""
    text = path.read_text()
    found = re.findall(r"^([\w-]+)<<(\S+)\n(.*?)\n?^\2$\n", text, re.MULTILINE | re.DOTALL)
    left = re.sub(r"^([\w-]+)<<(\S+)\n(.*?)\n?^\2$\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return dict(line.split("=", 1) for line in left.splitlines()) | {name: value for name, _, value in found}


def workflow(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())
    return found


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    return found


def _upload(runner: Runner, given: dict[str, str]) -> None:
    assert not set(given["name"]) & set('":<>|*?\r\n\\/'), "actions/upload-artifact takes no such name"
    head = runner.known["github.event.pull_request.head.sha"]
    path = runner.folder / given["path"]
    runner.forge.artifact(given["name"], head, {path.name: path.read_bytes()})


_ACTIONS: dict[str, Callable[[Runner, dict[str, str]], None]] = {
    "actions/checkout": lambda _runner, _given: None,
    "actions/setup-python": lambda runner, _given: runner.known.update(
        {"steps.python.outputs.python-path": sys.executable}
    ),
    "actions/upload-artifact": _upload,
}
_CALLS: dict[str, Any] = {
    "success": lambda: True,
    "always": lambda: True,
    "format": lambda text, *rest: text.format(*rest),
}
