"""`hcsync status`: what is whose in the help center, and how far its translations have come."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.command("status")
@options.environment
@click.option("--unowned", "listed", is_flag=True, help="List what is in Intercom and belongs to no file here.")
@options.output("text", "json")
@options.verbose
@options.manners
def command(
    env: str | None,
    config_path: Path | None,
    listed: bool,
    outputs: tuple[str, ...],
    no_color: bool,
    quiet: bool,
) -> int:
    """Show what belongs to this repository, and what is untranslated.

    It counts articles without a file, edits made in Intercom, and what no file here owns and hcsync leaves alone.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import Formats, parsed, written
    from hcsync.model.standing import Standing
    from hcsync.report.status import status_json, status_text
    from hcsync.workflow.status import status

    formats: Formats[Standing] = {
        "text": lambda standing, paint: status_text(standing, listed, paint),
        "json": lambda standing, _paint: status_json(standing),
    }
    wanted = parsed(outputs, formats)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    written(run(status(config, environment, os.environ)), formats, wanted, console)
    return 0
