"""The state of one environment on disk: document, journal and lock side by side under `.hcsync/`."""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.record import Begin, Intent
from hcsync.model.state import State
from hcsync.state import document, journal
from hcsync.state.backend import Backend
from hcsync.state.backends.folder import FolderBackend
from hcsync.state.files import write_atomically
from hcsync.state.fold import fold
from hcsync.state.journal import Journal


class StateStore:
    """Where the state of `environment` is kept, below `folder` (absolute): `<environment>.state.json` and, while an
    apply runs or after one has died, `<environment>.journal.ndjson`."""

    def __init__(self, folder: Path, environment: str) -> None:
        self.environment = environment
        self.backend: Backend = FolderBackend(folder, environment)
        self.path = folder / f"{environment}.state.json"
        self._journal_path = folder / f"{environment}.journal.ndjson"
        self._lock_path = folder / f"{environment}.lock"

    def read(self, workspace: str | None, canonical: int) -> tuple[State, tuple[Intent, ...]]:
        """The state as it really is: the document folded with what a dead run left in the journal; and the writes
        whose end nobody knows. A new, empty state where there is none. `workspace` None: whichever it belongs to.

        Raises RefusedError if the document cannot be read or belongs to another workspace or environment.
        """
        # The journal first: an apply that finishes in between removes it after storing the document that holds it all.
        records = journal.read(self._journal_path)
        if self.path.exists():
            state = document.load(self.path.read_bytes(), self.path.name)
            self._check(state, workspace)
        else:
            state = State(
                environment=self.environment,
                workspace=workspace or "",
                lineage=uuid.uuid4().hex,
                serial=0,
                canonical=canonical,
                entries={},
            )
        return fold(state, records)

    @property
    def unfinished(self) -> bool:
        """Whether an apply has left a journal behind that the document does not hold yet."""
        return self._journal_path.exists()

    def begin(self, state: State, left_over: Iterable[Intent]) -> tuple[State, Journal]:
        """Store what `read` returned, and start a journal upon it; call it under the lock, before the first write."""
        stored = self._write(state)
        return stored, Journal(self._journal_path, Begin(stored.lineage, stored.serial), left_over)

    def finish(self, canonical: int) -> State:
        """Fold the journal into the state and store it, at serial + 1. The journal stays only while it holds
        intents that nobody knows the end of."""
        base = document.load(self.path.read_bytes(), self.path.name)
        state, open_intents = fold(base, journal.read(self._journal_path))
        stored = self._write(msgspec.structs.replace(state, canonical=canonical))
        if open_intents:
            Journal(self._journal_path, Begin(stored.lineage, stored.serial), open_intents).close()
        else:
            journal.remove(self._journal_path)
        return stored

    def _write(self, state: State) -> State:
        stored = msgspec.structs.replace(state, serial=state.serial + 1)
        write_atomically(self.path, document.dump(stored))
        return stored

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the environment for one writer. The lock ends with the process, however that ends.

        Raises RefusedError at once if another process on this machine holds it.
        """
        from filelock import FileLock, Timeout

        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        try:
            held = FileLock(self._lock_path).acquire(timeout=0)
        except Timeout:
            raise RefusedError(
                f"another hcsync is applying to {self.environment} right now.",
                hint="Wait until it has finished, then run this again.",
                code=Code.LOCKED,
            ) from None
        with held:
            yield

    def _check(self, state: State, workspace: str | None) -> None:
        if state.environment != self.environment:
            raise RefusedError(
                f"{self.path.name} is the state of {state.environment}, not of {self.environment}.",
                hint=f"Move it away from {os.path.relpath(self.path)}; each environment has a state file of its own.",
                code=Code.STATE_FOREIGN,
            )
        if workspace is not None and state.workspace != workspace:
            raise RefusedError(
                f"{self.path.name} belongs to workspace {state.workspace}, but the token opens {workspace}.",
                hint="Use the token of the workspace this environment was applied to, or name another environment.",
                code=Code.STATE_FOREIGN,
            )
