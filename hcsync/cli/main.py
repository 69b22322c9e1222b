"""The command line: a group whose commands are imported only when they are called; and the one place where an error
becomes a message and an exit code."""

import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from hcsync.errors import HcsyncError

# What the commands are for → command → module; the module's `command` is the click command. In the order a newcomer
# meets them.
SECTIONS = {
    "Begin": {"demo": "demo", "init": "init", "import": "import_live", "adopt": "adopt"},
    "Every day": {"lint": "lint", "plan": "plan", "apply": "apply", "show": "show", "status": "status"},
    "What others edited in Intercom": {"drift": "drift", "pull": "pull"},
    "When something is wrong": {
        "doctor": "doctor",
        "rollback": "rollback",
        "snapshot": "snapshot",
        "state": "state",
        "unlock": "unlock",
    },
    "In CI": {"github": "github", "gitlab": "gitlab"},
    "More": {"emulator": "emulator", "schema": "schema", "completion": "completion"},
}
COMMANDS = {name: module for commands in SECTIONS.values() for name, module in commands.items()}

ENDING = """\b
Exit codes:
  0    done
  1    error: network, token, wrong usage
  2    plan --detailed-exitcode: there are changes; drift: something was edited
  3    conflict; nothing was written, or pull has marked the lines
  4    errors in the files
  5    refused by a guard: workspace, safety limit, protection, state, lock
  6    some writes were done; apply again
  130  interrupted

\b
Start here:
  hcsync demo      see a help center being made, in a minute
  hcsync init      set up a repository of your own
"""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for: start-up time counts."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        for section, names in SECTIONS.items():
            with formatter.section(section):
                found = [(name, self.get_command(ctx, name)) for name in names]
                formatter.write_dl([(name.ljust(width), one.get_short_help_str(80)) for name, one in found if one])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"hcsync.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from hcsync.cli.misnamed import command_meant

            ctx.fail(f"There is no command {name}. {command_meant(name, COMMANDS)}")
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from hcsync.version import __version__

    click.echo(f"hcsync {__version__}")
    ctx.exit()


@click.group(cls=LazyGroup, epilog=ENDING, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def group() -> None:
    """Keep an Intercom help center in Git: write Markdown, review a plan, apply it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script. Ends the process; a user never sees a traceback."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (docs: 0 done, 1 error, 2 to 6 and 130 as the user guide lists)."""
    _tame_streams()
    try:
        result = group.main(args=arguments, prog_name="hcsync", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        if isinstance(error, click.NoSuchOption):
            from hcsync.cli.misnamed import option_meant

            error = option_meant(error)
        error.show()
        return 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted. What was written is in the journal; `hcsync apply` goes on from there.", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _report(error)


def _tame_streams() -> None:
    """A stream that was closed leads nowhere; a character that one cannot spell is spelled out."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123 - for as long as the process runs
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _report(error: BaseException) -> int:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if os.environ.get("HCSYNC_DEBUG"):
        import traceback

        traceback.print_exception(error)
    from hcsync.cli.console import show_error

    if isinstance(error, HcsyncError):
        show_error(error)
        return error.exit_code
    if isinstance(error, OSError) and error.strerror:
        click.echo(f"Error: {f'{error.filename}: ' if error.filename else ''}{error.strerror}.", err=True)
        return 1
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f" at {frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno}" if frame else ""
    click.echo(
        f"Error: hcsync has a bug: {type(error).__name__}{where}. Please report it; "
        "HCSYNC_DEBUG=1 shows all of it. Nothing that was written is lost: `hcsync plan` shows where things stand.",
        err=True,
    )
    return 1
