"""State ⇄ bytes: one JSON document, one entry a line, sorted by address: git can merge it, people can read it."""

import msgspec

from hcsync.errors import RefusedError
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.state import FORMAT, Entry, State


class _Document(msgspec.Struct):
    format: int
    environment: str
    workspace: str
    lineage: str
    serial: int
    canonical: int
    entries: dict[str, Entry]


class _Format(msgspec.Struct):
    format: int


def dump(state: State) -> bytes:
    """The document, UTF-8, with a newline at its end. The same state always gives the same bytes."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    head = "".join(
        f"{encode(name).decode()}: {encode(getattr(state, name)).decode()},\n"
        for name in ("format", "environment", "workspace", "lineage", "serial", "canonical")
    )
    lines = ",\n".join(
        f"{encode(str(address)).decode()}: {encode(entry).decode()}" for address, entry in sorted(state.entries.items())
    )
    return f'{{\n{head}"entries": {{\n{lines}\n}}\n}}\n'.encode()


def load(data: bytes, name: str) -> State:
    """Read a document back. `name` is the file's name for the message.

    Raises RefusedError if it is no state document or was written by a newer hcsync.
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
        entries = {Address.parse(key): entry for key, entry in document.entries.items()}
    except (msgspec.DecodeError, ValueError) as error:
        raise RefusedError(
            f"{name} cannot be read as a state file: {error}.",
            hint="A merge may have left conflict markers in it. Bring back its last good version "
            "(git log shows them), or move it away: the next apply adopts what is equal.",
            code=Code.STATE_UNREADABLE,
        ) from None
    return State(
        environment=document.environment,
        workspace=document.workspace,
        lineage=document.lineage,
        serial=document.serial,
        canonical=document.canonical,
        entries=entries,
        format=document.format,
    )
