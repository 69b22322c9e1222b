"""State and the journal of a run that may have died → the state as it really is, and the writes of unknown outcome."""

from collections.abc import Iterable

import msgspec

from hcsync.model.address import Address
from hcsync.model.record import Begin, Done, Dropped, Intent, Record
from hcsync.model.state import State


def fold(state: State, records: Iterable[Record]) -> tuple[State, tuple[Intent, ...]]:
    """Returns the state with every known result in it (serial unchanged), and the intents nobody knows the end of.

    Results that belong to another serial are in the state already, or were overtaken by another machine: they are
    left out. An open intent counts whatever the serial: the object it may have made is still to be looked for.
    """
    entries = dict(state.entries)
    open_intents: dict[str, Intent] = {}
    current = False
    for record in records:
        match record:
            case Begin():
                current = (record.lineage, record.serial) == (state.lineage, state.serial)
            case Intent():
                open_intents[record.address] = record
            case Dropped():
                open_intents.pop(record.address, None)
            case Done():
                open_intents.pop(record.address, None)
                if current and record.entry is None:
                    entries.pop(Address.parse(record.address), None)
                elif current and record.entry is not None:
                    entries[Address.parse(record.address)] = record.entry
    return msgspec.structs.replace(state, entries=entries), tuple(open_intents.values())
