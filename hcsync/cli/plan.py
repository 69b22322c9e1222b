"""`hcsync plan`: what an apply would do."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


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
    import gc
    import shlex

    from hcsync.cli.loop import run
    from hcsync.cli.output import PLAN, parsed, wants_texts, written
    from hcsync.cli.step_summary import summarise
    from hcsync.cli.stream import streaming
    from hcsync.report.events import of_plan
    from hcsync.report.plan_markdown import plan_markdown
    from hcsync.workflow.guard import refuse_limits

    # A plan makes many objects, keeps most of them and ends: looking for garbage often is time lost.
    gc.set_threshold(1_000_000, 20, 20)
    wanted = parsed(outputs, PLAN, events=events)
    if out in [path for _, path in wanted if path]:
        raise click.BadParameter("--output goes into the same file.", param_hint="--out")
    if out and no_refresh:
        raise click.BadParameter(
            "a plan that was not compared with Intercom cannot be applied; leave out --no-refresh.", param_hint="--out"
        )
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    with streaming(events) as stream:
        config, environment = options.opened(config_path, env)
        request = asked.request(config)
        if no_refresh:
            from hcsync.workflow import offline

            view = offline.plan(config, environment, request, wants_texts(wanted))
        else:
            from hcsync.workflow.plan import plan

            view = run(plan(config, environment, os.environ, request, out, wants_texts(wanted)))
        written(view, PLAN, wanted, console)
        summarise(console, lambda largest: plan_markdown(view, largest=largest))
        stream.tell(of_plan(view))
        refuse_limits(view.plan)
    console.tell_warnings(view.content)
    if out:
        console.tell(f"The plan is saved. To apply exactly this: hcsync apply {shlex.quote(str(out))}")
    pending = view.plan.pending or bool(view.plan.conflicts)
    return 2 if detailed_exitcode and pending else 0
