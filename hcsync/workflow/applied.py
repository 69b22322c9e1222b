"""The Markdown that was last applied, kept and found again by the git blob id of its file."""

import subprocess
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hcsync.content.fence import split
from hcsync.content.scan import read_markdown
from hcsync.errors import UsageError
from hcsync.model.address import Address, Kind
from hcsync.state.cache import Cache
from hcsync.workflow.project import Project


def remember(project: Project, addresses: Iterable[Address]) -> None:
    """Keep what was just applied: files that are in no git commit could not be had back otherwise. One that was edited
    while the apply ran is left out, since it is not what was applied."""
    values: dict[str, bytes] = {}
    for address in addresses:
        node = project.tree.nodes.get(address)
        if node is None or address.kind is not Kind.ARTICLE:
            continue
        for file in node.files.values():
            with suppress(UsageError):
                values[_key(file.blob)] = zlib.compress(read_markdown(project.config.root, file).encode())
    project.cache.put_many(values)


def find(project: Project, blob: str) -> str | None:
    """The Markdown of a file as it was applied, from the cache or from git's objects; None where neither has it."""
    return _kept(project.cache, blob) or _committed(project.config.root, blob)


def _key(blob: str) -> str:
    return f"applied:{blob}"


def _kept(cache: Cache, blob: str) -> str | None:
    found = cache.get_many([_key(blob)]).get(_key(blob))
    return None if found is None else zlib.decompress(found).decode()


def _committed(root: Path, blob: str) -> str | None:
    try:
        done = subprocess.run(["git", "cat-file", "blob", blob], cwd=root, capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = split(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None
    return found.body if found else None
