"""The git remote as a place for a state: any checkout will do, and nothing in it is touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import bare, clones, git, git_daemon

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.state.backend import Moved, Slot, Stored
from hcsync.state.backends.git_ref import GitRefBackend


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return bare(tmp_path / "remote.git")


def _use(folder: Path) -> None:
    """Everything a backend can do, once."""
    backend = GitRefBackend(folder, "production")
    version = backend.write(Slot.STATE, b"1", None)
    assert backend.read(Slot.STATE) == Stored(b"1", version)
    backend.write(Slot.STATE, b"2", version)
    lease = backend.write(Slot.LEASE, b"mine", None)
    backend.remove(Slot.LEASE, lease)
    backend.keep("1", {"a/b": b"kept"})
    assert backend.kept("1") == {"a/b": b"kept"}
    backend.drop("1")


def _seen(folder: Path) -> dict[str, str]:
    """What a user would notice."""
    git_folder = Path(git(folder, "rev-parse", "--absolute-git-dir"))
    common = git_folder / git(folder, "rev-parse", "--git-common-dir")
    files = {str(path): path.read_bytes().hex() for path in git_folder.glob("*") if path.is_file()}
    files |= {str(path): path.read_bytes().hex() for path in common.glob("*") if path.is_file()}
    return files | {
        "refs": git(folder, "for-each-ref"),
        "status": git(folder, "status", "--porcelain", "--branch"),
        "config": git(folder, "config", "--list", "--local"),
        "stash": git(folder, "stash", "list"),
    }


def _fetched(folder: Path) -> None:
    """A FETCH_HEAD and a dirty index, which must stay."""
    git(folder, "fetch", "--quiet", "origin")
    (folder / "README.md").write_text("edited\n")
    (folder / "staged.md").write_text("staged\n")
    git(folder, "add", "staged.md")


@pytest.mark.parametrize("kind", ["plain", "detached", "shallow", "partial", "worktree", "without a commit", "bare"])
def test_any_checkout_will_do_and_stays_as_it_was(tmp_path: Path, remote: Path, kind: str) -> None:
    folder = clones(remote.as_uri(), tmp_path)()
    (folder / "more.md").write_text("more\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "second")
    git(folder, "push", "--quiet", "origin", "HEAD")
    match kind:
        case "detached":
            git(folder, "checkout", "--quiet", "--detach", "HEAD")
        case "shallow" | "partial":
            how = "--depth=1" if kind == "shallow" else "--filter=blob:none"
            git(remote, "config", "uploadpack.allowFilter", "true")
            git(tmp_path, "clone", "--quiet", how, remote.as_uri(), "other")
            folder = tmp_path / "other"
        case "worktree":
            git(folder, "worktree", "add", "--quiet", "--detach", str(tmp_path / "other"))
            folder = tmp_path / "other"
        case "without a commit":
            folder = tmp_path / "other"
            git(tmp_path, "init", "--quiet", "other")
            git(folder, "remote", "add", "origin", str(remote))
        case "bare":
            git(tmp_path, "clone", "--quiet", "--bare", str(remote), "other.git")
            folder = tmp_path / "other.git"
    if kind not in ("bare", "without a commit"):
        _fetched(folder)
    before = {} if kind == "bare" else _seen(folder)
    _use(folder)
    assert before == ({} if kind == "bare" else _seen(folder))
    assert git(folder, "for-each-ref", "refs/hcsync") == ""


def test_the_states_before_it_can_be_read_with_git(tmp_path: Path, remote: Path) -> None:
    clone = clones(str(remote), tmp_path)
    backend = GitRefBackend(clone(), "production")
    version = None
    for number in range(3):
        version = backend.write(Slot.STATE, b"%d" % number, version)
    folder = clone()
    git(folder, "fetch", "--quiet", "origin", "refs/hcsync/production/state")
    shown = [git(folder, "show", f"FETCH_HEAD{back}:state.json") for back in ("", "~1", "~2")]
    assert shown == ["2", "1", "0"]
    assert git(folder, "log", "--format=%an %s", "FETCH_HEAD", "-1") == "hcsync hcsync: state.json"


def test_a_remote_that_forbids_rewriting_will_do(tmp_path: Path, remote: Path) -> None:
    git(remote, "config", "receive.denyNonFastForwards", "true")
    git(remote, "config", "receive.fsckObjects", "true")
    backend = GitRefBackend(clones(str(remote), tmp_path)(), "production")
    lease = backend.write(Slot.LEASE, b"1", None)
    lease = backend.write(Slot.LEASE, b"renewed", lease)
    backend.remove(Slot.LEASE, lease)
    backend.write(Slot.LEASE, b"2", None)


DAEMON = Path(subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip())


@pytest.mark.skipif(not (DAEMON / "git-daemon").exists(), reason="this git comes without git-daemon")
def test_over_a_socket(tmp_path: Path) -> None:
    with git_daemon(tmp_path) as place:
        here, there = place.another(), place.another()
        version = here.write(Slot.STATE, b"1", None)
        assert there.read(Slot.STATE) == Stored(b"1", version)
        there.write(Slot.STATE, b"2", version)
        with pytest.raises(Moved):
            here.write(Slot.STATE, b"3", version)
        here.keep("1", {"a": b"kept"})
        assert there.kept("1") == {"a": b"kept"}
        there.drop("1")
        assert here.runs() == []


def test_no_hook_of_the_user_runs_and_none_that_hcsync_runs_in_leads_astray(tmp_path: Path, remote: Path) -> None:
    folder = clones(str(remote), tmp_path)()
    hook = folder / ".git/hooks/pre-push"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    elsewhere = {"GIT_DIR": str(tmp_path / "nowhere"), "GIT_INDEX_FILE": "/nowhere", "GIT_WORK_TREE": "/nowhere"}
    script = (
        "import sys; from pathlib import Path; from hcsync.state.backend import Slot;"
        "from hcsync.state.backends.git_ref import GitRefBackend;"
        "print(GitRefBackend(Path(sys.argv[1]), 'production').write(Slot.STATE, b'1', None))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        env=os.environ | elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert git(remote, "rev-parse", "refs/hcsync/production/state") == done.stdout.strip()


def test_the_remote_is_origin_or_else_the_only_one(tmp_path: Path, remote: Path) -> None:
    folder = clones(str(remote), tmp_path)()
    git(folder, "remote", "rename", "origin", "upstream")
    backend = GitRefBackend(folder, "production")
    backend.write(Slot.STATE, b"1", None)
    assert backend.place == "refs/hcsync/production at upstream"
    git(folder, "remote", "add", "other", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="none of other, upstream is called origin"):
        GitRefBackend(folder, "production").read(Slot.STATE)
    git(folder, "remote", "add", "origin", str(tmp_path / "nowhere"))
    git(folder, "remote", "set-url", "--push", "origin", str(remote))
    assert GitRefBackend(folder, "production").read(Slot.STATE) is not None


def _trouble(folder: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        GitRefBackend(folder, "production").write(Slot.STATE, b"1", None)
    assert (caught.value.code, caught.value.exit_code) == (Code.STATE_UNREACHABLE, 1)
    return caught.value


def test_what_cannot_be_reached_says_so(tmp_path: Path, remote: Path) -> None:
    assert "not a git repository" in _trouble(tmp_path).message
    git(tmp_path, "init", "--quiet", "alone")
    assert "this repository has no remote" in _trouble(tmp_path / "alone").message
    folder = clones(str(remote), tmp_path)()
    git(folder, "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    assert "Could not read from remote repository" in _trouble(folder).message


def test_a_remote_that_says_no_is_quoted(tmp_path: Path, remote: Path) -> None:
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    folder = clones(str(remote), tmp_path)()
    refused = "the state cannot be kept at refs/hcsync/production at origin: " + (
        "[remote rejected] (pre-receive hook declined)"
    )
    assert _trouble(folder).message == f"{refused}."
    # What it says itself tells what to ask its owner for; a word of it is no reason to try again.
    hook.write_text("#!/bin/sh\necho 'These refs are locked.' >&2\necho >&2\necho 'Ask Jo.' >&2\nexit 1\n")
    assert _trouble(folder).message == f"{refused}: These refs are locked. Ask Jo."


def test_no_password_is_shown(tmp_path: Path, remote: Path) -> None:
    folder = clones(str(remote), tmp_path)()
    for url in ("http://user:p%40ss@127.0.0.1:1/x.git", "http://tok:s3cr3t/p@ss@127.0.0.1:1/x.git?key=s3cr3t"):
        git(folder, "remote", "set-url", "origin", url)
        git(folder, "remote", "set-url", "--push", "origin", f"{url}#")
        message = _trouble(folder).message
        assert "127.0.0.1" in message
        assert not any(word in message for word in ("p%40ss", "s3cr3t", "tok", "p@ss", "user"))
