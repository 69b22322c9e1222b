"""hcsync and the embedded help center as processes, for tests that want them as a user has them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import forked

CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(("HCSYNC_", "INTERCOM_", "GITHUB_"))}


@dataclass(frozen=True)
class Folder:
    """A repository on disk."""

    root: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "hcsync", *arguments]

    def run(self, *arguments: str, code: int | None = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run hcsync here; `code` is the exit code it must end with (None: any)."""
        done = self._done(arguments, CLEAN | variables)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        assert code is None or done.returncode == code, (done.returncode, done.stdout[-3000:], done.stderr[-3000:])
        return done

    def start(self, *arguments: str, **variables: str) -> forked.Child:
        """The same, at work: to be waited for, or to be killed."""
        return self._started(arguments, CLEAN | variables)

    def _started(self, arguments: Sequence[str], variables: Mapping[str, str]) -> forked.Child:
        return forked.start("hcsync.cli.main:run", arguments, self.root, variables)

    def _done(self, arguments: Sequence[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        if not any(name.startswith("PYTHON") for name in variables.keys() - CLEAN.keys()):
            return self._started(arguments, variables).wait()
        # Python heeds these as it starts.
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=variables,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=240,
        )

    def plan(self, *arguments: str, code: int | None = 0, **variables: str) -> dict[str, Any]:
        done = self.run("plan", "--output", "json", "--detailed-exitcode", *arguments, code=code, **variables)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def database(self, name: str = ".hcsync/local.db") -> sqlite3.Connection:
        return sqlite3.connect(self.root / name)


@dataclass(frozen=True)
class Emulator:
    url: str
    token: str
    log: Path

    def call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        with urlopen(Request(self.url + path, data, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def articles(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        page = 1
        while data := self.call("GET", f"/articles?per_page=250&page={page}")["data"]:
            found += data
            page += 1
        return found

    def requests(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def emulator_running(database: Path, *arguments: str, token: str = "secret-token-1234567890") -> Iterator[Emulator]:
    """`hcsync emulator` on a free port, until the block ends."""
    log = database.with_suffix(".log")
    words = ["emulator", "--port", "0", "--db", str(database), "--token", token, "--log", str(log), *arguments]
    child = Folder(database.parent).start(*words)
    try:
        while not (child.output.exists() and (said := child.output.read_text()).endswith("\n")):
            assert not child.ended(), child.wait()
            time.sleep(0.005)
        assert said.startswith("Listening on "), said
        yield Emulator(said.removeprefix("Listening on ").strip(), token, log)
    finally:
        child.terminate()
        done = child.wait()
    assert done.returncode == 0, done
