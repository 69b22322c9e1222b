"""What is kept of an environment → text."""

from collections.abc import Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.lease import Lease
from hcsync.model.state import Entry, State
from hcsync.report.safe import shown
from hcsync.report.view import counted
from hcsync.state.lease import told


def state_text(environment: str, place: str, state: State | None, unsettled: int, lease: Lease | None) -> str:
    """A line a fact. `unsettled` is the number of writes whose end nobody knows."""
    lines = [f"State of {environment}", _line("place", place)]
    if state is None:
        lines.append(_line("entries", "none: there is no state yet"))
    else:
        kinds = [address.kind for address in state.entries]
        articles, collections = (counted(kinds.count(kind), kind.value) for kind in (Kind.ARTICLE, Kind.COLLECTION))
        lines += [
            _line("workspace", state.workspace),
            _line("lineage", state.lineage),
            _line("serial", str(state.serial)),
            _line("entries", f"{articles}, {collections}"),
        ]
    if unsettled:
        words = f"{counted(unsettled, 'write')} of a run that died: the next apply looks what became of them"
        lines.append(_line("unsettled", words))
    lines.append(_line("lock", "none" if lease is None else lease_text(lease)))
    return "\n".join(lines)


def lease_text(lease: Lease) -> str:
    return f"{told(lease)}, id {lease.id}"


def entries_text(entries: Mapping[Address, Entry]) -> str:
    """An address and its id in Intercom a line, collections first."""
    width = max((len(str(address)) for address in entries), default=0)
    ordered = sorted(entries.items(), key=lambda item: (item[0].kind is not Kind.COLLECTION, item[0]))
    return "\n".join(shown(f"{address!s:<{width}}  {entry.id}") for address, entry in ordered)


def entry_text(address: Address, entry: Entry) -> str:
    """What is known of one address: in each locale the fields that were sent, and readers' address."""
    lines = [str(address), _line("id", entry.id), _line("file", entry.path)]
    if entry.parent.written:
        lines.append(_line("parent", entry.parent.written))
    if entry.protect:
        lines.append(_line("protect", "true"))
    if entry.orphaned:
        lines.append(_line("file is gone", "an apply has said so"))
    for locale, kept in entry.locales.items():
        words = [", ".join(kept.fields), *(["file is gone"] if kept.orphaned else [])]
        if kept.pending:
            words.append(f"waiting in Intercom: {', '.join(kept.pending)}")
        if kept.url:
            words.append(kept.url)
        lines.append(_line(locale, "  ".join(words)))
    return "\n".join(lines)


def _line(name: str, words: str) -> str:
    return shown(f"  {name:<11}{words}")
