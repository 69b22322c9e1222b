"""A repository → the workflow files it needs where it is hosted, as far as that can be told."""

import re
import subprocess
from enum import StrEnum
from pathlib import Path

from hcsync.workflow.sample import sample


class Provider(StrEnum):
    """Who runs the jobs."""

    GITHUB = "github"
    GITLAB = "gitlab"


_FILES = {
    Provider.GITHUB: (".github/workflows/help-center.yml", ".github/workflows/drift.yml"),
    Provider.GITLAB: (".gitlab/help-center.yml",),
}
# GitLab starts from this one file, which belongs to the whole project.
_GITLAB_START = ".gitlab-ci.yml"
# https://user@HOST/…, ssh://git@HOST:22/…, git@HOST:…
_HOST = re.compile(r"(?:[a-z+]+://)(?:[^/@]*@)?([^/:]+)|(?:[^/@]+@)([^/:]+):")
_INCLUDE = "include:\n  - local: .gitlab/help-center.yml\n"


def folder_in_repository(root: Path) -> str:
    """`docs/` where `root` is that folder of a git repository; "" at the top of one, and outside of any."""
    return _git(root, "rev-parse", "--show-prefix")


def provider_of(root: Path) -> Provider | None:
    """By what lies there, else by the address of the remote. None where neither tells, or where `root` is a folder
    inside of a repository: workflows must lie at the top of it, which is not ours to write to."""
    if folder_in_repository(root):
        return None
    if (root / ".github").is_dir():
        return Provider.GITHUB
    if (root / _GITLAB_START).is_file() or (root / ".gitlab").is_dir():
        return Provider.GITLAB
    host = _HOST.match(_git(root, "remote", "get-url", "origin").lower())
    return next((one for one in Provider if host and one.value in (host[1] or host[2])), None)


def files(provider: Provider) -> dict[str, str]:
    """Path → text."""
    place = sample()
    found = {name: (place / name).read_text(encoding="utf-8") for name in _FILES[provider]}
    return found | ({_GITLAB_START: _INCLUDE} if provider is Provider.GITLAB else {})


def _git(root: Path, *arguments: str) -> str:
    """ "" for whatever git cannot tell."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
