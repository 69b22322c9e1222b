"""Events → stdout, one JSON object a line, each written out at once; an error that ends the run is one of them."""

import datetime
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from hcsync.cli.console import for_programs
from hcsync.errors import ContentInvalid, HcsyncError, Interrupted
from hcsync.model.address import Address
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.outcome import Result
from hcsync.model.plan import Change
from hcsync.report import events


class Stream:
    """A held resource: stdout, which nothing else may write to. One that is not `wanted` says nothing."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self._begun: dict[Address, float] = {}
        self._lost: OSError | None = None

    def tell(self, told: Iterable[events.Event]) -> None:
        """Where nobody reads any longer, or the disk is full, the work goes on all the same: `end` says so."""
        for event in told:
            if self._lost or not self.wanted:
                return
            try:
                click.echo(for_programs(events.line(event, datetime.datetime.now(datetime.UTC))))
            except OSError as fault:
                self._lost = fault

    def watch(self, change: Change, result: Result | None) -> None:
        """See `applier.job.Watch`."""
        if result is None:
            self._begun[change.address] = time.monotonic()
            self.tell([events.started(change)])
            return
        begun = self._begun.pop(change.address, None)
        self.tell([events.ended(change, result, 0.0 if begun is None else time.monotonic() - begun)])

    def end(self) -> None:
        """Raises OSError if an event could not be written."""
        if self._lost:
            raise self._lost


@contextmanager
def streaming(wanted: bool, again: str = "hcsync apply") -> Iterator[Stream]:
    """The stream of one command. What is raised within is told and goes on to whoever turns it into an exit code.
    `again` is the command that goes on after an interruption."""
    stream = Stream(wanted)
    stream.tell([events.version()])
    try:
        yield stream
    except BaseException as error:
        stream.tell(_of_error(error, again))
        raise
    stream.end()


def _of_error(error: BaseException, again: str) -> Iterator[events.Event]:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, ContentInvalid):
        yield from (events.diagnostic(fault) for fault in error.faults if isinstance(fault, Diagnostic))
    if isinstance(error, HcsyncError):
        yield events.failure(error)
    elif isinstance(error, KeyboardInterrupt | click.Abort):
        yield events.failure(Interrupted(f"interrupted. `{again}` goes on from here."))
    elif isinstance(error, OSError) and error.strerror:
        yield events.trouble(f"{error.filename or 'a file'}: {error.strerror}", Severity.ERROR)
    elif not isinstance(error, SystemExit | click.exceptions.Exit):
        yield events.trouble(f"hcsync has a bug: {type(error).__name__}", Severity.ERROR)
