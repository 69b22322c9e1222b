"""A plan that is about to be applied → shown, asked about, watched; its outcome → words and the exit code."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from hcsync.cli.console import Console
from hcsync.cli.output import OUTCOME, wants_texts, written
from hcsync.cli.step_summary import summarise
from hcsync.cli.stream import Stream
from hcsync.errors import ApplyIncomplete, Interrupted, UsageError
from hcsync.model.outcome import Outcome
from hcsync.report.events import of_outcome, of_plan
from hcsync.report.outcome import outcome_text
from hcsync.report.outcome_view import OutcomeView, outcome_markdown
from hcsync.report.plan_markdown import plan_markdown
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView
from hcsync.workflow.dialogue import Dialogue

# See `cli.output.parsed`.
Wanted = Sequence[tuple[str, Path | None]]


def refuse_unanswerable(verb: str, auto_approve: bool, events: bool, wanted: Wanted = ()) -> None:
    """Raises UsageError where `verb` would have to ask and cannot: its stdout is for a machine, or nobody is there."""
    if auto_approve:
        return
    hint = "Add --auto-approve to write without asking."
    if events or not _in_words(wanted):
        what = "--json" if events else "this --output"
        raise UsageError(f"with {what} {verb} cannot ask before it writes.", hint=hint)
    if not (sys.stdin and sys.stdin.isatty()):
        raise UsageError(f"{verb} asks before it writes, and nobody is there: stdin is not a terminal.", hint=hint)


@dataclass(slots=True)
class Talk:
    """What one command says to whom. `question` is asked unless `agreed`; `declined` remembers a no. `verb` is what it
    does, and `again` the command that goes on with it. Another run is waited for up to `patience` seconds. `wanted` are
    the reports to be made at the end; where one of them goes to stdout, only a text leaves room for other words."""

    console: Console
    stream: Stream
    question: str
    agreed: bool
    verb: str = "apply"
    again: str = "hcsync apply"
    patience: float = 0.0
    wanted: Wanted = ()
    view: PlanView | None = field(default=None, init=False)
    declined: bool = field(default=False, init=False)
    afterwards: str = field(default="", init=False)

    @contextmanager
    def dialogue(self) -> Iterator[Dialogue]:
        """What the workflow is to talk with; a bar runs until the block ends."""
        with self.console.progress("Applying") as progress:
            texts = wants_texts(self.wanted)
            tell = self.console.tell
            uploads = partial(progress, said="Uploading images")
            yield Dialogue(self._show, self._confirm, progress, self.stream.watch, tell, self.patience, texts, uploads)

    def conclude(self, outcome: Outcome | None) -> int:
        """Say how it ended; returns the exit code."""
        self.stream.tell(of_outcome(outcome))
        if not self.declined:
            self._report(outcome or Outcome((), ()))
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

    def _report(self, outcome: Outcome) -> None:
        """A plan that could not even be shown has no outcome."""
        if self.view is None:
            return
        told = OutcomeView(self.view, outcome, self.verb, self.again)
        summarise(self.console, lambda largest: outcome_markdown(told, largest))
        # A text on stdout has been said all along.
        written(told, OUTCOME, [(name, path) for name, path in self.wanted if path or name != "text"], self.console)

    def _show(self, view: PlanView) -> None:
        self.stream.tell(of_plan(view))
        self.view = view
        summarise(self.console, lambda largest: plan_markdown(view, largest=largest))
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
        if not self.stream.wanted and _in_words(self.wanted):
            self.console.say(text)


def _in_words(wanted: Wanted) -> bool:
    return all(path or name == "text" for name, path in wanted)
