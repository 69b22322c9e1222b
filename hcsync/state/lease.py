"""A backend → the right to write to an environment: taken, renewed while it is held, given back, or found lost.

A lease lasts two minutes and is renewed every 40 seconds. Its holder stops writing once it could not renew it for 80;
another takes it over after 120. So the clocks of two machines may differ by half a minute, and a request that was on
its way has ended.
"""

import asyncio
import os
import random
import secrets
import threading
import time
from collections.abc import Callable

import msgspec

from hcsync.errors import HcsyncError, RefusedError, UsageError
from hcsync.model.codes import Code
from hcsync.model.lease import Lease
from hcsync.state import whereabouts
from hcsync.state.backend import Backend, Moved, Slot, Stored

# Seconds that a lease lasts unless it is renewed.
LIFE = 120.0
# Seconds between two looks at a lease that is waited for, more or less.
PAUSE = 2.0

Tell = Callable[[str], None]


def read(backend: Backend) -> tuple[Lease, str] | None:
    """The lease and its version. Raises RefusedError where it cannot be read."""
    stored = backend.read(Slot.LEASE)
    return None if stored is None else (_decoded(stored, backend), stored.version)


def over(lease: Lease, now: float) -> str:
    """Why a lease no longer holds, in a few words; "" where it does."""
    if lease.machine and lease.machine == whereabouts.machine() and whereabouts.dead(lease.pid, lease.born):
        return "its process has ended"
    return "it has expired" if now >= lease.expires else ""


def told(lease: Lease) -> str:
    """Who holds it, for what, since when and until when."""
    return f"{lease.owner} ({lease.purpose}, since {_moment(lease.since)}, until {_moment(lease.expires)})"


class HeldLease:
    """A held resource. A thread renews it; `holds` is False as soon as nobody may rely on it any longer."""

    def __init__(self, backend: Backend, lease: Lease, version: str, life: float, now: Callable[[], float]) -> None:
        self.lease = lease
        self._backend = backend
        self._version = version
        self._life = life
        self._now = now
        self._lost = ""
        self._renewing = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    @property
    def holds(self) -> bool:
        """Whether a write may be started: there must be time for it to end before another takes over."""
        if not self._lost and self._now() >= self.lease.expires - self._life / 3:
            self._lost = "it could not be renewed in time"
        return not self._lost

    @property
    def lost(self) -> str:
        """Why it is lost; "" while it is not."""
        return self._lost

    def check(self) -> None:
        """Make sure that it is still ours, whatever the machine has slept through. Raises RefusedError where it is
        not, UsageError where nobody can tell."""
        self._renew()
        if self._lost:
            raise RefusedError(
                f"the lock on {self._backend.place} is lost: {self._lost}. Nothing was written.",
                hint="Run this again.",
                code=Code.LOCK_LOST,
            )

    def release(self) -> None:
        """Give it back, if it is still ours. Raises UsageError where the place cannot be reached."""
        self._ended.set()
        self._thread.join(timeout=self._life)
        try:
            self._backend.remove(Slot.LEASE, self._version)
        except Moved:
            return

    def _keep(self) -> None:
        pause = self._life / 3
        while not self._ended.wait(pause):
            try:
                self._renew()
                pause = self._life / 3
            except HcsyncError:
                # Whether it comes too late is for `holds` to say.
                pause = self._life / 24
            if self._lost:
                return

    def _renew(self) -> None:
        with self._renewing:
            if self._lost or self._ended.is_set():
                return
            fresh = msgspec.structs.replace(self.lease, expires=int(self._now() + self._life))
            try:
                # Where this succeeds, nobody has held it in between, however late it is.
                self._version = self._backend.write(Slot.LEASE, msgspec.json.encode(fresh), self._version)
            except Moved:
                self._lost = _taken(self._backend)
            else:
                self.lease = fresh


async def acquire(
    backend: Backend,
    purpose: str,
    patience: float,
    tell: Tell,
    life: float = LIFE,
    now: Callable[[], float] = time.time,
) -> HeldLease:
    """Wait up to `patience` seconds for the lease. `tell` is told of a wait and of a lease that was taken over. Raises
    RefusedError where somebody else holds it, UsageError where the place cannot be reached."""
    end = time.monotonic() + patience
    waiting = False
    while True:
        found = read(backend)
        why = over(found[0], now()) if found else ""
        if found is None or why:
            mine = _made(purpose, life, now())
            try:
                version = backend.write(Slot.LEASE, msgspec.json.encode(mine), found[1] if found else None)
            except Moved:
                continue
            if found:
                tell(f"Took over the lock of {told(found[0])}: {why}.")
            return HeldLease(backend, mine, version, life, now)
        left = end - time.monotonic()
        if left <= 0:
            raise _refusal(backend, found[0])
        if not waiting:
            tell(f"Waiting for the lock, which is held by {told(found[0])}.")
            waiting = True
        await asyncio.sleep(min(left, PAUSE * random.uniform(0.5, 1.5)))


def unlock(backend: Backend, lease_id: str) -> Lease | None:
    """Remove the lease of that id, whoever holds it. Returns it, None where there is none at all. Raises RefusedError
    for another's id."""
    while (found := read(backend)) is not None:
        lease, version = found
        if lease.id != lease_id:
            raise RefusedError(
                f"{backend.place} is locked by {told(lease)}, and not under the id {lease_id}.",
                hint=f"Make sure that this run is dead. Then: hcsync unlock {lease.id}",
                code=Code.LOCKED,
            )
        try:
            backend.remove(Slot.LEASE, version)
        except Moved:
            continue
        return lease
    return None


def _made(purpose: str, life: float, now: float) -> Lease:
    pid = os.getpid()
    return Lease(
        id=secrets.token_hex(6),
        owner=whereabouts.owner(os.environ),
        purpose=purpose,
        since=int(now),
        expires=int(now + life),
        machine=whereabouts.machine(),
        pid=pid,
        born=whereabouts.born(pid),
    )


def _decoded(stored: Stored, backend: Backend) -> Lease:
    try:
        return msgspec.json.decode(stored.data, type=Lease)
    except msgspec.DecodeError as error:
        raise RefusedError(
            f"the lock on {backend.place} cannot be read: {error}.",
            hint="A newer hcsync may hold it: upgrade this one. If no run is at work there, remove the lock by hand: "
            "it lies beside the state, and is called lock or lease.",
            code=Code.STATE_UNREADABLE,
        ) from None


def _refusal(backend: Backend, lease: Lease) -> RefusedError:
    return RefusedError(
        f"{backend.place} is locked by {told(lease)}.",
        hint="Wait for it with --lock-timeout SECONDS. Should that run be dead, its lock ends by itself at the time "
        f"named; to end it at once: hcsync unlock {lease.id}",
        code=Code.LOCKED,
    )


def _taken(backend: Backend) -> str:
    """What has become of a lease that somebody else has changed."""
    try:
        found = read(backend)
    except (RefusedError, UsageError):
        found = None
    return f"it was taken over by {told(found[0])}" if found else "somebody has removed it (hcsync unlock)"


def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))
