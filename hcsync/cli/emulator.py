"""`hcsync emulator`: run the embedded help center."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from hcsync.emulator.settings import Settings


@click.command("emulator")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4010,
    metavar="PORT",
    help="0 takes any that is free.  [default: 4010]",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SQLite file that holds everything; made if it is missing. Without it, memory alone.",
)
@click.option("--token", metavar="TOKEN", help="The one token that is accepted. Without it, any is.")
@click.option(
    "--region",
    type=click.Choice(["us", "eu", "au"]),
    default="us",
    show_default=True,
    help="Where it says it is hosted.",
)
@click.option("--name", metavar="NAME", help='Name of a new help center; also in its URLs.  [default: "Acme Help"]')
@click.option("--workspace", metavar="ID", help="Id of a new workspace.  [default: made from the name]")
@click.option(
    "--locales", metavar="LIST", help="Locales that are enabled: en,fr,de.  [default: those of the database, or en]"
)
@click.option(
    "--default-locale",
    metavar="LOCALE",
    help="The language at the root of articles.  [default: that of the database, or the first locale]",
)
@click.option(
    "--admins",
    metavar="FILE|N|ID,ID,…",
    help="Teammates, who can be authors: a file (JSON, or lines id,name,email), how many (ids from 1), or their ids "
    "(a single one with a comma: 1295,).  [default: those of the database; 1 in a new one]",
)
@click.option(
    "--rate-limit", default="10000", show_default=True, metavar="N|off", help="Requests a minute, counted per 10 s."
)
@click.option(
    "--quirk",
    "quirks",
    multiple=True,
    metavar="NAME=VALUE",
    help='Choose a behaviour that Intercom does not document; "--quirk list" shows all.',
)
@click.option("--list-quirks", is_flag=True, help="Show all quirks with their defaults, and why.")
@click.option(
    "--seed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSON, as shown above, loaded into a help center that is empty.",
)
@click.option(
    "--assets",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder from which image URLs under https://hcsync.localhost/assets/ are read.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME=RATE",
    help='Let requests fail with this probability; "--fault list" shows what can go wrong.',
)
@click.option(
    "--fault-seed", type=int, default=0, metavar="N", help="The same number, the same failures.  [default: 0]"
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to which each request adds a JSON line: method, path, status, ms.",
)
def command(
    host: str, port: int, quirks: tuple[str, ...], list_quirks: bool, faults: tuple[str, ...], **given: Any
) -> int:
    """Run the embedded help center as a server.

    It answers like Intercom's REST API 2.10: point any Intercom client at the URL it prints. Under /help is the help
    center as readers see it.

    \b
    A seed holds create requests as the API takes them. "key" names a
    collection, "parent" and "collection" refer to such a key:
      {"collections": [{"key": "start", "name": "Start"},
                       {"key": "apps", "parent": "start", "name": "Apps"}],
       "articles": [{"collection": "apps", "title": "Install", "body": "…"}]}
    """
    if list_quirks or "list" in quirks:
        from hcsync.emulator import quirks as behaviours

        click.echo(behaviours.listing())
        return 0
    if "list" in faults:
        from hcsync.emulator import faults as failures

        click.echo(failures.listing())
        return 0
    from hcsync.emulator.server import serve

    serve(_settings(quirks, faults, **given), host, port)
    return 0


def _settings(
    quirks: tuple[str, ...],
    faults: tuple[str, ...],
    fault_seed: int,
    locales: str | None,
    default_locale: str | None,
    admins: str | None,
    rate_limit: str,
    **plain: Any,
) -> "Settings":
    """What the options say; `plain` are those that stand there as they were given."""
    from hcsync.emulator.faults import parse_faults
    from hcsync.emulator.quirks import parse_quirks
    from hcsync.emulator.settings import Settings, parse_admins, parse_rate

    enabled, default = _locales(plain["db"], locales, default_locale)
    return Settings(
        locales=enabled,
        default_locale=default,
        admins=parse_admins(admins) if admins is not None else (),
        rate_limit=parse_rate(rate_limit),
        quirks=parse_quirks(quirks),
        faults=parse_faults(faults, fault_seed),
        **plain,
    )


def _locales(db: Path | None, locales: str | None, default: str | None) -> tuple[tuple[str, ...], str]:
    """Those to be enabled, and the default one; what is not said is as the database has it."""
    from hcsync.emulator.store import remembered

    held, held_default = remembered(db) if db else ((), None)
    named = tuple(dict.fromkeys(part.strip() for part in (locales or "").split(",") if part.strip()))
    enabled = named if locales is not None else held or ("en",)
    return enabled, default or held_default or next(iter(enabled), "en")
