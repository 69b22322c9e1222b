"""`--output FORMAT[=PATH]`, repeatable → renderings of a plan on stdout and in files."""

from pathlib import Path

import click

from hcsync.cli.console import Console
from hcsync.report.json import plan_json
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView

FORMATS = ("text", "json")


def parsed(outputs: tuple[str, ...], *, events: bool = False) -> list[tuple[str, Path | None]]:
    """(format, path) pairs; a path of None is stdout, which is taken where `events` go there. Raises
    click.BadParameter for an unknown format, and for two things that would be mixed on stdout."""
    wanted: list[tuple[str, Path | None]] = []
    for output in outputs or (() if events else ("text",)):
        name, equals, path = output.partition("=")
        if name not in FORMATS or (equals and not path):
            raise click.BadParameter(
                f"{output!r} is none of {', '.join(FORMATS)} (or FORMAT=PATH).", param_hint="--output"
            )
        wanted.append((name, Path(path) if path else None))
    if events and any(path is None for _, path in wanted):
        raise click.BadParameter("with --json the events go to stdout; give the format a path.", param_hint="--output")
    if sum(path is None for _, path in wanted) > 1:
        raise click.BadParameter(
            "only one format can go to the terminal; give the others a path.", param_hint="--output"
        )
    return wanted


def written(view: PlanView, wanted: list[tuple[str, Path | None]], console: Console) -> None:
    """Print or write each rendering. Raises OSError where a file cannot be written."""
    for name, path in wanted:
        if name == "json":
            text = plan_json(view).rstrip("\n")
        else:
            text = plan_text(view, console.paint) if path is None else plan_text(view)
        if path is None:
            console.say(text)
        else:
            path.write_text(text + "\n", encoding="utf-8")
