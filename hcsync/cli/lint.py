"""`hcsync lint`: every fault in the repository, without asking Intercom for anything."""

from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import ContentInvalid


@click.command("lint")
@options.environment
@options.output("text", "json", "markdown", "github", "sarif")
@click.option("--fix", is_flag=True, help="Correct links in the files where it is certain what is meant.")
@options.manners
def command(
    env: str | None, config_path: Path | None, outputs: tuple[str, ...], fix: bool, no_color: bool, quiet: bool
) -> int:
    """Check the files. Needs no token and no network.

    Exit code 4 if there is an error; warnings alone end with 0.
    """
    from hcsync.cli.output import Formats, folder, parsed, written
    from hcsync.cli.step_summary import summarise
    from hcsync.report.annotations import lint_annotations
    from hcsync.report.lint import Linted, lint_json, lint_markdown, lint_text
    from hcsync.report.sarif import sarif
    from hcsync.workflow.lint import lint

    formats: Formats[Linted] = {
        "text": lint_text,
        "json": lambda found, _paint: lint_json(found),
        "markdown": lambda found, _paint: lint_markdown(found),
        "github": lambda found, _paint: lint_annotations(found.diagnostics, folder()),
        "sarif": lambda found, _paint: sarif(found.diagnostics, folder()),
    }
    wanted = parsed(outputs, formats)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    found = lint(config, environment, fix=fix)
    written(found, formats, wanted, console)
    summarise(console, lambda largest: lint_markdown(found, largest))
    return ContentInvalid.exit_code if found.errors else 0
