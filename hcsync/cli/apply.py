"""`hcsync apply`: make the help center what the repository says."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.command("apply")
@options.environment
@options.request
@click.option("--auto-approve", is_flag=True, help="Do not ask. Required where stdin is no terminal.")
@click.option(
    "--parallelism", type=click.IntRange(1, 16), default=8, show_default=True, help="Writes on their way at once."
)
@options.events
@options.manners
def command(
    env: str | None,
    config_path: Path | None,
    asked: options.Asked,
    auto_approve: bool,
    parallelism: int,
    events: bool,
    no_color: bool,
    quiet: bool,
) -> int:
    """Make the help center what the repository says: show the plan, ask, write, read back.

    If a run dies or is stopped, run it again: it goes on where it was, and makes nothing twice.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.stream import streaming
    from hcsync.cli.talk import Talk, refuse_unanswerable
    from hcsync.workflow.apply import apply

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    with streaming(events) as stream:
        refuse_unanswerable("apply", auto_approve, events)
        config, environment = options.opened(config_path, env)
        talk = Talk(console, stream, f"Apply this to {environment.name}?", auto_approve)
        with talk.dialogue() as dialogue:
            outcome = run(apply(config, environment, os.environ, asked.request(config), parallelism, dialogue))
        return talk.conclude(outcome)
