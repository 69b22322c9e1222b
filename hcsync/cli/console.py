"""What a command has to say → the terminal: colours, errors, progress. Plain text where stdout is no terminal."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from hcsync.errors import ContentInvalid, HcsyncError
from hcsync.model.diagnostic import Diagnostic

if TYPE_CHECKING:
    from rich.progress import Progress

# Role of a piece of text (see report.text.Paint) → how click styles it.
_STYLES: dict[str, dict[str, object]] = {
    "create": {"fg": "green"},
    "update": {"fg": "yellow"},
    "move": {"fg": "blue"},
    "remove": {"fg": "red"},
    "adopt": {"fg": "blue"},
    "drift": {"fg": "cyan"},
    "conflict": {"fg": "magenta", "bold": True},
    "strong": {"bold": True},
    "faint": {"dim": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red", "bold": True},
}


class Console:
    """How one command talks. `quiet` leaves out what is not asked for; `color` None means: only on a terminal."""

    def __init__(self, *, quiet: bool = False, color: bool | None = None) -> None:
        self.quiet = quiet
        self._color = sys.stdout.isatty() if color is None else color

    def paint(self, role: str, text: str) -> str:
        return click.style(text, **_STYLES[role]) if self._color else text  # type: ignore[arg-type]

    def ask(self, question: str) -> bool:
        """A question to be answered with yes or no. Raises click.Abort for Ctrl-C and at the end of the input."""
        # While it runs, asyncio keeps the first Ctrl-C for the next await, and a prompt has none.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return click.confirm(question, default=False)
        finally:
            signal.signal(signal.SIGINT, before)

    def say(self, text: str) -> None:
        """Part of the answer: stdout."""
        self.give(for_people(text))

    def give(self, text: str) -> None:
        """The same, to the letter."""
        click.echo(text, color=self._color)

    def tell(self, text: str) -> None:
        """About the work, not its result: stderr, and nothing when quiet."""
        if not self.quiet:
            click.echo(for_people(text), err=True)

    def tell_warnings(self, warnings: Sequence[Diagnostic]) -> None:
        """That the content has warnings; what they are is for `hcsync lint` to say."""
        if warnings:
            words = "1 warning" if len(warnings) == 1 else f"{len(warnings):,} warnings"
            self.tell(f"{words} about the content: hcsync lint shows {'it' if len(warnings) == 1 else 'them'}.")

    @contextmanager
    def progress(self, words: str) -> Iterator[Callable[..., Callable[[], None]]]:
        """Gives a function from a total (and `said`, instead of `words`) to a step; a bar with count, rate and time
        left, on a terminal's stderr. What is begun later takes the place of what was before."""
        if self.quiet or not sys.stderr.isatty() or requests_told():
            yield lambda _total, said="": lambda: None  # noqa: ARG005 - the same signature
            return
        with ExitStack() as ending:

            def begin(total: int, said: str = words) -> Callable[[], None]:
                # Only now: a bar paints over its lines again and again, and the plan and the question come before it.
                ending.close()
                bar = ending.enter_context(_bar())
                task = bar.add_task(said, total=total, rate="")

                def step() -> None:
                    speed = bar.tasks[task].speed
                    bar.update(task, advance=1, rate=f"{speed:.0f}/s" if speed else "")

                return step

            yield begin


def _bar() -> "Progress":
    """A bar on stderr. It leaves the streams alone: stdout may lead into a file."""
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=RichConsole(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def for_people(text: str) -> str:
    """As it may stand in the log of a job of GitHub: no title of an article is a command to the runner there."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    from hcsync.report.safe import inert_in_log

    return inert_in_log(text)


def for_programs(json: str) -> str:
    """The same of JSON, which can spell a bracket in another way."""
    return json.replace("##[", "##\\u005b") if os.environ.get("GITHUB_ACTIONS") == "true" else json


def colour_wanted(no_color: bool) -> bool | None:
    """False where colour was declined (`--no-color`, or `NO_COLOR` set to anything), else None: see `Console`."""
    return False if no_color or os.environ.get("NO_COLOR") else None


REQUESTS = "hcsync.intercom"  # the log of what is sent to Intercom


def tell_requests() -> None:
    """From now on, a line on stderr for each request."""
    import logging

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            from hcsync.report.safe import shown

            click.echo(shown(record.getMessage()), err=True)

    log = logging.getLogger(REQUESTS)
    log.setLevel(logging.INFO)
    log.propagate = False
    log.handlers = [Lines()]


def requests_told() -> bool:
    """Whether each request is told: a progress bar would paint over the lines."""
    import logging

    return logging.getLogger(REQUESTS).level == logging.INFO


def show_error(error: HcsyncError) -> None:
    """One paragraph on stderr: what is wrong, where, a way out. Faults of the content come before it, a line each."""
    from hcsync.report.safe import shown

    if isinstance(error, ContentInvalid):
        for fault in error.faults:
            click.echo(for_people(shown(str(fault))), err=True)
        click.echo("", err=True)
    hint = f" {error.hint}" if error.hint else ""
    # A message may have lines of its own (all faults of the configuration); each is made safe for the terminal.
    for line in f"Error: {_sentence(str(error))}{hint}".splitlines():
        click.echo(for_people(shown(line)), err=True)


def _sentence(words: str) -> str:
    return words if words.endswith((".", ")", "?", "`")) else f"{words}."
