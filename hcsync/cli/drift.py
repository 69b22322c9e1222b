"""`hcsync drift`: what people edited in Intercom since the last apply."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.cli.memory import collect_seldom

if TYPE_CHECKING:
    from hcsync.report.drift_view import DriftView


@click.command("drift")
@options.environment
@options.selection
@options.output("text", "json", "markdown", "html", "github")
@options.verbose
@options.events
@options.manners
def command(
    env: str | None,
    config_path: Path | None,
    targets: tuple[str, ...],
    excluded: tuple[str, ...],
    outputs: tuple[str, ...],
    events: bool,
    no_color: bool,
    quiet: bool,
) -> int:
    """Show what was edited in Intercom since the last apply. Writes nothing.

    It compares Intercom with what was last applied, whatever the files say by now.

    Exit code 0: nothing was edited; 2: something was.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import Formats, folder, parsed, written
    from hcsync.cli.step_summary import summarise
    from hcsync.cli.stream import streaming
    from hcsync.report.annotations import drift_annotations
    from hcsync.report.drift_json import drift_json
    from hcsync.report.drift_markdown import drift_markdown
    from hcsync.report.drift_text import drift_text
    from hcsync.report.drift_view import DriftView
    from hcsync.report.events import of_drift
    from hcsync.workflow.drift import drift

    formats: Formats[DriftView] = {
        "text": drift_text,
        "json": lambda view, _paint: drift_json(view),
        "markdown": lambda view, _paint: drift_markdown(view),
        "html": lambda view, _paint: _html(view),
        "github": lambda view, _paint: drift_annotations(view, folder()),
    }
    collect_seldom()
    wanted = parsed(outputs, formats, events=events)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    with streaming(events) as stream:
        config, environment = options.opened(config_path, env)
        view = run(
            drift(config, environment, os.environ, options.placed(targets, config), options.placed(excluded, config))
        )
        written(view, formats, wanted, console)
        summarise(console, lambda largest: drift_markdown(view, largest))
        stream.tell(of_drift(view))
    return 2 if view.drift.edits else 0


def _html(view: "DriftView") -> str:
    """Templates and Markdown are loaded where a page is asked for."""
    from hcsync.report.html.page import drift_html

    return drift_html(view)
