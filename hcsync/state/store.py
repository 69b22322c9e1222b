"""The state of one environment: document, lease and intents at a backend, and the journal of this machine beside
hcsync.yml."""

import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from hcsync.errors import ApplyIncomplete, RefusedError, UsageError
from hcsync.model.codes import Code
from hcsync.model.record import Begin, Intent
from hcsync.model.state import State
from hcsync.state import document, intents, journal, lease
from hcsync.state.backend import Backend, Moved, Slot
from hcsync.state.fold import fold
from hcsync.state.journal import Journal
from hcsync.state.lease import HeldLease, Tell


def _silent(_words: str) -> None:
    return


class StateStore:
    """Where the state of `environment` is kept. `folder` (absolute) holds `<environment>.journal.ndjson` while an apply
    runs or after one has died, whatever the backend.

    Every write replaces what was read last, and nothing else: a state that has moved in between is refused.
    """

    def __init__(self, backend: Backend, folder: Path, environment: str, life: float = lease.LIFE) -> None:
        """`life` is how many seconds a lock lasts that is not renewed."""
        self.backend = backend
        self.environment = environment
        self._journal_path = folder / f"{environment}.journal.ndjson"
        self._life = life
        self._held: HeldLease | None = None
        # The versions that were read or written last; None where a slot holds nothing.
        self._seen: dict[Slot, str | None] = {Slot.STATE: None, Slot.INTENTS: None}
        self._begun: State | None = None

    def read(self, workspace: str | None, canonical: int) -> tuple[State, tuple[Intent, ...]]:
        """The state as it really is: the document folded with what a dead run left in the journal; and the writes
        whose end nobody knows, those of a run that died on another machine among them. A new, empty state where there
        is none. `workspace` None: whichever it belongs to.

        Raises RefusedError if the document cannot be read or belongs to another workspace or environment.
        """
        state, unsettled = self.look()
        if state is None:
            state = State(
                environment=self.environment,
                workspace=workspace or "",
                lineage=uuid.uuid4().hex,
                serial=0,
                canonical=canonical,
                entries={},
            )
        elif workspace is not None and state.workspace != workspace:
            raise RefusedError(
                f"{self.backend.place} belongs to workspace {state.workspace}, but the token opens {workspace}.",
                hint="Use the token of the workspace this environment was applied to, or name another environment.",
                code=Code.STATE_FOREIGN,
            )
        return state, unsettled

    def look(self, *, damaged: bool = False) -> tuple[State | None, tuple[Intent, ...]]:
        """The same, of whatever workspace; None where there is no state or, with `damaged`, none that can be read.
        Raises RefusedError as `read` does."""
        # In this order: an apply that finishes in between removes what is read first after storing what is read last.
        records = journal.read(self._journal_path)
        theirs = self.backend.read(Slot.INTENTS) if self.backend.shared else None
        stored = self.backend.read(Slot.STATE)
        self._seen = {
            Slot.STATE: stored.version if stored else None,
            Slot.INTENTS: theirs.version if theirs else None,
        }
        try:
            state = document.load(stored.data, self.backend.place) if stored else None
        except document.Damaged:
            if not damaged:
                raise
            state = None
        if state is not None and state.environment != self.environment:
            raise RefusedError(
                f"{self.backend.place} is the state of {state.environment}, not of {self.environment}.",
                hint="Move it away: each environment has a state of its own.",
                code=Code.STATE_FOREIGN,
            )
        nothing = State(self.environment, "", "", 0, 0, {})
        folded, unsettled = fold(state or nothing, records)
        if theirs is not None:
            unsettled = intents.unsettled(records, unsettled, *intents.load(theirs.data, self.backend.place))
        return folded if state else None, unsettled

    @property
    def unfinished(self) -> bool:
        """Whether an apply has left something behind that the document does not hold yet, as far as was read."""
        return self._journal_path.exists() or self._seen[Slot.INTENTS] is not None

    @property
    def holds(self) -> bool:
        """Whether a write may be started: the lock is still ours, and will be for a while."""
        return self._held is None or self._held.holds

    @property
    def lost(self) -> str:
        """Why the lock is lost; "" while it is not."""
        return "" if self._held is None else self._held.lost

    def begin(self, state: State, left_over: Iterable[Intent]) -> tuple[State, Journal]:
        """Store what `read` returned, and start a journal upon it; call it under the lock, before the first write.
        Whoever has read the state before can no longer store one of their own.

        Raises RefusedError where the lock is lost, or the state is no longer the one that was read.
        """
        if self._held is not None:
            self._held.check()
        self._begun = self._write(state)
        return self._begun, Journal(self._journal_path, Begin(self._begun.lineage, self._begun.serial), left_over)

    def announce(self, planned: Iterable[Intent]) -> None:
        """Tell other machines what is about to be written, all at once; call it before the first write."""
        assert self._begun is not None
        if not self.backend.shared:
            return
        try:
            self._tell_others(self._begun, list(planned))
        except Moved:
            raise RefusedError(
                f"another run has begun at {self.backend.place} since the state was read. Nothing was written.",
                hint="Run this again.",
                code=Code.STATE_MOVED,
            ) from None

    def finish(self, canonical: int) -> State:
        """Fold the journal into the state and store it, at serial + 1. The journal stays only while it holds
        intents that nobody knows the end of. Raises ApplyIncomplete where somebody else has written the state."""
        assert self._begun is not None
        state, open_intents = fold(self._begun, journal.read(self._journal_path))
        try:
            stored = self._write(msgspec.structs.replace(state, canonical=canonical))
        except RefusedError as error:
            raise ApplyIncomplete(
                f"{self.backend.place} was written by somebody else while this ran.",
                hint="Run `hcsync apply` again: what is equal is adopted.",
                code=error.code,
            ) from None
        self._leave(stored, list(open_intents))
        return stored

    def replace(self, state: State, left_over: Iterable[Intent]) -> State:
        """Store another state than was read, and the writes that are still to be settled; call it under the lock.
        Raises RefusedError as `begin` does."""
        if self._held is not None:
            self._held.check()
        stored = self._write(state)
        self._leave(stored, list(left_over))
        return stored

    @asynccontextmanager
    async def lock(self, purpose: str, patience: float = 0.0, tell: Tell = _silent) -> AsyncIterator[HeldLease]:
        """Hold the environment for one writer. `purpose` and who it is are shown to whoever waits; `patience` is in
        seconds; `tell` is told what people should know. A process that dies leaves the lock to the next one.

        Raises RefusedError where another holds it, UsageError where the place cannot be reached.
        """
        self._held = await lease.acquire(self.backend, purpose, patience, tell, self._life)
        try:
            yield self._held
        finally:
            try:
                self._held.release()
            except UsageError as error:
                tell(f"The lock could not be given back, and ends by itself: {error}")
            self._held = None

    def _write(self, state: State) -> State:
        stored = msgspec.structs.replace(state, serial=state.serial + 1)
        try:
            version = self.backend.write(Slot.STATE, document.dump(stored), self._seen[Slot.STATE])
        except Moved:
            raise RefusedError(
                f"{self.backend.place} has been written by somebody else since it was read. Nothing was written.",
                hint="Run this again.",
                code=Code.STATE_MOVED,
            ) from None
        self._seen[Slot.STATE] = version
        return stored

    def _leave(self, stored: State, open_intents: list[Intent]) -> None:
        """What is kept beside a stored state: nothing, or the writes of unknown end."""
        if self.backend.shared:
            # Whoever has begun another run in between says there what they are about to write.
            with suppress(Moved):
                self._tell_others(stored, open_intents)
        if open_intents:
            Journal(self._journal_path, Begin(stored.lineage, stored.serial), open_intents).close()
        elif self._journal_path.exists():
            journal.remove(self._journal_path)

    def _tell_others(self, state: State, planned: list[Intent]) -> None:
        """Raises Moved."""
        seen = self._seen[Slot.INTENTS]
        if planned:
            data = intents.dump(Begin(state.lineage, state.serial), planned)
            self._seen[Slot.INTENTS] = self.backend.write(Slot.INTENTS, data, seen)
        elif seen is not None:
            self.backend.remove(Slot.INTENTS, seen)
            self._seen[Slot.INTENTS] = None
