"""A command or option that does not exist: what is said to somebody who comes from another tool."""

import click
import pytest
from running import Folder

from hcsync.cli.main import COMMANDS, group
from hcsync.cli.misnamed import COMMANDS_ELSEWHERE, OPTIONS_ELSEWHERE, command_meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("aply", "There is no command aply. Did you mean `hcsync apply`?"),
        ("diff", "There is no command diff. Did you mean `hcsync plan`?"),
        ("help", "There is no command help. Did you mean `hcsync --help`?"),
        ("xyzzy", "There is no command xyzzy. `hcsync --help` lists them."),
        (
            "plan --dry-run",
            "There is no option --dry-run. `hcsync plan` shows what an apply would do, and writes nothing.",
        ),
        ("apply -y", "There is no option -y. `--auto-approve` applies without asking."),
    ],
)
def test_what_was_meant_is_said(typed: str, said: str, folder: Folder) -> None:
    assert folder.run(*typed.split(), code=1).stderr.splitlines()[-1] == f"Error: {said}"


def test_what_is_named_instead_exists_and_what_exists_is_not_renamed() -> None:
    named = set(COMMANDS_ELSEWHERE.values())
    assert {name for name in named if not name.startswith("--")} <= set(COMMANDS)
    assert not COMMANDS_ELSEWHERE.keys() & COMMANDS.keys()
    assert all(f"`hcsync {meant}`" in command_meant(name, COMMANDS) for name, meant in COMMANDS_ELSEWHERE.items())
    # A command that is no help center's client may have an option of such a name.
    plan = group.get_command(click.Context(group), "plan")
    assert plan is not None
    assert not OPTIONS_ELSEWHERE.keys() & {option for one in plan.params for option in one.opts}
