"""State ⇄ bytes: one JSON document, one entry a line, sorted by address: git can merge it, people can read it.

Every entry's line ends with a comma, the last one too, since a line that is no entry comes after it: two branches that
add entries never touch each other's lines.
"""

from collections import Counter

import msgspec

from hcsync.errors import RefusedError
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.state import FORMAT, Entry, State


class _Document(msgspec.Struct):
    format: int
    environment: str
    workspace: str
    lineage: str
    serial: int
    canonical: int
    entries: dict[str, Entry | None]


# What stands in the place of an address on the line after the last entry.
_END = "end"


class _Format(msgspec.Struct):
    format: int


class Damaged(RefusedError):
    """It is no state document, whatever wrote it."""


def dump(state: State) -> bytes:
    """The document, UTF-8, with a newline at its end. The same state always gives the same bytes."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    head = "".join(
        f"{encode(name).decode()}: {encode(getattr(state, name)).decode()},\n"
        for name in ("format", "environment", "workspace", "lineage", "serial", "canonical")
    )
    lines = "".join(
        f"{encode(str(address)).decode()}: {encode(entry).decode()},\n"
        for address, entry in sorted(state.entries.items())
    )
    return f'{{\n{head}"entries": {{\n{lines}"{_END}": null\n}}\n}}\n'.encode()


def load(data: bytes, name: str) -> State:
    """Read a document back, be it of today's format or an older one: format 2 only adds to format 1. `name` is the
    file's name for the message.

    Raises Damaged if it is no state document, RefusedError if it was written by a newer hcsync.
    """
    try:
        found = msgspec.json.decode(data, type=_Format).format
        if found > FORMAT:
            raise RefusedError(
                f"{name} was written by a newer hcsync (state format {found}, this one reads up to {FORMAT}).",
                hint="Upgrade hcsync. Nothing was changed.",
                code=Code.STATE_UNREADABLE,
            )
        document = msgspec.json.decode(data, type=_Document)
        entries = _entries(document)
        _refuse_doubled(data, len(entries))
    except (msgspec.DecodeError, ValueError) as error:
        raise Damaged(
            f"{name} cannot be read as a state file: {error}.",
            hint="A merge may have left conflict markers in it, or an entry twice. Bring back its last good version "
            "(one that is in another file: hcsync state push FILE --force), or move it away: the next apply adopts "
            "what is equal.",
            code=Code.STATE_UNREADABLE,
        ) from None
    return State(
        environment=document.environment,
        workspace=document.workspace,
        lineage=document.lineage,
        serial=document.serial,
        canonical=document.canonical,
        entries=entries,
        format=FORMAT,
    )


def _entries(document: _Document) -> dict[Address, Entry]:
    """Raises ValueError."""
    entries: dict[Address, Entry] = {}
    for key, entry in document.entries.items():
        if entry is not None:
            entries[Address.parse(key)] = entry
        elif key != _END:
            raise ValueError(f"{key} has no entry")
    return entries


def _refuse_doubled(data: bytes, entries: int) -> None:
    """Where a merge kept both sides of one entry, a reader would take the last and lose the object of the first.
    Raises ValueError."""
    prefixes = tuple(f'"{kind.value}.'.encode() for kind in Kind)
    lines = [line for line in map(bytes.lstrip, data.split(b"\n")) if line.startswith(prefixes)]
    if len(lines) > entries:
        name, _ = Counter(line.split(b'":', 1)[0][1:].decode() for line in lines).most_common(1)[0]
        raise ValueError(f"{name} stands in it twice")
