"""`hcsync completion`: a script that lets a shell complete commands and options."""

import click

from hcsync.errors import UsageError


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a completion script for your shell.

    \b
    bash, in ~/.bashrc:  eval "$(hcsync completion bash)"
    zsh, in ~/.zshrc:    eval "$(hcsync completion zsh)"
    fish:                hcsync completion fish > ~/.config/fish/completions/hcsync.fish
    """
    from click.shell_completion import get_completion_class

    from hcsync.cli.main import group

    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"there is no completion for {shell}.")
    click.echo(kind(group, {}, "hcsync", "_HCSYNC_COMPLETE").source())
