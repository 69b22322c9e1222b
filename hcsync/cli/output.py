"""`--output FORMAT[=PATH]`, repeatable → renderings of a result on stdout and in files."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from hcsync.cli import options
from hcsync.cli.console import Console, for_people, for_programs
from hcsync.report.annotations import outcome_annotations, plan_annotations
from hcsync.report.json import plan_json
from hcsync.report.outcome_view import OutcomeView, outcome_json, outcome_markdown, outcome_words
from hcsync.report.page import Paint, plain
from hcsync.report.plan_markdown import plan_markdown
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView

V = TypeVar("V")

# Format → what makes it; `Paint` is for what goes to a terminal, the others pay it no heed.
Formats = Mapping[str, Callable[[V, Paint], str]]

PLAN: Formats[PlanView] = {
    "text": plan_text,
    "json": lambda view, _paint: plan_json(view),
    "markdown": lambda view, _paint: plan_markdown(view),
    "html": lambda view, _paint: _html("plan_html", view),
    "github": lambda view, _paint: plan_annotations(view, folder()),
}
OUTCOME: Formats[OutcomeView] = {
    "text": outcome_words,
    "json": lambda view, _paint: outcome_json(view),
    "markdown": lambda view, _paint: outcome_markdown(view),
    "html": lambda view, _paint: _html("outcome_html", view),
    "github": lambda view, _paint: outcome_annotations(view, folder()),
}


def _html(name: str, view: object) -> str:
    """Templates and Markdown are loaded where a page is asked for."""
    import hcsync.report.html.page as pages

    made: str = getattr(pages, name)(view)
    return made


def folder() -> str:
    """Where the project lies in its repository: code forges name files from the top of that."""
    from hcsync.workflow.ci import folder_in_repository

    return folder_in_repository(click.get_current_context().meta.get(options.ROOT, Path.cwd()))


def wants_texts(wanted: Iterable[tuple[str, Path | None]]) -> bool:
    """Whether whole articles are to be shown."""
    return any(name == "html" for name, _ in wanted)


def parsed(outputs: tuple[str, ...], formats: Iterable[str], *, events: bool = False) -> list[tuple[str, Path | None]]:
    """(format, path) pairs; a path of None is stdout, which is taken where `events` go there. Raises
    click.BadParameter for an unknown format, and for two things that would be mixed on stdout."""
    known = tuple(formats)
    wanted: list[tuple[str, Path | None]] = []
    for output in outputs or (() if events else ("text",)):
        name, equals, path = output.partition("=")
        if name not in known or (equals and not path):
            raise click.BadParameter(
                f"{output!r} is none of {', '.join(known)} (or FORMAT=PATH).", param_hint="--output"
            )
        wanted.append((name, Path(path) if path else None))
    if events and any(path is None for _, path in wanted):
        raise click.BadParameter("with --json the events go to stdout; give the format a path.", param_hint="--output")
    if sum(path is None for _, path in wanted) > 1:
        raise click.BadParameter(
            "only one format can go to the terminal; give the others a path.", param_hint="--output"
        )
    return wanted


# What articles say is no command to whoever reads a job's log; remarks of GitHub's are meant to be.
_IN_LOG = {"text": for_people, "markdown": for_people, "json": for_programs, "sarif": for_programs}


def written(view: V, formats: Formats[V], wanted: Iterable[tuple[str, Path | None]], console: Console) -> None:
    """Print or write each rendering. Raises OSError where a file cannot be written."""
    for name, path in wanted:
        text = formats[name](view, console.paint if path is None else plain).rstrip("\n")
        if path is None:
            if text:
                console.give(_IN_LOG.get(name, str)(text))
        else:
            path.write_text(text + "\n", encoding="utf-8")
