"""Checks of the repository: the content's faults, and whether git can give back what was last applied."""

import os
import subprocess
from pathlib import Path

from hcsync.errors import HcsyncError
from hcsync.model.checkup import Finding
from hcsync.model.diagnostic import Severity
from hcsync.report.view import counted
from hcsync.workflow import gather
from hcsync.workflow.checks.known import Known, fault, of_error, ok, warning


async def content(known: Known) -> Finding | None:
    if known.project is None:
        return None
    try:
        found = gather.check_offline(known.project)
    except HcsyncError as error:
        return of_error(error)
    files = sum(len(node.files) for node in known.project.tree.nodes.values())
    if not found:
        return ok(f"no faults in {counted(files, 'file')}")
    errors = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    warnings = len(found) - len(errors)
    parts = [counted(len(errors), "error")] * bool(errors) + [counted(warnings, "warning")] * bool(warnings)
    told, hint = f"{' and '.join(parts)} in {counted(files, 'file')}", "`hcsync lint` shows what is wrong."
    return fault(told, hint, errors[0].code) if errors else warning(told, hint)


async def git(known: Known) -> Finding | None:
    """Where git knows the files as they were applied, drift is shown line by line and edits are merged."""
    if known.config is None:
        return None
    loss = "the texts as they were last applied are kept on this machine alone"
    answer = _asked(known.config.root, "rev-parse", "--is-inside-work-tree")
    if answer is None:
        return warning(f"git is not installed: {loss}", "Install git.")
    if answer != "true":
        return warning(f"this is not a git repository: {loss}", "Run `git init` and commit the content.")
    if _asked(known.config.root, "rev-parse", "--is-shallow-repository") == "true":
        return warning(
            "a shallow clone: git may not have the texts that were last applied",
            "Fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow.",
        )
    return ok("a repository with its history")


def _asked(root: Path, *arguments: str) -> str | None:
    """What git says, "" where it refuses; None where there is no git."""
    environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=environ, capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else ""
