"""`hcsync show FILE`: a saved plan, as `hcsync plan` has shown it."""

from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@options.output("text", "json", "markdown", "html", "github")
@options.manners
def command(file: Path, outputs: tuple[str, ...], no_color: bool, quiet: bool) -> int:
    """Show a plan that `hcsync plan --out FILE` has saved.

    Needs no token, no network and no repository.
    """
    from hcsync.cli.output import PLAN, parsed, written
    from hcsync.workflow.saved import load

    wanted = parsed(outputs, PLAN)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    view = load(file).view
    written(view, PLAN, wanted, console)
    console.tell_warnings(view.content)
    return 0
