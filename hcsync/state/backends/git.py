"""Arguments for git → what it says; in the user's repository, and leaving it as it is: objects come in, nothing else.

No prompt, no hook, no password in a message. Needs git 2.29 or newer (`fetch --no-write-fetch-head`).
"""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from hcsync.errors import UsageError
from hcsync.model.codes import Code

# Seconds that a command may take; a remote that says nothing for longer is not there. Looking takes less than moving.
TIMEOUT = 120.0
TIMEOUT_LOOK = 30.0

# These point git at another repository, index or objects than those of the folder; a hook that runs hcsync sets them.
_ELSEWHERE = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES "
    "GIT_COMMON_DIR GIT_NAMESPACE GIT_QUARANTINE_PATH"
).split()
_OURS = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS_REQUIRE": "never",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_AUTHOR_NAME": "hcsync",
    "GIT_AUTHOR_EMAIL": "hcsync@localhost",
    "GIT_COMMITTER_NAME": "hcsync",
    "GIT_COMMITTER_EMAIL": "hcsync@localhost",
}
_FETCH = (
    "fetch --quiet --no-tags --no-write-fetch-head --no-recurse-submodules --no-auto-maintenance --no-prune "
    "--no-filter --refmap="
).split()
_PUSH = "push --porcelain --no-verify --no-follow-tags --no-signed --recurse-submodules=no".split()
_SECRET = re.compile(r"(\w[\w+.-]*://)[^\s'\"]*@|(?<=[?&])[^\s'\"]+")


class GitFailed(Exception):
    """git ended with an error: its own words, without passwords. `refused`: the remote has answered, with no; `reasons`
    is what it had to say to that."""

    def __init__(self, words: str, *, refused: bool = False, reasons: str = "") -> None:
        super().__init__(f"{words}: {reasons}" if reasons else words)
        self.refused = refused
        self._words = words

    @property
    def passing(self) -> bool:
        """Whether to try again: the remote was not reached, or was at work on its refs."""
        return not self.refused or "lock" in self._words or "failed to update ref" in self._words


class Git:
    """The repository that `root` lies in."""

    def __init__(self, root: Path) -> None:
        self._root = root
        kept = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
        self._environ = kept | _OURS

    def run(
        self, *arguments: str, given: bytes = b"", also: Mapping[str, str] | None = None, timeout: float = TIMEOUT
    ) -> bytes:
        """What git prints. Raises GitFailed; UsageError where there is no git at all."""
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._root,
                env=self._environ | dict(also or {}),
                input=given,
                capture_output=True,
                check=False,
                timeout=timeout,
                # Without a terminal of its own ssh cannot ask, and Ctrl-C does not cut a push in two.
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            raise GitFailed(f"git {arguments[0]} got no answer within {timeout:.0f} s") from None
        except FileNotFoundError:
            raise UsageError(
                "the state is kept in git, and there is no git here.",
                hint="Install git, or keep the state elsewhere (`state:` in hcsync.yml).",
                code=Code.STATE_UNREACHABLE,
            ) from None
        if done.returncode:
            refused = b"\n!\t" in b"\n" + done.stdout
            reasons = _reasons(done.stderr) if refused else ""
            raise GitFailed(_words(done.stderr, done.stdout if refused else b""), refused=refused, reasons=reasons)
        return done.stdout

    def remote(self) -> tuple[str, str]:
        """The name of the remote (`origin`, else the only one) and what git is to call it: the same, or the address
        that is pushed to where that is another than is fetched from. Raises GitFailed."""
        names = self.run("remote").decode().split()
        if "origin" not in names and len(names) != 1:
            known = f"none of {', '.join(names)} is called origin" if names else "this repository has no remote"
            raise GitFailed(known)
        name = "origin" if "origin" in names else names[0]
        push = self.run("remote", "get-url", "--push", name).decode().strip()
        return name, name if push == self.run("remote", "get-url", name).decode().strip() else push

    def tips(self, remote: str, pattern: str) -> dict[str, str]:
        """Ref → commit, as the remote has them now. `pattern` is a ref's full name; its last part may be `*`."""
        listed = self.run("ls-remote", "--quiet", remote, pattern, timeout=TIMEOUT_LOOK).decode().splitlines()
        found = {ref: commit for commit, _, ref in (line.partition("\t") for line in listed)}
        folder = pattern.rpartition("/")[0]
        # git matches the end of a name: another ref may end like ours.
        return {ref: commit for ref, commit in found.items() if ref == pattern or ref.rpartition("/")[0] == folder}

    def fetch(self, remote: str, ref: str) -> None:
        self.run(*_FETCH, remote, ref)

    def push(self, remote: str, ref: str, new: str, old: str) -> None:
        """Move `ref` from `old` to `new` ("": it does not exist) in one step."""
        self.run(*_PUSH, f"--force-with-lease={ref}:{old}", remote, f"{new}:{ref}")

    def has(self, commit: str) -> bool:
        try:
            self.run("cat-file", "-e", f"{commit}^{{commit}}")
        except GitFailed:
            return False
        return True

    def blob(self, data: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", given=data).decode().strip()

    def commit(self, tree: str, parent: str, message: str) -> str:
        parents = ("-p", parent) if parent else ()
        return self.run("commit-tree", *parents, tree, given=message.encode()).decode().strip()


def _words(said: bytes, refusals: bytes) -> str:
    """The line that says why: what the remote refused with, else git's own last complaint."""
    for line in refusals.decode("utf-8", "replace").splitlines():
        if line.startswith("!\t"):
            return _redacted(line.split("\t")[-1])
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ssh:"))]
    return _redacted((complaints or lines or ["git gave no reason"])[-1].removeprefix("fatal: ").rstrip("."))


def _reasons(said: bytes) -> str:
    """What the remote's own rules and hooks said: the first lines of it."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines()]
    told = [words for line in lines if line.startswith("remote:") and (words := line.removeprefix("remote:").strip())]
    return _redacted(" ".join(told[:3])[:300].rstrip("."))


def _redacted(words: str) -> str:
    return _SECRET.sub(lambda found: f"{found[1]}…@" if found[1] else "…", words)
