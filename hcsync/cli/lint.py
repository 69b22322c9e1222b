"""`hcsync lint`: every fault in the repository, without asking Intercom for anything."""

from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted
from hcsync.errors import ContentInvalid


@click.command("lint")
@options.environment
@click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@options.manners
def command(env: str | None, config_path: Path | None, output: str, no_color: bool, quiet: bool) -> int:
    """Check the content and the configuration. Needs no token and no network."""
    import json

    from hcsync.model.diagnostic import Severity
    from hcsync.report.json import diagnostic_json
    from hcsync.report.text import diagnostics_text
    from hcsync.report.view import counted
    from hcsync.workflow.lint import lint

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    found = lint(config, environment)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found.diagnostics)
    if output == "json":
        console.say(json.dumps([diagnostic_json(one) for one in found.diagnostics], ensure_ascii=False, indent=2))
    elif found.diagnostics:
        console.say(diagnostics_text(found.diagnostics, console.paint))
        warnings = len(found.diagnostics) - errors
        console.say(f"\n{counted(errors, 'error')}, {counted(warnings, 'warning')} in {counted(found.files, 'file')}.")
    else:
        console.say(console.paint("good", f"No faults in {counted(found.files, 'file')}."))
    return ContentInvalid.exit_code if errors else 0
