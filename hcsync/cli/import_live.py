"""`hcsync import`: bring a live help center into the repository."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.cli.memory import collect_seldom
from hcsync.config import Config, Environment

if TYPE_CHECKING:
    from hcsync.workflow.importing.scope import Wish

PICTURES = {"download": True, "keep": False}

chosen = (
    click.option(
        "--collection",
        "collections",
        multiple=True,
        metavar="WHAT",
        help="Only this collection and what lies in it: its id or its name. Repeatable.",
    ),
    click.option(
        "--images",
        type=click.Choice(list(PICTURES)),
        help="Download the pictures that Intercom hosts, or keep them there. [default: download, if hcsync.yml says "
        "where to publish them from]",
    ),
)


@click.command("import")
@chosen[0]
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="Beside the default locale only this one. Repeatable. [default: all that hcsync.yml lists]",
)
@chosen[1]
@options.lock_timeout
@options.environment
@options.verbose
@options.manners
def command(
    collections: tuple[str, ...],
    locales: tuple[str, ...],
    images: str | None,
    lock_timeout: float,
    env: str | None,
    config_path: Path | None,
    no_color: bool,
    quiet: bool,
) -> int:
    """Write files for what is in Intercom and has none here.

    Each collection and article gets a file in each language, and the state is written along with them, so that the next
    plan is empty. Writes nothing to Intercom and over no file. A run that was stopped goes on where it was.
    """
    from hcsync.workflow.importing.scope import Wish

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    wish = Wish(collections, locales, PICTURES[images] if images else None)
    return bring_in(config, environment, wish, console, lock_timeout)


def bring_in(
    config: Config, environment: Environment, wish: "Wish", console: Console, patience: float, *, ending: bool = True
) -> int:
    """The import itself, and what it tells; with `ending` also what to do next."""
    from hcsync.cli.loop import run
    from hcsync.errors import Interrupted
    from hcsync.report.imported import imported_text
    from hcsync.workflow.dialogue import Dialogue
    from hcsync.workflow.import_live import import_live

    collect_seldom()
    try:
        with console.progress("Importing") as progress:
            dialogue = Dialogue(progress=progress, tell=console.tell, patience=patience)
            done = run(import_live(config, environment, os.environ, wish, dialogue))
    except KeyboardInterrupt:
        raise Interrupted("interrupted. Run it again: hcsync import goes on from here.") from None
    console.say(imported_text(done, console.paint, ending=ending))
    return 0
