"""This project's own ci.yml, each step of it run as it stands in a copy of the checkout, and the Containerfile as far
as that goes without a container. What would take long is narrowed by what make and pytest themselves offer for it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from actions import ROOT, Runner, workflow
from forges import FakeForge
from pathspec import GitIgnoreSpec

# Step of ci.yml → the tests that are enough to see that it runs tests.
CHEAP = {"make test": "tests/test_yaml12.py", "make demo": ""}
DEAR = {
    ".ci/run": "tests/test_yaml12.py",
    "make test-oldest": "tests/test_yaml12.py tests/markup/render tests/cli/test_github.py",
    "make test-wheel": "-k 'readme or completion or container'",
}


def steps() -> list[dict[str, str]]:
    return [step for job in workflow("ci.yml")["jobs"].values() for step in job["steps"] if "run" in step]


def checkout(folder: Path) -> Path:
    ignored = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache", ".hcsync", ".hypothesis")
    return Path(shutil.copytree(ROOT, folder / "checkout", ignore=ignored))


def ready(root: Path) -> None:
    """The environment that these tests run in, as if `make` had set it up there: nothing is fetched."""
    there = root / ".venv"
    there.mkdir()
    here = Path(sys.executable).parents[1]
    for name in ("bin", "lib"):
        (there / name).symlink_to(here / name)
    if (here / "pyvenv.cfg").is_file():
        shutil.copy(here / "pyvenv.cfg", there)
    for stamp in (".pip", ".runtime", ".test", ".check"):
        (there / stamp).touch()


def run(root: Path, step: str, tests: str, patience: int = 240) -> str:
    """What it said; it must come to its end."""
    runner = Runner(root, FakeForge(), {}, {"PYTEST_ADDOPTS": tests, "HOME": str(root.parent)}, patience=patience)
    assert runner.steps([one for one in steps() if one["run"] == step][:1], {}), runner.ran[-1].said
    return runner.ran[-1].said


def test_each_step_of_ci_is_run_here() -> None:
    assert {step["run"] for step in steps()} == {*CHEAP, *DEAR}


def test_the_tests_and_the_demo(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    ready(root)
    assert re.search(r"\d+ passed", run(root, "make test", CHEAP["make test"]))
    assert "Apply complete." in run(root, "make demo", "")


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("step", DEAR)
def test_what_fetches_its_own_libraries(tmp_path: Path, step: str) -> None:
    root = checkout(tmp_path)
    assert re.search(r"\d+ passed", run(root, step, DEAR[step], 1500))
    if step == "make test-wheel":
        assert not (root / "build" / "wheel" / "hcsync").exists()


def instructions() -> list[tuple[str, str]]:
    """Those of the Containerfile: lines that end in a backslash go on, past comments."""
    lines = [line for line in (ROOT / "Containerfile").read_text().splitlines() if not line.lstrip().startswith("#")]
    found = re.sub(r"\\\n", " ", "\n".join(lines)).splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in found if line.strip())]


def built(folder: Path) -> None:
    """/source as COPY fills it: what .dockerignore names is not sent along."""
    ignored = GitIgnoreSpec.from_lines((ROOT / ".dockerignore").read_text().splitlines())
    for _, rest in (one for one in instructions() if one[0] == "COPY"):
        *sources, target = shlex.split(rest)
        for source in sources:
            files = [ROOT / source, *(ROOT / source).rglob("*")]
            sent = [one for one in files if one.is_file() and not ignored.match_file(one.relative_to(ROOT).as_posix())]
            assert sent, source
            place = folder / target.removeprefix("/source").lstrip("/")
            for one in sent:
                path = place / (one.relative_to(ROOT / source) if (ROOT / source).is_dir() else one.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(one, path)


def test_what_the_container_is_made_of_is_there(tmp_path: Path) -> None:
    built(tmp_path)
    brought = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [name for name in brought["force-include"] if not (tmp_path / name).exists()] == []
    for _, script in (one for one in instructions() if one[0] == "RUN"):
        subprocess.run(["bash", "-n", "-c", script], check=True)
    # git takes the line that lets it read what is mounted.
    scripts = [part.strip() for name, rest in instructions() if name == "RUN" for part in rest.split("&&")]
    [trust] = [script for script in scripts if script.startswith("git config --system ")]
    system = {**os.environ, "GIT_CONFIG_SYSTEM": str(tmp_path / "gitconfig")}
    subprocess.run(["bash", "-c", trust], env=system, check=True)
    assert dict(instructions())["WORKDIR"] in (tmp_path / "gitconfig").read_text()


@pytest.mark.long
def test_the_container_installs_what_it_starts(tmp_path: Path) -> None:
    built(tmp_path / "source")
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    [install] = [rest for name, rest in instructions() if name == "RUN" and "pip install" in rest]
    clean = {"PATH": f"{venv}/bin:/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run(["bash", "-ec", install.replace("/source", str(tmp_path / "source"))], env=clean, check=True)
    assert not (tmp_path / "source").exists()
    told = dict(instructions())
    command = [word for name in ("ENTRYPOINT", "CMD") for word in re.findall(r'"([^"]*)"', told[name])]
    done = subprocess.run(command, env=clean, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: hcsync")
    subprocess.run(["hcsync", "init", "new", "--ci", "gitlab"], env=clean, cwd=tmp_path, check=True)
    subprocess.run([str(venv / "bin" / "python"), "-c", "import obstore"], check=True)
