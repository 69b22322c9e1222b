"""`hcsync demo`: plan, apply and plan again, on a help center of its own."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hcsync.cli.console import Console, colour_wanted

if TYPE_CHECKING:
    from hcsync.report.view import PlanView


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".hcsync/demo"),
    show_default=True,
    help="Where to work; what an earlier demo left there is deleted first.",
)
@click.option("--no-color", is_flag=True, help="Print without colours, as with the variable NO_COLOR.")
def command(folder: Path, no_color: bool) -> int:
    """Watch Markdown become a help center, on your machine alone.

    It is hcsync's own user guide, in four languages. Nothing is sent to Intercom.
    """
    from hcsync.cli.loop import run
    from hcsync.config import load
    from hcsync.report.outcome import outcome_text
    from hcsync.report.text import plan_text
    from hcsync.workflow import demo
    from hcsync.workflow.apply import apply
    from hcsync.workflow.dialogue import Dialogue
    from hcsync.workflow.plan import plan
    from hcsync.workflow.request import Request

    console = Console(color=colour_wanted(no_color))
    demo.prepare(folder)
    config = load(folder.resolve(), {})
    environment = config.environment("local")
    console.say(console.paint("strong", f"1. A repository of Markdown files, copied to {folder}. hcsync plan:\n"))

    def show(view: "PlanView") -> None:
        console.say(plan_text(view, console.paint))
        console.say(console.paint("strong", "\n2. hcsync apply:\n"))

    with console.progress("Applying") as progress:
        dialogue = Dialogue(show=show, progress=progress)
        outcome = run(apply(config, environment, os.environ, Request(), 8, dialogue))
    if outcome is not None:
        console.say(outcome_text(outcome, console.paint))
    console.say(console.paint("strong", "\n3. hcsync plan, once more:\n"))
    view = run(plan(config, environment, os.environ, Request()))
    console.say(plan_text(view, console.paint))
    database = environment.emulator
    assert database is not None
    hcsync = _as_typed()
    console.say(
        f"\nLook at it as readers would:\n  {hcsync} emulator --db {os.path.relpath(database)} --port 8080\n"
        "  then open http://127.0.0.1:8080/help\n"
        f"\nThen edit a file in {folder / 'content'} and see what has changed:\n"
        f"  {hcsync} plan --config {folder / 'hcsync.yml'}"
    )
    return 0 if outcome is not None and outcome.complete and not view.plan.pending else 1


def _as_typed() -> str:
    """How to call this program from here: by its name where the path knows it, else by its place."""
    here = Path(sys.argv[0])
    known = shutil.which("hcsync")
    if here.stem != "hcsync" or (known and Path(known).resolve() == here.resolve()):
        return "hcsync"
    return os.path.relpath(here)
