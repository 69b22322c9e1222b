"""`hcsync snapshot`: what is kept of earlier runs, to go back on them."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import UsageError
from hcsync.model.snapshot import KeptRun


@click.group("snapshot")
def command() -> None:
    """List, make and prune the copies that rollback puts back.

    Each apply keeps a copy of what it is about to change. Never writes to Intercom.
    """


@command.command("list")
@options.environment
@options.output("text", "json")
@options.manners
def list_command(
    env: str | None, config_path: Path | None, outputs: tuple[str, ...], no_color: bool, quiet: bool
) -> int:
    """List the runs of which copies are kept, the newest first."""
    from hcsync.cli.output import Formats, parsed, written
    from hcsync.report.snapshots import runs_json, runs_text
    from hcsync.workflow.snapshot import listed

    formats: Formats[Sequence[KeptRun]] = {"text": runs_text, "json": lambda runs, _paint: runs_json(runs)}
    wanted = parsed(outputs, formats)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    written(listed(config, environment), formats, wanted, console)
    return 0


@command.command("create")
@options.environment
@options.verbose
@options.manners
def create_command(env: str | None, config_path: Path | None, no_color: bool, quiet: bool) -> int:
    """Keep a copy of the whole help center as it is now.

    No apply ever prunes it; `hcsync snapshot prune` does.
    """
    from hcsync.cli.loop import run
    from hcsync.report.snapshots import told
    from hcsync.workflow.snapshot import create

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    kept = run(create(config, environment, os.environ, time.time()))
    console.say(f"Kept {told(kept.run.items)} of {environment.name} as {kept.id}.")
    return 0


@command.command("prune")
@options.environment
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Delete all but the newest N.")
@click.option("--older-than", type=click.IntRange(0), metavar="DAYS", help="Delete what is older than this.")
@options.auto_approve
@options.manners
def prune_command(
    env: str | None,
    config_path: Path | None,
    keep: int | None,
    older_than: int | None,
    auto_approve: bool,
    no_color: bool,
    quiet: bool,
) -> int:
    """Delete old copies for good.

    With both options a run's copies go if both say so. The newest always stay.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.talk import refuse_unanswerable
    from hcsync.report.snapshots import runs_text
    from hcsync.report.view import counted
    from hcsync.workflow.snapshot import prune

    if keep is None and older_than is None:
        raise UsageError("prune needs to know what is old.", hint="Say --keep N, --older-than DAYS, or both.")
    refuse_unanswerable("snapshot prune", auto_approve, events=False)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    declined = False

    def confirm(old: Sequence[KeptRun]) -> bool:
        nonlocal declined
        if not quiet or not auto_approve:
            console.say(runs_text(old, console.paint))
        declined = not auto_approve and not console.ask(f"\nDelete the copies of {counted(len(old), 'run')} for good?")
        return not declined

    gone = run(prune(config, environment, keep, older_than, time.time(), confirm))
    console.say("Nothing was deleted." if not gone else f"Deleted the copies of {counted(len(gone), 'run')}.")
    return int(declined)
