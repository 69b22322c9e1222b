"""`hcsync pull`: take what was edited in Intercom into the files."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.cli.memory import collect_seldom
from hcsync.errors import ConflictError


@click.command("pull")
@click.argument("targets", nargs=-1, metavar="[WHAT]...")
@click.option(
    "--branch", metavar="NAME", help="Commit to this new branch instead, and leave the files here as they are."
)
@options.environment
@options.verbose
@options.manners
def command(
    targets: tuple[str, ...],
    branch: str | None,
    env: str | None,
    config_path: Path | None,
    no_color: bool,
    quiet: bool,
) -> int:
    """Merge what was edited in Intercom into the files. Writes nothing to Intercom.

    WHAT is an address (article.billing/refunds), a file, a live id, or a pattern (billing/*). Without it, everything
    that was edited in Intercom is taken in.

    Exit code 0: done; 3: the same lines were changed on both sides, and are marked in the files.
    """
    from hcsync.cli.loop import run
    from hcsync.report.pull import pull_text
    from hcsync.workflow.pull import pull

    collect_seldom()
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    done = run(pull(config, environment, os.environ, options.placed(targets, config), branch))
    if not quiet or done.taken or done.left:
        console.say(pull_text(done, console.paint))
    return ConflictError.exit_code if done.conflicts else 0
