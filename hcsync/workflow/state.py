"""`hcsync state` and `hcsync unlock`: what is kept of an environment, shown and changed by hand. Neither Intercom nor
the content is read: this works where nothing else does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from hcsync.config import Config, Environment
from hcsync.errors import RefusedError, UsageError
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.lease import Lease
from hcsync.model.record import Intent
from hcsync.model.state import Entry, State
from hcsync.state import document, lease
from hcsync.state.lease import Tell
from hcsync.state.store import StateStore
from hcsync.workflow import stores
from hcsync.workflow.project import FOLDER
from hcsync.yaml12 import did_you_mean


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything that is kept of an environment. `unsettled` are writes of dead runs whose end nobody knows."""

    environment: str
    place: str
    state: State | None
    unsettled: tuple[Intent, ...]
    lease: Lease | None


# The entries as they are → as they are to be.
Edit = Callable[[dict[Address, Entry]], dict[Address, Entry]]


def holding(config: Config, environment: Environment) -> Holding:
    """Raises RefusedError where the state cannot be read or is another environment's, UsageError where the place cannot
    be reached."""
    store = _store(config, environment)
    state, unsettled = store.look()
    held = lease.read(store.backend)
    return Holding(environment.name, store.backend.place, state, unsettled, held[0] if held else None)


def pulled(config: Config, environment: Environment) -> bytes:
    """The document, with what a dead run has left folded into it. Raises UsageError where there is no state."""
    store = _store(config, environment)
    return document.dump(_known(store.look()[0], store))


def entry(found: Holding, name: str) -> tuple[Address, Entry]:
    """Raises UsageError where there is no such address in the state."""
    entries = found.state.entries if found.state else {}
    return _named(name, entries)


def unlock(config: Config, environment: Environment, lease_id: str) -> Lease | None:
    """The lease that was removed; None where there was none. Raises RefusedError for another's id."""
    return lease.unlock(_store(config, environment).backend, lease_id)


async def move(
    config: Config, environment: Environment, source: str, target: str, patience: float, tell: Tell
) -> tuple[Address, Address]:
    """Let what is known of one address be known of another. Raises UsageError where the first is unknown, the second
    is taken, or they are not of one kind."""
    moved: list[Address] = []

    def edit(entries: dict[Address, Entry]) -> dict[Address, Entry]:
        old, _ = _named(source, entries)
        new = _address(target)
        if new.kind is not old.kind:
            raise UsageError(
                f"{old} and {new} are of different kinds.",
                hint=f"Write {old.kind}.{new.key}.",
                code=Code.UNKNOWN_TARGET,
            )
        if new in entries:
            raise UsageError(
                f"{new} is in the state already, as {entries[new].id}.",
                hint=f"To have it forgotten first: hcsync state rm {new}",
                code=Code.UNKNOWN_TARGET,
            )
        moved.extend((old, new))
        return {new if address == old else address: one for address, one in entries.items()}

    await _edited(config, environment, "state mv", edit, patience, tell)
    return moved[0], moved[1]


async def forget(
    config: Config, environment: Environment, names: Sequence[str], patience: float, tell: Tell
) -> dict[Address, Entry]:
    """Take addresses out of the state; what is in Intercom stays. Returns what was known of them. Raises UsageError
    where one is unknown; then none is taken out."""
    gone: dict[Address, Entry] = {}

    def edit(entries: dict[Address, Entry]) -> dict[Address, Entry]:
        gone.update(_named(name, entries) for name in names)
        return {address: one for address, one in entries.items() if address not in gone}

    await _edited(config, environment, "state rm", edit, patience, tell)
    return gone


async def push(
    config: Config, environment: Environment, data: bytes, name: str, force: bool, patience: float, tell: Tell
) -> State:
    """Put a document in the place of the one that is there. Returns it as it was stored. Raises RefusedError where it
    is of another environment or workspace, and, unless `force`, where it is of another line or older than what is
    there, or where that cannot be read."""
    pushed = document.load(data, name)
    store = _store(config, environment)
    async with store.lock("state push", patience, tell):
        there, unsettled = store.look(damaged=force)
        _refuse_foreign(pushed, environment, there, name)
        if there is not None and not force:
            _refuse_fork(pushed, there, store, name)
        serial = max(pushed.serial, there.serial if there else 0)
        return store.replace(msgspec.structs.replace(pushed, serial=serial), unsettled)


async def _edited(
    config: Config, environment: Environment, purpose: str, edit: Edit, patience: float, tell: Tell
) -> None:
    store = _store(config, environment)
    async with store.lock(purpose, patience, tell):
        found, unsettled = store.look()
        state = _known(found, store)
        _refuse_foreign(state, environment, None, store.backend.place)
        entries = edit(dict(state.entries))
        left = [intent for intent in unsettled if Address.parse(intent.address) not in state.entries.keys() - entries]
        store.replace(msgspec.structs.replace(state, entries=entries), left)


def _store(config: Config, environment: Environment) -> StateStore:
    return stores.store_of(config.root, config.root / FOLDER, environment)


def _known(state: State | None, store: StateStore) -> State:
    if state is None:
        raise UsageError(
            f"there is no state at {store.backend.place} yet.",
            hint="The first `hcsync apply` makes it.",
            code=Code.UNKNOWN_TARGET,
        )
    return state


def _address(name: str) -> Address:
    try:
        return Address.parse(name)
    except ValueError:
        raise UsageError(
            f"{name} is not an address.",
            hint="An address is article.billing/refunds or collection.billing.",
            code=Code.UNKNOWN_TARGET,
        ) from None


def _named(name: str, entries: dict[Address, Entry]) -> tuple[Address, Entry]:
    address = _address(name)
    if address not in entries:
        near = did_you_mean(name, map(str, entries))
        hint = f"{near[0].upper()}{near[1:]}" if near else "hcsync state list shows all that is."
        raise UsageError(f"{address} is not in the state.", hint=hint, code=Code.UNKNOWN_TARGET)
    return address, entries[address]


def _refuse_foreign(state: State, environment: Environment, there: State | None, name: str) -> None:
    if state.environment != environment.name:
        raise RefusedError(
            f"{name} is the state of {state.environment}, not of {environment.name}.",
            hint=f"To store it there: --env {state.environment}",
            code=Code.STATE_FOREIGN,
        )
    workspace = environment.workspace or (there.workspace if there else None)
    if workspace is not None and state.workspace != workspace:
        raise RefusedError(
            f"{name} belongs to workspace {state.workspace}, but {environment.name} is workspace {workspace}.",
            hint="Each workspace has a state of its own.",
            code=Code.STATE_FOREIGN,
        )


def _refuse_fork(pushed: State, there: State, store: StateStore, name: str) -> None:
    if pushed.lineage != there.lineage:
        why = "was begun apart from it and shares no history with it"
    elif pushed.serial < there.serial:
        why = f"is older: serial {pushed.serial}, where {there.serial} is stored"
    else:
        return
    raise RefusedError(
        f"{name} cannot take the place of the state at {store.backend.place}: it {why}.",
        hint="Look at both (hcsync state pull). If you are sure, add --force.",
        code=Code.STATE_MOVED,
    )
