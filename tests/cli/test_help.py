"""What --help says: each command in one whole sentence, each option and argument in words or by a name that says it."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from hcsync.cli.main import COMMANDS, group


def _groups() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield (name,)


@pytest.mark.parametrize("words", list(_groups()), ids=" ".join)
def test_a_list_of_commands_has_a_whole_sentence_for_each(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(group, [*words, "--help"], terminal_width=80).output
    at: click.Group = group
    for word in words:
        found = at.get_command(click.Context(at), word)
        assert isinstance(found, click.Group)
        at = found
    lines = {line.split()[0]: line for line in said.splitlines() if line.startswith("  ") and line.strip()}
    for name in at.list_commands(click.Context(at)):
        assert lines[name].endswith("."), lines[name]
        assert not lines[name].endswith("..."), lines[name]


def test_no_option_is_left_without_a_word() -> None:
    bare = [
        f"{name} {option.opts[0]}"
        for name, command in _commands(group)
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or "").strip()
    ]
    assert bare == []


def test_no_value_is_called_by_its_type() -> None:
    typed = [
        f"{name} {option.opts[0]}"
        for name, command in _commands(group)
        for option in command.params
        if isinstance(option, click.Option)
        and option.metavar is None
        and option.type.name.startswith(("text", "integer", "float"))
        and not option.is_flag
    ]
    assert typed == []


def _commands(at: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name in at.list_commands(click.Context(at)):
        command = at.get_command(click.Context(at), name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")
