"""`hcsync init`: a repository to start from."""

from pathlib import Path

import click

from hcsync.cli.console import Console, colour_wanted


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option(
    "--locales", default="en", show_default=True, metavar="LIST", help="Locales, the default one first: en,fr,de."
)
@click.option("--no-color", is_flag=True, help="No colours (so does the variable NO_COLOR).")
def command(folder: Path, locales: str, no_color: bool) -> int:
    """Set up a repository: hcsync.yml, a first collection, two articles. Nothing that is there is touched."""
    from hcsync.errors import UsageError
    from hcsync.workflow.init import scaffold

    wanted = tuple(dict.fromkeys(part.strip() for part in locales.split(",") if part.strip()))
    if not wanted:
        raise UsageError("--locales names no locale.", hint="Write it like this: --locales en,fr.")
    console = Console(color=colour_wanted(no_color))
    made, kept = scaffold(folder, wanted)
    for path in made:
        console.say(console.paint("create", f"  + {path}"))
    for path in kept:
        console.say(f"    {path} is there already and was left as it is")
    go = "" if folder == Path() else f"cd {folder} && "
    console.say(f"\nNext: {go}hcsync plan")
    return 0
