"""What a plan was made of, as plain values ⇄ one file, sealed by a digest over every byte of it that says anything.

The digest guards against damage and against edits by hand, not against somebody who can compute one: who may write
the file may also run `hcsync plan`.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hcsync.errors import RefusedError, UsageError
from hcsync.model.codes import Code
from hcsync.state.files import write_atomically

FORMAT = 1
# What --output json prints begins with this key, and people take one for the other.
_RENDERED = "format_version"


def dump(content: Mapping[str, Any], tool: str) -> bytes:
    """One JSON document in ASCII, with a newline at its end. `content` is made of what JSON knows."""
    body = json.dumps({"format": FORMAT, "tool": tool, **content})[1:] + "\n"
    return _head(body.encode()) + body.encode()


def load(data: bytes, name: str) -> dict[str, Any]:
    """What `dump` was given, and `tool`. `name` is the file's name for the message. Raises RefusedError for what is no
    saved plan, was made by a newer hcsync, or is not as it was written."""
    try:
        document = json.loads(data)
    except ValueError:
        document = None
    if not isinstance(document, dict) or "digest" not in document:
        rendered = isinstance(document, dict) and _RENDERED in document
        hint = "That is what --output json prints. " if rendered else ""
        raise _refused(f"{name} is not a saved plan, or it is damaged.", f"{hint}hcsync plan --out FILE saves one.")
    found = document.get("format")
    if isinstance(found, int) and found > FORMAT:
        raise _refused(
            f"{name} was saved by a newer hcsync (plan format {found}, this one reads {FORMAT}).", "Upgrade hcsync."
        )
    head, end, body = data.partition(b"\n")
    if found != FORMAT or head + end != _head(body):
        raise _refused(
            f"{name} is not as it was saved: it was edited, or it is damaged.", "Run hcsync plan --out again."
        )
    return document


def write(path: Path, data: bytes) -> None:
    """Raises UsageError, in words about `path`, where it cannot be written; what was there stays."""
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        write_atomically(path, data)
    except OSError as fault:
        raise UsageError(
            f"the plan cannot be saved as {path}: {fault.strerror}.", hint="Name another file with --out."
        ) from None


def read(path: Path) -> dict[str, Any]:
    """See `load`. Raises UsageError where there is no such file."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        why = "there is no such file" if isinstance(fault, FileNotFoundError) else fault.strerror
        raise UsageError(
            f"the saved plan {path} cannot be read: {why}.",
            hint="hcsync plan --out FILE saves one. To plan or apply a part of the repository, use --target.",
        ) from None
    return load(data, path.name)


def _head(body: bytes) -> bytes:
    return f'{{"digest": "sha256:{hashlib.sha256(body).hexdigest()}",\n'.encode()


def _refused(message: str, hint: str) -> RefusedError:
    return RefusedError(message, hint=hint, code=Code.PLAN_UNREADABLE)
