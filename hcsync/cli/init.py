"""`hcsync init`: a repository to start from."""

import os
import shlex
from pathlib import Path
from typing import NamedTuple

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
@click.option("--from-live", is_flag=True, help="Bring in the help center that the token opens, instead of samples.")
@click.option("--env", metavar="NAME", help="What to call it in hcsync.yml. [default: production]")
@click.option("--region", type=click.Choice(["us", "eu", "au"]), help="Where Intercom hosts it. [default: it says so]")
@click.option("--base-url", metavar="URL", help="Instead of a region, any other address.")
@click.option("--token-env", metavar="NAME", help="The variable that holds the token. [default: INTERCOM_TOKEN]")
@click.option("--no-color", is_flag=True, help="Print without colours, as with the variable NO_COLOR.")
def command(
    folder: Path,
    locales: str | None,
    ci: str,
    from_live: bool,
    env: str | None,
    region: str | None,
    base_url: str | None,
    token_env: str | None,
    no_color: bool,
) -> int:
    """Set up a repository: its settings and two first articles.

    In FOLDER, or here, it writes hcsync.yml, a first collection with two articles, and workflow files for the
    repository's host. Files that are there already are left as they are.

    With --from-live the collections and articles are those of a live help center, as `hcsync import` brings them in.
    """
    from hcsync.workflow.ci import Provider, folder_in_repository, provider_of
    from hcsync.workflow.init import locales_there, scaffold

    asked = None if locales is None else _locales(locales)
    live = Live(env, region, base_url, token_env)
    _refuse(live, from_live)
    console = Console(color=colour_wanted(no_color))
    if from_live:
        _bring_in(folder, live, asked or (), console)
    wanted = asked or locales_there(folder) or ("en",)
    provider = provider_of(folder) if ci == "auto" else None if ci == "none" else Provider(ci)
    made, kept = scaffold(folder, wanted, provider)
    for path in made:
        console.say(console.paint("create", f"  + {path}"))
    for path in () if from_live else kept:
        console.say(f"    {path} is there already and was left as it is")
    if provider:
        console.say("\nWhat these workflows need is said on their first lines.")
        inner = folder_in_repository(folder)
        if inner:
            console.say(
                f"They are read at the top of a repository alone: move them there, and let their steps work in {inner}"
            )
    go = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    console.say(f"\nNext: {go}hcsync plan")
    return 0


class Live(NamedTuple):
    """Options that say which help center is meant."""

    env: str | None
    region: str | None
    base_url: str | None
    token_env: str | None


def _refuse(live: Live, from_live: bool) -> None:
    from hcsync.errors import UsageError

    given = [f"--{name.replace('_', '-')}" for name, value in live._asdict().items() if value is not None]
    if given and not from_live:
        raise UsageError(f"{given[0]} is for --from-live.", hint="Add --from-live, or leave it out.")
    if live.region and live.base_url:
        raise UsageError("--region and --base-url name two places.", hint="Keep one of the two.")


def _bring_in(folder: Path, live: Live, locales: tuple[str, ...], console: Console) -> None:
    """hcsync.yml as the help center needs it, and then the import."""
    from hcsync.cli.import_live import bring_in
    from hcsync.cli.loop import run
    from hcsync.config import DEFAULT_TOKEN_ENV, Environment, load
    from hcsync.workflow import init_live
    from hcsync.workflow.importing.scope import Wish
    from hcsync.workflow.init import ignore

    root = folder.resolve()
    root.mkdir(parents=True, exist_ok=True)
    init_live.refuse_taken(root)
    name = live.env or "production"
    place = Environment(name, region=live.region, base_url=live.base_url, token_env=live.token_env or DEFAULT_TOKEN_ENV)
    found = run(init_live.survey(root, place, os.environ, locales))
    for path in (init_live.write(root, place, found), *ignore(root)):
        console.say(console.paint("create", f"  + {path.relative_to(root)}"))
    console.say("")
    config = load(root, os.environ, explicit=root / "hcsync.yml")
    bring_in(config, config.environment(name), Wish(), console, 0, ending=False)


def _locales(text: str) -> tuple[str, ...]:
    from hcsync.errors import UsageError
    from hcsync.model.locale import is_locale, normal_locale

    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not wanted:
        raise UsageError("--locales names no locale.", hint="Write it like this: --locales en,fr.")
    for locale in wanted:
        if not is_locale(locale):
            meant = normal_locale(locale)
            near = f"Write {meant}." if is_locale(meant) else "Write it like this: --locales en,pt-BR."
            raise UsageError(f"--locales: {locale!r} is not a locale.", hint=near)
    return wanted
