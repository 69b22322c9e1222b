"""What git's HEAD holds, for reading; and new bytes for some of its files → a commit on a new branch. The working tree
and the index stay as they are."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hcsync.config import Config
from hcsync.errors import UsageError
from hcsync.workflow.project import FOLDER

_NONE = "0" * 40


def refuse(root: Path, branch: str) -> None:
    """Raises UsageError where `branch` cannot be made: no git, no commit, a bad name, one that is there, nobody whose
    commit it would be."""
    if _asked(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        raise UsageError(
            "--branch needs a git repository with a commit to begin from, and there is none here.",
            hint="Leave --branch out: the files themselves are changed then.",
        )
    if _asked(root, "check-ref-format", "--branch", branch) is None:
        raise UsageError(f"git takes no branch by the name of {branch}.", hint="Choose another one.")
    if _asked(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}") is not None:
        raise UsageError(
            f"there is a branch {branch} already.",
            hint=f"Choose another name, or delete that one if it is done with: git branch -D {branch}",
        )
    if _asked(root, "var", "GIT_AUTHOR_IDENT") is None or _asked(root, "var", "GIT_COMMITTER_IDENT") is None:
        raise UsageError(
            "git does not know whose commit it would be.",
            hint="Tell it first, as in: git config user.name hcsync && git config user.email hcsync@example.com",
        )


def ignores(root: Path, path: str) -> bool:
    """Whether git leaves `path` out of commits, because a .gitignore says so. Without git, nothing does."""
    try:
        return _asked(root, "check-ignore", "--quiet", "--", path) is not None
    except UsageError:
        return False


@contextmanager
def exported(config: Config, records: tuple[str, ...]) -> Iterator[Config]:
    """The same configuration on the content as HEAD has it. What hcsync keeps beside it is as it is here, but for
    `records` (paths relative to the project), which are HEAD's as well."""
    prefix = _git(config.root, "rev-parse", "--show-prefix").strip()
    # Inside of git's own folder, git finds its objects.
    home = _git(config.root, "rev-parse", "--absolute-git-dir").strip()
    with tempfile.TemporaryDirectory(prefix="hcsync-", dir=home) as place:
        index = f"{place}/index"
        _git(config.root, "read-tree", "HEAD", index=index)
        files = _git(config.root, "ls-files", "-z", "--", config.content, ".hcsyncignore", *records, index=index)
        if not files:
            raise UsageError(
                f"git's HEAD holds no {config.content}, so there is nothing for a branch to change.",
                hint="Commit the content first, or leave --branch out.",
            )
        into = f"--prefix={place}/tree/"
        _git(
            config.root,
            "checkout-index",
            "-z",
            "--stdin",
            into,
            given=files.encode("utf-8", "surrogateescape"),
            index=index,
        )
        root = Path(place) / "tree" / prefix
        _beside(config.root / FOLDER, root / FOLDER)
        yield msgspec.structs.replace(config, root=root)


def _beside(here: Path, there: Path) -> None:
    there.mkdir(parents=True, exist_ok=True)
    for entry in here.iterdir() if here.is_dir() else ():
        if entry.name.endswith(".pulled.json"):
            continue
        try:
            (there / entry.name).symlink_to(entry)
        except OSError:  # Not everybody may make links on every system.
            shutil.copytree(entry, there / entry.name) if entry.is_dir() else shutil.copy(entry, there / entry.name)


def commit(root: Path, branch: str, files: Mapping[str, bytes | None], message: str) -> str:
    """`files` are relative to the project; None for one that goes. Returns the commit's id. Raises UsageError
    where git fails."""
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip())
    with tempfile.TemporaryDirectory(prefix="hcsync-") as place:
        index = f"{place}/index"
        _git(top, "read-tree", "HEAD", index=index)
        for name, data in files.items():
            path = f"{prefix}{name}"
            if data is None:
                _git(top, "update-index", "--force-remove", "--", path, index=index)
                continue
            known = _git(top, "ls-files", "--stage", "-z", "--", f":(literal){path}", index=index)
            mode = known.split(" ", 1)[0] or "100644"
            # As git would store it: line endings, filters.
            blob = _git(top, "hash-object", "-w", "--stdin", f"--path={path}", given=data).strip()
            _git(top, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", index=index)
        tree = _git(top, "write-tree", index=index).strip()
        made = _git(top, "commit-tree", tree, "-p", "HEAD", given=message.encode()).strip()
        _git(top, "update-ref", "-m", "hcsync pull", f"refs/heads/{branch}", made, _NONE)
    return made


def _git(root: Path, *arguments: str, given: bytes = b"", index: str | None = None) -> str:
    """What git says; `index` is the file to take for its index. Raises UsageError with git's words where it fails."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=os.environ | ({"GIT_INDEX_FILE": index} if index else {}),
            input=given,
            capture_output=True,
            check=False,
            timeout=600,
        )
    except OSError:
        raise UsageError("--branch needs git, and it is not installed here.", hint="Install git.") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split()) or f"it ended with {done.returncode}"
        raise UsageError(f"git {arguments[0]} failed: {said}.", hint="Nothing in the working tree was changed.")
    return done.stdout.decode("utf-8", "surrogateescape")


def _asked(root: Path, *arguments: str) -> str | None:
    """What git answers, None for a no."""
    try:
        return _git(root, *arguments)
    except UsageError:
        if shutil.which("git") is None:
            raise
        return None
