"""Source files as they were last applied, kept and found again by their git blob id."""

import os
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from hcsync.content.parse import parse
from hcsync.content.scan import markdown_of, read_source
from hcsync.errors import UsageError
from hcsync.model.address import Address, Kind
from hcsync.model.digest import blob_id
from hcsync.model.source import Meta, SourceFile
from hcsync.workflow.project import Project


def remember(project: Project, addresses: Iterable[Address]) -> None:
    """Keep what was just applied: files that are in no git commit could not be had back otherwise. One that was edited
    while the apply ran is left out, since it is not what was applied."""
    values: dict[str, bytes] = {}
    for address in addresses:
        node = project.tree.nodes.get(address)
        for file in node.files.values() if node else ():
            with suppress(UsageError):
                values[_key(file.blob)] = zlib.compress(read_source(project.config.root, file))
    project.cache.put_many(values)


def keep(project: Project, data: bytes) -> str:
    """Keep a text that no apply has seen, to be found again as these are. Returns its blob id."""
    blob = blob_id(data)
    project.cache.put_many({_key(blob): zlib.compress(data)})
    return blob


def sources(project: Project, blobs: Iterable[str]) -> dict[str, bytes]:
    """Blob id → the bytes of the file, frontmatter and all, for those that can be found: in the cache, in git's
    objects, or as a file of the content folder that has not changed since."""
    wanted = {blob for blob in blobs if blob}
    kept = project.cache.get_many([_key(blob) for blob in wanted])
    found = {key.removeprefix(_PREFIX): data for key, value in kept.items() if (data := _unpacked(value)) is not None}
    found = {blob: data for blob, data in found.items() if blob_id(data) == blob}
    if wanted - found.keys():
        found |= _unchanged(project, wanted - found.keys())
    if wanted - found.keys():
        found |= _committed(project.config.root, wanted - found.keys())
    return found


def find(project: Project, blob: str) -> str | None:
    """The Markdown of an article as it was applied; None where it cannot be found."""
    data = sources(project, [blob]).get(blob)
    return None if data is None else markdown_of(data)


def meta(kind: Kind, data: bytes) -> Meta:
    """What the frontmatter, or the `_collection.yml`, said. What cannot be read says nothing."""
    return parse(kind, data).meta


_PREFIX = "source:"


def _key(blob: str) -> str:
    return f"{_PREFIX}{blob}"


def _unpacked(value: bytes) -> bytes | None:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return None


def _unchanged(project: Project, blobs: set[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in _files(project):
        if file.blob in blobs:
            with suppress(UsageError):
                found[file.blob] = read_source(project.config.root, file)
    return found


def _files(project: Project) -> Iterator[SourceFile]:
    for node in project.tree.nodes.values():
        yield from node.files.values()


def _committed(root: Path, blobs: set[str]) -> dict[str, bytes]:
    """From git's objects, all in one process; nothing where there is no git or no repository."""
    asked = "".join(f"{blob}\n" for blob in sorted(blobs))
    # A clone without blobs fetches them now; where it may not, nobody is to be asked for a password.
    environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "cat-file", "--batch"]
    try:
        done = subprocess.run(
            command, cwd=root, env=environ, input=asked.encode(), capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, bytes] = {}
    rest = done.stdout
    while rest:
        head, _, rest = rest.partition(b"\n")
        # "<id> blob <size>", then the bytes and a newline; "<id> missing" alone (git help cat-file).
        words = head.split()
        if len(words) != 3:
            continue
        size = int(words[2])
        if words[1] == b"blob":
            found[words[0].decode()] = rest[:size]
        rest = rest[size + 1 :]
    return found
