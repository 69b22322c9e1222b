"""A command or option that hcsync does not have → what was probably meant."""

from collections.abc import Iterable

import click

# What other tools call it: a name that merely looks alike (diff, drift) would lead astray.
COMMANDS_ELSEWHERE = {
    "build": "lint",
    "check": "lint",
    "validate": "lint",
    "diff": "plan",
    "preview": "plan",
    "sync": "plan",
    "deploy": "apply",
    "publish": "apply",
    "push": "apply",
    "upload": "apply",
    "clone": "import",
    "download": "import",
    "export": "import",
    "fetch": "pull",
    "list": "status",
    "ls": "status",
    "undo": "rollback",
    "revert": "rollback",
    "serve": "emulator",
    "new": "init",
    "help": "--help",
    "version": "--version",
}
OPTIONS_ELSEWHERE = {
    "--dry-run": "`hcsync plan` shows what an apply would do, and writes nothing.",
    "--yes": "`--auto-approve` applies without asking.",
    "-y": "`--auto-approve` applies without asking.",
    "--environment": "It is called `--env`.",
    "--token": "The token is read from the variable that `token_env` names in hcsync.yml, and from nowhere else.",
}


def command_meant(name: str, known: Iterable[str]) -> str:
    """One sentence."""
    import difflib

    near = [COMMANDS_ELSEWHERE[name]] if name in COMMANDS_ELSEWHERE else difflib.get_close_matches(name, known, 1)
    return f"Did you mean `hcsync {near[0]}`?" if near else "`hcsync --help` lists them."


def option_meant(error: click.NoSuchOption) -> click.UsageError:
    """The complaint with a better guess than that of click, where there is one."""
    if error.option_name not in OPTIONS_ELSEWHERE:
        return error
    name = error.option_name
    return click.UsageError(f"There is no option {name}. {OPTIONS_ELSEWHERE[name]}", error.ctx)
