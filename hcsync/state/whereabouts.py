"""This process, and others on this machine: who runs it, where, and whether it still lives. Linux and macOS can tell;
where they cannot, a lease is waited for until it expires."""

import getpass
import os
import platform
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

# The variables in which CI systems give the address of a run (their docs), the surest first.
_RUN_ADDRESSES = ("CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "BUILD_URL")


def owner(environ: Mapping[str, str]) -> str:
    """The address of the CI run, or user@host."""
    if environ.get("GITHUB_RUN_ID"):
        server = environ.get("GITHUB_SERVER_URL", "https://github.com")
        return f"{server}/{environ.get('GITHUB_REPOSITORY', '')}/actions/runs/{environ['GITHUB_RUN_ID']}"
    for name in _RUN_ADDRESSES:
        if environ.get(name):
            return environ[name]
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # A container may run under a number that has no name.
        user = str(os.getuid()) if hasattr(os, "getuid") else "somebody"
    return f"{user}@{platform.node() or 'unknown'}"


@cache
def machine() -> str:
    """The same for two processes that see each other's ids, and for no others: host, boot and namespace. "" where this
    cannot be told."""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{platform.node()} {boot} {Path('/proc/self/ns/pid').readlink()}"
    with suppress(OSError, subprocess.SubprocessError):
        asked = ["sysctl", "-n", "kern.bootsessionuuid"]
        boot = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
        return f"{platform.node()} {boot}" if boot else ""
    return ""


def born(pid: int) -> str:
    """When a process began, in ticks since the machine was started: no two of one id share it. "" where this cannot be
    told."""
    return _stat(pid)[1]


def dead(pid: int, when: str) -> bool:
    """Whether the process of this machine that had this id, and began then, has certainly ended."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    state, now = _stat(pid)
    # A zombie has ended and waits for its parent to notice; another birth is another process of the same id.
    return state == "Z" or bool(when and now and when != now)


def _stat(pid: int) -> tuple[str, str]:
    """The state and the time of birth of a process (proc(5), fields 3 and 22)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return "", ""
    return fields[0], fields[19]
