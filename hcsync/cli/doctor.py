"""`hcsync doctor`: is everything as it must be for a plan and an apply."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.command("doctor")
@options.environment
@options.output("text", "json")
@options.verbose
@options.manners
def command(env: str | None, config_path: Path | None, outputs: tuple[str, ...], no_color: bool, quiet: bool) -> int:
    """Check everything that an apply needs. Writes nothing.

    That is the configuration, the token, the workspace, the help center, the authors, the content and the state.

    Each fault comes with what to do about it. Exit code 1 if there is one.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import Formats, parsed, written
    from hcsync.model.checkup import Checkup, Health
    from hcsync.report.doctor import checkup_json, checkup_text
    from hcsync.workflow.doctor import doctor

    formats: Formats[Checkup] = {"text": checkup_text, "json": lambda checkup, _paint: checkup_json(checkup)}
    wanted = parsed(outputs, formats)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    checkup = run(doctor(Path.cwd(), config_path, env, os.environ))
    written(checkup, formats, wanted, console)
    return 1 if checkup.count(Health.FAULT) else 0
