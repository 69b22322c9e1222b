"""A plan that is about to be applied → shown, asked about, watched; its outcome → words and the exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from hcsync.cli.console import Console
from hcsync.cli.stream import Stream
from hcsync.errors import ApplyIncomplete, Interrupted, UsageError
from hcsync.model.outcome import Outcome
from hcsync.report.events import of_outcome, of_plan
from hcsync.report.outcome import outcome_text
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView
from hcsync.workflow.dialogue import Dialogue


def refuse_unanswerable(verb: str, auto_approve: bool, events: bool) -> None:
    """Raises UsageError where `verb` would have to ask and cannot."""
    if auto_approve:
        return
    hint = "Add --auto-approve to write without asking."
    if events:
        raise UsageError(f"with --json {verb} cannot ask before it writes.", hint=hint)
    if not (sys.stdin and sys.stdin.isatty()):
        raise UsageError(f"{verb} asks before it writes, but there is nobody to ask: stdin is no terminal.", hint=hint)


@dataclass(slots=True)
class Talk:
    """What one command says to whom. `question` is asked unless `agreed`; `declined` remembers a no. `verb` is what it
    does, and `again` the command that goes on with it. Another run is waited for up to `patience` seconds."""

    console: Console
    stream: Stream
    question: str
    agreed: bool
    verb: str = "apply"
    again: str = "hcsync apply"
    patience: float = 0.0
    declined: bool = field(default=False, init=False)
    afterwards: str = field(default="", init=False)

    @contextmanager
    def dialogue(self) -> Iterator[Dialogue]:
        """What the workflow is to talk with; a bar runs until the block ends."""
        with self.console.progress("Applying") as progress:
            yield Dialogue(self._show, self._confirm, progress, self.stream.watch, self.console.tell, self.patience)

    def conclude(self, outcome: Outcome | None) -> int:
        """Say how it ended; returns the exit code."""
        self.stream.tell(of_outcome(outcome))
        if outcome is None:
            if self.declined:
                self._say("Nothing was written.")
            return int(self.declined)
        if not self.console.quiet:
            self._say("")
        self._say(outcome_text(outcome, self.console.paint, self.verb, self.again))
        if outcome.results and self.afterwards and not self.console.quiet:
            self._say(f"\n{self.afterwards}")
        return 0 if outcome.complete else ApplyIncomplete.exit_code

    def _show(self, view: PlanView) -> None:
        self.stream.tell(of_plan(view))
        self.afterwards = view.wording.afterwards
        if not self.console.quiet or not self.agreed:
            self._say(plan_text(view, self.console.paint))
        self.console.tell_warnings(view.content)

    def _confirm(self, view: PlanView) -> bool:
        if self.agreed or not view.plan.changes:
            return True
        try:
            self.declined = not self.console.ask(f"\n{self.question}")
        except click.Abort:
            raise Interrupted("interrupted. Nothing was written.") from None
        return not self.declined

    def _say(self, text: str) -> None:
        if not self.stream.wanted:
            self.console.say(text)
