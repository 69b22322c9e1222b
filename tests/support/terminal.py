"""hcsync on a terminal of its own: what it shows, what it is typed, how it ends."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from running import CLEAN

PATIENCE = 30.0  # seconds, for a machine under load


@dataclass
class Terminal:
    """A pseudo-terminal; `shown` grows as it is read."""

    process: subprocess.Popen[bytes]
    fd: int
    shown: str = ""

    def until(self, words: str) -> str:
        """Read until `words` have appeared. Fails if they never do."""
        begun = time.monotonic()
        while words not in self.shown:
            assert time.monotonic() - begun < PATIENCE, self.shown
            assert self._read() or words in self.shown, self.shown
        return self.shown

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def end(self) -> int:
        """Read to the end and return the exit code."""
        begun = time.monotonic()
        while self._read():
            if time.monotonic() - begun > PATIENCE:
                self.process.kill()
                raise AssertionError(f"it did not end: {self.shown}")
        return self.process.wait(timeout=PATIENCE)

    def _read(self) -> bool:
        """Whether there may be more."""
        if not select.select([self.fd], [], [], 1.0)[0]:
            return True
        with suppress(OSError):  # Linux: EIO once the other end is closed
            data = os.read(self.fd, 65536)
            self.shown += data.decode("utf-8", "replace")
            return bool(data)
        return False


def started(command: Sequence[str], folder: Path, *, stdout: int | None = None, **variables: str) -> Terminal:
    """Run `command` with stdin, stdout (unless given) and stderr on a terminal 100 columns wide."""
    parent, child = pty.openpty()
    environment = CLEAN | {"TERM": "xterm-256color", "COLUMNS": "100"} | variables

    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=child,
        stdout=child if stdout is None else stdout,
        stderr=child,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - no threads here
    )
    os.close(child)
    return Terminal(process, parent)


def _take_terminal() -> None:
    """Make it the controlling terminal, so that ^C becomes a signal."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
