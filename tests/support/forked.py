"""hcsync as processes that start at once: each is forked from one that has imported all of it and done nothing yet.

They are processes like any other (their own memory, an exit code, to be killed at any moment); only the half second in
which Python imports is spent once. Run as a program, this file is the process they are forked from.
"""

import atexit
import json
import os
import pkgutil
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO


@dataclass
class Child:
    """A running command. `answers` tells its end."""

    pid: int
    answers: BinaryIO
    connection: socket.socket
    output: Path
    errors: Path

    def kill(self) -> None:
        """Where it has ended already, its number may be another's by now."""
        if not self.ended():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end, as a machine that shuts down does."""
        if not self.ended():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def ended(self) -> bool:
        return bool(select.select([self.connection], [], [], 0)[0])

    def wait(self) -> subprocess.CompletedProcess[str]:
        """Its exit code (negative: the signal it died of) and what it said."""
        code = int(self.answers.readline())
        self.answers.close()
        self.connection.close()
        said = (path.read_text() if path.exists() else "" for path in (self.output, self.errors))
        return subprocess.CompletedProcess([], code, *said)


def start(entry: str, arguments: Sequence[str], folder: Path, variables: Mapping[str, str]) -> Child:
    """Call the function `entry` ("module:name"; the module is one below, or beside this file) with the arguments, in
    `folder` and with these variables alone, in a process of its own."""
    home = Path(_origin())
    output, errors = (home.parent / f"{secrets.token_hex(8)}.{name}" for name in ("out", "err"))
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(home))
    order = {
        "entry": entry,
        "arguments": list(arguments),
        "folder": str(folder),
        "variables": dict(variables),
        "output": str(output),
        "errors": str(errors),
    }
    connection.sendall(json.dumps(order).encode() + b"\n")
    answers = connection.makefile("rb")
    return Child(int(answers.readline()), answers, connection, output, errors)


@cache
def _origin() -> str:
    """The address of the process to fork from. It ends when this one does: its standard input ends then."""
    folder = tempfile.mkdtemp(prefix="hcsync-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    address = f"{folder}/origin"
    process = subprocess.Popen(
        [sys.executable, __file__, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    atexit.register(process.communicate)
    return address


def _serve(address: str) -> None:
    import hcsync

    for module in pkgutil.walk_packages(hcsync.__path__, "hcsync."):
        if module.name != "hcsync.__main__":
            __import__(module.name)
    for name in ("deepdiff", "filelock", "pathspec"):  # what is imported where it is used
        __import__(name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    if os.fork() == 0:  # ends with our standard input
        sys.stdin.buffer.read()
        os.kill(os.getppid(), signal.SIGTERM)
        os._exit(0)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _attend(connection)
            os._exit(0)
        connection.close()


def _attend(connection: socket.socket) -> None:
    """One command: start it, tell its process, wait, tell its end."""
    order = json.loads(connection.makefile("rb").readline())
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(order)
    connection.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    with suppress(OSError):
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(order: dict[str, Any]) -> None:
    code = 70
    try:
        os.setsid()
        for name, number in (("output", 1), ("errors", 2)):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["variables"])
        module, _, name = order["entry"].partition(":")
        entry: Callable[[list[str]], int] = getattr(__import__(module, fromlist=[name]), name)
        code = entry(order["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
