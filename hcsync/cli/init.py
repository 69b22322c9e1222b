"""`hcsync init`: a repository to start from."""

from pathlib import Path

import click

from hcsync.cli.console import Console, colour_wanted


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option(
    "--locales",
    metavar="LIST",
    help="Locales, the default one first: en,fr,de.  [default: those that content/ has folders of, or en]",
)
@click.option(
    "--ci",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    show_default=True,
    help="Whose workflow files to write; auto: by what is in the folder, or by its git remote.",
)
@click.option("--no-color", is_flag=True, help="No colours (so does the variable NO_COLOR).")
def command(folder: Path, locales: str | None, ci: str, no_color: bool) -> int:
    """Set up a repository: hcsync.yml, a first collection, two articles. Nothing that is there is touched."""
    from hcsync.errors import UsageError
    from hcsync.model.locale import is_locale, normal_locale
    from hcsync.workflow.ci import Provider, provider_of
    from hcsync.workflow.init import locales_there, scaffold

    if locales is None:
        wanted = locales_there(folder) or ("en",)
    else:
        wanted = tuple(dict.fromkeys(part.strip() for part in locales.split(",") if part.strip()))
    if not wanted:
        raise UsageError("--locales names no locale.", hint="Write it like this: --locales en,fr.")
    for locale in wanted:
        if not is_locale(locale):
            meant = normal_locale(locale)
            near = f"Write {meant}." if is_locale(meant) else "Write it like this: --locales en,pt-BR."
            raise UsageError(f"--locales: {locale!r} is no locale.", hint=near)
    console = Console(color=colour_wanted(no_color))
    provider = provider_of(folder) if ci == "auto" else None if ci == "none" else Provider(ci)
    made, kept = scaffold(folder, wanted, provider)
    for path in made:
        console.say(console.paint("create", f"  + {path}"))
    for path in kept:
        console.say(f"    {path} is there already and was left as it is")
    if provider:
        console.say("\nWhat these workflows need is said on their first lines.")
    go = "" if folder == Path() else f"cd {folder} && "
    console.say(f"\nNext: {go}hcsync plan")
    return 0
