"""Objects and the record of a run → files a backend keeps; and back. What an object's bytes mean is not known here.

A run's objects are kept first and its record last: a run without a record died before it could write anything.
"""

import datetime
import secrets
from collections.abc import Iterable, Iterator

import msgspec

from hcsync.errors import RefusedError, UsageError
from hcsync.model.codes import Code
from hcsync.model.digest import digest
from hcsync.model.snapshot import FORMAT, Ending, KeptRun, Purpose, Run
from hcsync.state.backend import Backend

_RECORD, _ENDING = "run.json", "end.json"
_TIME = "%Y%m%dT%H%M%SZ"
# Objects fetched at once: a body is up to a megabyte, and a run may have touched thousands.
_BATCH = 50


def new_id(backend: Backend, now: float) -> str:
    """The id of a run that begins `now` (Unix seconds): it sorts after all that are kept, whatever the clock says."""
    moment = datetime.datetime.fromtimestamp(now, datetime.UTC).replace(microsecond=0)
    latest = max(map(_time, backend.runs()), default=None)
    if latest is not None and latest >= moment:
        moment = latest + datetime.timedelta(seconds=1)
    return f"{moment:{_TIME}}-{secrets.token_hex(2)}"


def _time(run: str) -> datetime.datetime:
    try:
        return datetime.datetime.strptime(run.partition("-")[0], _TIME).replace(tzinfo=datetime.UTC)
    except ValueError:
        return datetime.datetime.fromtimestamp(0, datetime.UTC)


def object_name(data: bytes) -> str:
    """The name of the file that an object is kept under: the same for the same bytes."""
    return f"objects/{digest(data.decode())}.json"


def begin(backend: Backend, run_id: str, run: Run) -> None:
    """Keep the record of a run whose objects are kept; it must be safe before the run writes anything."""
    backend.keep(run_id, {_RECORD: msgspec.json.encode(run)})


def end(backend: Backend, run_id: str, ending: Ending) -> None:
    backend.keep(run_id, {_ENDING: msgspec.json.encode(ending)})


def runs(backend: Backend) -> list[KeptRun]:
    """Every run whose record can be read, oldest first."""
    return [found for run_id in backend.runs() if (found := peek(backend, run_id)) is not None]


def find(backend: Backend, run_id: str) -> KeptRun:
    """Raises UsageError where nothing is kept of such a run, RefusedError where its record cannot be read."""
    try:
        found = _read(backend, run_id)
    except KeyError:
        found = None
    if found is None:
        raise UsageError(
            f"nothing is kept of a run {run_id}.", hint="hcsync snapshot list shows the runs.", code=Code.UNKNOWN_RUN
        )
    return found


def objects(backend: Backend, run_id: str, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The kept objects by their files' names, some at a time. Raises RefusedError where one is missing or was
    changed."""
    wanted = sorted(set(names))
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        found = backend.kept(run_id, part)
        for name in part:
            data = found.get(name)
            if data is None or object_name(data) != name:
                raise RefusedError(
                    f"what was kept of run {run_id} is damaged: {name}.",
                    hint=f"Look for it at {backend.place}, or name an older run: hcsync snapshot list.",
                    code=Code.STATE_UNREADABLE,
                )
            yield name, data


def surplus(backend: Backend, keep: int) -> list[str]:
    """The runs that need not be kept when the newest `keep` are enough, oldest first: never the newest, none that the
    newest goes back on, no snapshot that somebody asked for, and none that only a newer hcsync can read."""
    known = backend.runs()
    newest = peek(backend, known[-1]) if known else None
    undone = newest.run.undoes if newest else ""
    return [run_id for run_id in known[: -max(keep, 1)] if run_id != undone and _passing(backend, run_id)]


def _passing(backend: Backend, run_id: str) -> bool:
    """Whether nobody asked for this to be kept."""
    try:
        found = _read(backend, run_id)
    except RefusedError:
        return False
    return found is None or found.run.purpose is not Purpose.SNAPSHOT


def peek(backend: Backend, run_id: str) -> KeptRun | None:
    """None for a run that died before it could write anything, and for one whose record cannot be read."""
    try:
        return _read(backend, run_id)
    except RefusedError:
        return None


def _read(backend: Backend, run_id: str) -> KeptRun | None:
    """None for a run that died before it could write anything. Raises KeyError where nothing at all is kept of it,
    RefusedError where the record cannot be read."""
    files = backend.kept(run_id, (_RECORD, _ENDING))
    if _RECORD not in files:
        return None
    try:
        run = msgspec.json.decode(files[_RECORD], type=Run)
        ending = msgspec.json.decode(files[_ENDING], type=Ending) if _ENDING in files else None
    except msgspec.DecodeError as error:
        words = f"cannot be read: {error}"
    else:
        if run.format <= FORMAT:
            return KeptRun(run_id, run, ending)
        words = "was kept by a newer hcsync"
    raise RefusedError(
        f"run {run_id} {words}.", hint="Upgrade hcsync, or name another run.", code=Code.STATE_UNREADABLE
    )
