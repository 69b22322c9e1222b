"""`hcsync apply`: make the help center what the repository says."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import UsageError


@click.command("apply")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@options.environment
@options.request
@options.auto_approve
@options.parallelism
@options.lock_timeout
@options.output("text", "json", "markdown", "html", "github")
@options.events
@options.verbose
@options.manners
def command(
    file: Path | None,
    env: str | None,
    config_path: Path | None,
    asked: options.Asked,
    auto_approve: bool,
    parallelism: int,
    lock_timeout: float,
    outputs: tuple[str, ...],
    events: bool,
    no_color: bool,
    quiet: bool,
) -> int:
    """Show the plan, ask, write it to the help center, read it back.

    With FILE, a plan that `hcsync plan --out FILE` has saved: do exactly what it says, without asking, or nothing if
    anything it was made from has changed since.

    If a run dies or is stopped, run it again: it goes on where it was, and makes nothing twice.

    Exit code 3: a conflict, or a saved plan that no longer fits; 4: errors in the files; 5: refused by a guard. Nothing
    was written then. 6: some writes were done; apply again.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import OUTCOME, parsed
    from hcsync.cli.stream import streaming
    from hcsync.cli.talk import Talk, refuse_unanswerable
    from hcsync.workflow.apply import apply
    from hcsync.workflow.saved import load

    wanted = parsed(outputs, OUTCOME, events=events)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    with streaming(events) as stream:
        plan = None
        if file:
            _refuse_beside(asked)
            plan = load(file)
            env = env or os.environ.get("HCSYNC_ENV") or plan.plan.environment
        agreed = auto_approve or plan is not None
        refuse_unanswerable("apply", agreed, events, wanted)
        config, environment = options.opened(config_path, env)
        request = plan.request if plan else asked.request(config)
        question = f"Apply this to {environment.name}?"
        talk = Talk(console, stream, question, agreed, patience=lock_timeout, wanted=wanted)
        with talk.dialogue() as dialogue:
            outcome = run(apply(config, environment, os.environ, request, parallelism, dialogue, plan))
        return talk.conclude(outcome)


def _refuse_beside(asked: options.Asked) -> None:
    """A saved plan is applied as it is: whoever narrows it here would believe in what does not happen."""
    if asked.given:
        raise UsageError(
            f"{asked.given[0]} cannot stand beside a saved plan, which was made with options of its own.",
            hint=f"Leave it out, or make a new plan: hcsync plan --out FILE {asked.given[0]} …",
        )
