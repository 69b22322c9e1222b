"""`hcsync emulator` before it listens: help, lists, and settings that cannot be."""

import pytest
from click.testing import CliRunner

from hcsync.cli.emulator import command
from hcsync.emulator.faults import NAMES
from hcsync.emulator.quirks import TABLE
from hcsync.errors import UsageError


def test_help_names_all_and_explains_seeds():
    text = CliRunner().invoke(command, ["--help"]).output
    for flag in ("--db", "--token", "--locales", "--admins", "--quirk", "--seed", "--fault", "--log", "--assets"):
        assert flag in text
    assert '{"key": "apps", "parent": "start", "name": "Apps"}' in text


@pytest.mark.parametrize("arguments", [["--quirk", "list"], ["--list-quirks"]])
def test_quirks_are_listed(arguments):
    found = CliRunner().invoke(command, arguments)
    assert found.exit_code == 0 and all(quirk.name in found.output for quirk in TABLE)


def test_faults_are_listed():
    found = CliRunner().invoke(command, ["--fault", "list"])
    assert found.exit_code == 0 and all(name in found.output for name in NAMES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--locales", "fr,de", "--default-locale", "en"], 'The default locale "en" is not among the locales fr, de.'),
        (["--locales", ","], 'The default locale "en" is not among the locales .'),
        (["--rate-limit", "fast"], '--rate-limit: "fast" is neither a number nor "off".'),
        (["--quirk", "nope=1"], 'There is no quirk "nope".'),
        (["--fault", "nope=1"], 'There is no fault "nope".'),
        (["--admins", "x"], '--admins: "x" is neither a file, nor a number, nor ids.'),
    ],
)
def test_what_cannot_be_is_said(arguments, message):
    error = CliRunner().invoke(command, arguments).exception
    assert isinstance(error, UsageError) and error.message == message
