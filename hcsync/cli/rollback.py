"""`hcsync rollback`: put back what was in Intercom before an apply."""

import os
from pathlib import Path
from typing import Any

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import Interrupted


@click.command("rollback")
@click.argument("run_id", metavar="[RUN]", default="")
@options.environment
@options.selection
@click.option(
    "--on-conflict",
    type=click.Choice(["skip", "ours", "fail"]),
    default="skip",
    show_default=True,
    help="What to do with what was edited in Intercom after the run: leave it, write over it, or do nothing at all.",
)
@click.option(
    "--allow-deletes",
    type=click.IntRange(0),
    metavar="N",
    help="Delete what the run made, exactly N objects. Without it, its articles become drafts.",
)
@options.auto_approve
@options.parallelism
@options.lock_timeout
@options.output("text", "json", "markdown", "html", "github")
@options.events
@options.verbose
@options.manners
def command(
    run_id: str,
    env: str | None,
    config_path: Path | None,
    auto_approve: bool,
    parallelism: int,
    lock_timeout: float,
    outputs: tuple[str, ...],
    events: bool,
    no_color: bool,
    quiet: bool,
    **wishes: Any,
) -> int:
    """Put back what an apply has changed in Intercom.

    It shows the plan, asks, writes and reads back. RUN is one that `hcsync snapshot list` shows, by default the newest.
    The files, and what hcsync knows of the last apply, stay as they are.

    Exit code 3: everything was edited since, nothing was written; 6: some writes were done, run it again.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import OUTCOME, parsed
    from hcsync.cli.stream import streaming
    from hcsync.cli.talk import Talk, refuse_unanswerable
    from hcsync.planner.policy import OnConflict
    from hcsync.workflow.rollback import Wish, rollback

    wanted = parsed(outputs, OUTCOME, events=events)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    again = f"hcsync rollback {run_id}".strip()
    with streaming(events, again) as stream:
        refuse_unanswerable("rollback", auto_approve, events, wanted)
        config, environment = options.opened(config_path, env)
        question = f"Put this back in {environment.name}?"
        talk = Talk(console, stream, question, auto_approve, "rollback", again, lock_timeout, wanted)
        wish = Wish(run_id, on_conflict=OnConflict(wishes.pop("on_conflict")), **wishes)
        with talk.dialogue() as dialogue:
            try:
                outcome = run(rollback(config, environment, os.environ, wish, parallelism, dialogue))
            except KeyboardInterrupt:
                raise Interrupted(f"interrupted. What was written is in the journal; `{again}` goes on.") from None
        return talk.conclude(outcome)
