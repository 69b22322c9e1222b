"""`hcsync apply`: make the help center what the repository says."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import ApplyIncomplete, Interrupted, UsageError

if TYPE_CHECKING:
    from hcsync.report.view import PlanView


@click.command("apply")
@options.environment
@options.request
@click.option("--auto-approve", is_flag=True, help="Do not ask. Required where stdin is no terminal.")
@click.option(
    "--parallelism", type=click.IntRange(1, 16), default=8, show_default=True, help="Writes on their way at once."
)
@options.manners
def command(
    env: str | None,
    config_path: Path | None,
    asked: options.Asked,
    auto_approve: bool,
    parallelism: int,
    no_color: bool,
    quiet: bool,
) -> int:
    """Make the help center what the repository says: show the plan, ask, write, read back.

    If a run dies or is stopped, run it again: it goes on where it was, and makes nothing twice.
    """
    from hcsync.cli.loop import run
    from hcsync.report.outcome import outcome_text
    from hcsync.report.text import plan_text
    from hcsync.workflow.apply import apply
    from hcsync.workflow.dialogue import Dialogue

    if not auto_approve and not (sys.stdin and sys.stdin.isatty()):
        raise UsageError(
            "apply asks before it writes, but there is nobody to ask: stdin is no terminal.",
            hint="Add --auto-approve to write without asking.",
        )
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)

    def show(view: "PlanView") -> None:
        if not quiet or not auto_approve:
            console.say(plan_text(view, console.paint))
        console.tell_warnings(view.content)

    declined = False

    def confirm(view: "PlanView") -> bool:
        nonlocal declined
        if auto_approve or not view.plan.changes:
            return True
        try:
            declined = not console.ask(f"\nApply this to {environment.name}?")
        except click.Abort:
            raise Interrupted("interrupted. Nothing was written.") from None
        return not declined

    with console.progress("Applying") as progress:
        dialogue = Dialogue(show, confirm, progress)
        outcome = run(apply(config, environment, os.environ, asked.request(config), parallelism, dialogue))
    if outcome is None:
        if declined:
            console.say("Nothing was written.")
        return int(declined)
    if not quiet:
        console.say("")
    console.say(outcome_text(outcome, console.paint))
    return 0 if outcome.complete else ApplyIncomplete.exit_code
