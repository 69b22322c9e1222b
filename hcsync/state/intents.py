"""What a run is about to write, all of it, for machines that cannot see its journal ⇄ bytes: one JSON line each, the
state that they belong to first."""

from collections.abc import Iterable

import msgspec

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.record import Begin, Intent, Record


def dump(begin: Begin, intents: Iterable[Intent]) -> bytes:
    encode = msgspec.json.Encoder().encode
    return b"".join(encode(record) + b"\n" for record in (begin, *intents))


def load(data: bytes, name: str) -> tuple[Begin, tuple[Intent, ...]]:
    """Raises RefusedError where it cannot be read."""
    try:
        begin, *rest = msgspec.json.Decoder(Begin | Intent).decode_lines(data)
        assert isinstance(begin, Begin)
        return begin, tuple(record for record in rest if isinstance(record, Intent))
    except (msgspec.DecodeError, ValueError, AssertionError) as error:
        raise RefusedError(
            f"what an apply that did not finish was about to write cannot be read at {name}: {error}.",
            hint="A newer hcsync may have written it: upgrade this one.",
            code=Code.STATE_UNREADABLE,
        ) from None


def unsettled(
    records: Iterable[Record], mine: Iterable[Intent], begin: Begin, theirs: Iterable[Intent]
) -> tuple[Intent, ...]:
    """The writes nobody knows the end of. `records` are the journal of this machine, `mine` its open intents; `begin`
    and `theirs` are what the last run that any machine began was about to write.

    The journal of that very run, or of a later one, knows better: what it says nothing of was never sent.
    """
    begun: Begin | None = None
    for record in records:
        if isinstance(record, Begin):
            begun = record
    if begun is not None and begun.lineage == begin.lineage and begun.serial >= begin.serial:
        return tuple(mine)
    return tuple(({intent.address: intent for intent in mine} | {intent.address: intent for intent in theirs}).values())
