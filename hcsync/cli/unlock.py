"""`hcsync unlock`: end the lock of a run that is known to be dead."""

from pathlib import Path

import click

from hcsync.cli import options


@click.command("unlock")
@click.argument("lease_id", metavar="ID")
@options.environment
def command(lease_id: str, env: str | None, config_path: Path | None) -> int:
    """End the lock that a dead run has left behind.

    ID is the one that the refused command has named.

    A lock ends by itself two minutes after its run has died. One whose run is alive stops that run from writing.
    """
    from hcsync.report.state_text import lease_text
    from hcsync.workflow import state

    config, environment = options.opened(config_path, env)
    ended = state.unlock(config, environment, lease_id)
    click.echo(
        f"{environment.name} is not locked."
        if ended is None
        else f"Unlocked {environment.name}. The lock was held by {lease_text(ended)}."
    )
    return 0
