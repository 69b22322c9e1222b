"""`hcsync state`: what hcsync knows of an environment, shown and changed by hand."""

import sys
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.group("state")
def command() -> None:
    """Show what hcsync remembers, and change it by hand.

    Intercom is neither read nor written.
    """


@command.command("show")
@click.argument("address", required=False)
@options.environment
def show_command(address: str | None, env: str | None, config_path: Path | None) -> int:
    """Show where the state is kept and what is in it.

    Also who holds the lock; with ADDRESS, what is known of that alone.
    """
    from hcsync.report.state_text import entry_text, state_text
    from hcsync.workflow import state

    found = state.holding(*options.opened(config_path, env))
    if address is None:
        click.echo(state_text(found.environment, found.place, found.state, len(found.unsettled), found.lease))
    else:
        click.echo(entry_text(*state.entry(found, address)))
    return 0


@command.command("list")
@options.environment
def list_command(env: str | None, config_path: Path | None) -> int:
    """List every address in the state, with its id in Intercom."""
    from hcsync.report.state_text import entries_text
    from hcsync.workflow import state

    found = state.holding(*options.opened(config_path, env))
    if found.state is not None and found.state.entries:
        click.echo(entries_text(found.state.entries))
    return 0


@command.command("mv")
@click.argument("source", metavar="ADDRESS")
@click.argument("target", metavar="NEW_ADDRESS")
@options.environment
@options.lock_timeout
@options.manners
def mv_command(
    source: str,
    target: str,
    env: str | None,
    config_path: Path | None,
    lock_timeout: float,
    no_color: bool,
    quiet: bool,
) -> int:
    """Give what is known of ADDRESS to NEW_ADDRESS.

    The file of NEW_ADDRESS then has the article that ADDRESS had.
    """
    from hcsync.cli.loop import run
    from hcsync.workflow import state

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    old, new = run(state.move(config, environment, source, target, lock_timeout, console.tell))
    console.say(f"{old} is now {new}. Its file must be where {new} says before the next apply.")
    return 0


@command.command("rm")
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@options.environment
@options.lock_timeout
@options.manners
def rm_command(
    addresses: tuple[str, ...],
    env: str | None,
    config_path: Path | None,
    lock_timeout: float,
    no_color: bool,
    quiet: bool,
) -> int:
    """Forget an address.

    What is in Intercom stays there, and belongs to no file from then on.
    """
    from hcsync.cli.loop import run
    from hcsync.workflow import state

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    for address, entry in run(state.forget(config, environment, addresses, lock_timeout, console.tell)).items():
        console.say(f"Forgot {address}. {entry.id} stays in Intercom as it is.")
    return 0


@command.command("pull")
@options.environment
def pull_command(env: str | None, config_path: Path | None) -> int:
    """Print the whole state: JSON, one entry a line."""
    from hcsync.workflow import state

    sys.stdout.write(state.pulled(*options.opened(config_path, env)).decode())
    return 0


@command.command("push")
@click.argument("file", type=click.Path(path_type=Path))
@options.environment
@click.option("--force", is_flag=True, help="Even if it is older than what is stored, or shares no history with it.")
@options.lock_timeout
@options.manners
def push_command(
    file: Path,
    env: str | None,
    config_path: Path | None,
    force: bool,
    lock_timeout: float,
    no_color: bool,
    quiet: bool,
) -> int:
    """Store a state that `hcsync state pull` has printed."""
    from hcsync.cli.loop import run
    from hcsync.workflow import state

    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    data = file.read_bytes()
    stored = run(state.push(config, environment, data, file.name, force, lock_timeout, console.tell))
    console.say(f"Stored {file.name} as the state of {environment.name}, serial {stored.serial}.")
    return 0
