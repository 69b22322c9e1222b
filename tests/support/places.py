"""Places where a state is kept: a folder, a real git remote (a path or a socket), real servers of object stores."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from azure import AZURITE, CONTAINER, azure_variables

from hcsync.state.backend import Backend
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.backends.git_ref import GitRefBackend

BUCKET = "hcsync-test"
AZ = pytest.param(
    "az", marks=[pytest.mark.long, pytest.mark.skipif(not AZURITE, reason="`npm install -g azurite` lets this run")]
)
"""The parameter for `place_of` that takes what Microsoft makes for it."""


@dataclass
class Place:
    """`another` opens it as one more machine would. `setting` is what hcsync.yml says, `variables` what the environment
    must say beside it; `clone` makes a folder that is fit to hold a repository."""

    name: str
    another: Callable[[], Backend]
    setting: str = "file"
    variables: dict[str, str] = field(default_factory=dict)
    clone: Callable[[Path], Path] = lambda folder: folder


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def bare(folder: Path) -> Path:
    """A bare repository with one commit on main."""
    folder.mkdir(parents=True)
    git(folder, "init", "--bare", "--quiet", "--initial-branch=main")
    first = folder.parent / f"{folder.name}.first"
    git(folder.parent, "clone", "--quiet", str(folder), str(first))
    (first / "README.md").write_text("a help center\n")
    git(first, "checkout", "--quiet", "-b", "main")
    git(first, "add", ".")
    git(first, "commit", "--quiet", "-m", "first")
    git(first, "push", "--quiet", "origin", "main")
    return folder


def clones(url: str, folder: Path) -> Callable[[], Path]:
    """A function that makes one more clone of `url` below `folder`."""
    made: list[Path] = []

    def clone() -> Path:
        made.append(folder / f"clone-{len(made)}")
        git(folder, "clone", "--quiet", url, str(made[-1]))
        return made[-1]

    return clone


def folder_place(root: Path) -> Place:
    return Place("folder", lambda: FolderBackend(root / ".hcsync", "production"))


def git_place(root: Path, url: str | None = None) -> Place:
    url = url or str(bare(root / "remote.git"))
    clone = clones(url, root)

    def into(folder: Path) -> Path:
        git(root, "clone", "--quiet", url, str(folder))
        return folder

    return Place("git", lambda: GitRefBackend(clone(), "production"), "git", clone=into)


@contextmanager
def git_daemon(root: Path) -> Iterator[Place]:
    """A remote on a socket, that anybody may push to."""
    bare(root / "served" / "remote.git")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["git", "daemon", f"--base-path={root / 'served'}", "--export-all", "--enable=receive-pack"]
    command += ["--listen=127.0.0.1", f"--port={port}", "--reuseaddr"]
    # The daemon is a child of `git`: a group of their own ends both.
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            _wait(port)
            yield git_place(root, f"git://127.0.0.1:{port}/remote.git")
        finally:
            os.killpg(process.pid, 15)


def _wait(port: int) -> None:
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nobody listens")


S3_REQUESTS: list[tuple[str, str]] = []
"""Method and path of all that the server below was asked."""


class _Alone:
    """One request at a time: what a real object store does in one step, this server does in two."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        with self._lock:
            S3_REQUESTS.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
            return [b"".join(self._app(environ, start_response))]


@cache
def s3_variables() -> dict[str, str]:
    """Starts the server, once for the test process, and returns what the environment of a client must say; that of
    this process says it from now on."""
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    app = _Alone(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with urlopen(Request(f"{url}/{BUCKET}", method="PUT"), timeout=30) as answer:
        assert answer.status == 200
    variables = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }
    os.environ.update(variables)
    return variables


def s3_place(key: str) -> Place:
    return _object_store("s3", f"s3://{BUCKET}/{key}", s3_variables())


def _object_store(name: str, address: str, variables: dict[str, str]) -> Place:
    from hcsync.state.backends.object_store import ObjectStoreBackend

    return Place(name, lambda: ObjectStoreBackend(address, "production"), address, variables)


def place_of(name: str, root: Path) -> Place:
    match name:
        case "folder":
            return folder_place(root)
        case "git":
            return git_place(root)
        case "az":
            return _object_store("az", f"az://{CONTAINER}/{root.name}", azure_variables())
        case _:
            return s3_place(root.name)
