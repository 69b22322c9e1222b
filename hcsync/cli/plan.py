"""`hcsync plan`: what an apply would do."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.cli.memory import collect_seldom
from hcsync.config import Config, Environment

if TYPE_CHECKING:
    from hcsync.report.view import PlanView
    from hcsync.workflow.request import Request


@click.command("plan")
@options.environment
@options.request
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there is anything to apply, 0 if not.")
@options.output("text", "json", "markdown", "html", "github")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save the plan, to look at it with hcsync show and to do exactly that with hcsync apply FILE.",
)
@click.option(
    "--no-refresh",
    is_flag=True,
    help="Compare with the last applied state alone; asks Intercom nothing, needs no token.",
)
@options.events
@options.verbose
@options.manners
def command(
    env: str | None,
    config_path: Path | None,
    asked: options.Asked,
    detailed_exitcode: bool,
    outputs: tuple[str, ...],
    out: Path | None,
    no_refresh: bool,
    events: bool,
    no_color: bool,
    quiet: bool,
) -> int:
    """Show what an apply would change. Writes nothing.

    Exit code 4: errors in the files; 5: refused by a safety limit or another guard.
    """
    import shlex

    from hcsync.cli.output import PLAN, parsed, wants_texts, written
    from hcsync.cli.step_summary import summarise
    from hcsync.cli.stream import streaming
    from hcsync.report.events import of_plan
    from hcsync.report.plan_markdown import plan_markdown
    from hcsync.workflow.guard import refuse_limits

    collect_seldom()
    wanted = parsed(outputs, PLAN, events=events)
    if out:
        _refuse_out(out, [path for _, path in wanted], no_refresh)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    with streaming(events) as stream:
        config, environment = options.opened(config_path, env)
        request, texts = asked.request(config), wants_texts(wanted)
        if no_refresh:
            view = _offline(config, environment, request, texts)
        else:
            view = _live(config, environment, request, out, texts)
        written(view, PLAN, wanted, console)
        summarise(console, lambda largest: plan_markdown(view, largest=largest))
        stream.tell(of_plan(view))
        refuse_limits(view.plan)
    console.tell_warnings(view.content)
    if out:
        console.tell(f"The plan is saved. To apply exactly this: hcsync apply {shlex.quote(str(out))}")
    elif sys.argv[1:] == ["plan"] and sys.stdout.isatty() and view.plan.pending and not view.plan.conflicts:
        # For somebody who types it for the first time; whoever gives options knows their way.
        console.tell("To do this: hcsync apply")
    pending = view.plan.pending or bool(view.plan.conflicts)
    return 2 if detailed_exitcode and pending else 0


def _live(config: Config, environment: Environment, request: "Request", out: Path | None, texts: bool) -> "PlanView":
    from hcsync.cli.loop import run
    from hcsync.workflow.plan import plan

    return run(plan(config, environment, os.environ, request, out, texts))


def _offline(config: Config, environment: Environment, request: "Request", texts: bool) -> "PlanView":
    from hcsync.workflow.offline import plan

    return plan(config, environment, request, texts)


def _refuse_out(out: Path, others: Sequence[Path | None], no_refresh: bool) -> None:
    """Raises click.BadParameter where no plan can be saved there that could be applied. `others` are the files that
    reports go to."""
    if out in others:
        raise click.BadParameter("--output goes into the same file.", param_hint="--out")
    if no_refresh:
        raise click.BadParameter(
            "a plan that was not compared with Intercom cannot be applied; leave out --no-refresh.", param_hint="--out"
        )
