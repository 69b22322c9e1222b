"""The user guide against the product: its own content is without fault, its codes, commands and options exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from running import Folder

from hcsync.cli.main import group
from hcsync.model.codes import Code

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "content" / "en").rglob("*.md"))
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`(hcsync [^`\n]+)`(?!`)")


def test_our_own_content_has_no_errors_and_no_warnings(folder: Folder) -> None:
    (folder.root / "content").symlink_to(ROOT / "content")
    folder.write("hcsync.yml", (ROOT / "hcsync.yml").read_bytes())
    assert re.fullmatch(r"No faults in \d+ files\.\n", folder.run("lint").stdout)


@pytest.mark.parametrize("locale", ["en", "fr", "de"])
def test_the_guide_lists_every_code_once_and_no_other(locale: str) -> None:
    page = (ROOT / "content" / locale / "troubleshooting" / "error-codes.md").read_text()
    assert re.findall(r"^\| (HC\d+) \|", page, re.MULTILINE) == sorted(code.value for code in Code)


@pytest.mark.parametrize("locale", ["en", "fr", "de", "ja"])
def test_no_page_names_a_code_that_does_not_exist(locale: str) -> None:
    named = {code for page in (ROOT / "content" / locale).rglob("*.md") for code in _codes(page)}
    assert named <= {code.value for code in Code}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_command_shown_exists_with_its_options(page: Path) -> None:
    for line in _commands(page.read_text()):
        verb, *rest = shlex.split(line)[1:]
        if verb.startswith("-"):
            assert verb in _options(group), line
            continue
        command = group.get_command(click.Context(group), verb)
        assert command is not None, line
        known = _options(command)
        assert [word for word in rest if word.startswith("-") and word.partition("=")[0] not in known] == [], line


def test_the_guide_shows_every_command() -> None:
    shown = {shlex.split(line)[1] for page in PAGES for line in _commands(page.read_text())}
    assert shown >= set(group.list_commands(click.Context(group)))


def _codes(page: Path) -> list[str]:
    return re.findall(r"\bHC\d{3}\b", page.read_text())


def _commands(text: str) -> Iterator[str]:
    """`hcsync …` in shell, workflow and console blocks, and between backticks; up to what a shell would cut off."""
    for language, block in BLOCK.findall(text):
        if language in ("sh", "yaml", "console"):
            lines = [re.sub(r"^[\s$-]*(?:run: )?", "", line) for line in block.replace("\\\n", " ").splitlines()]
            yield from (re.split(r"[|>&;]", line)[0] for line in lines if line.startswith("hcsync "))
    yield from SPAN.findall(BLOCK.sub("", text))


def _options(command: click.Command) -> set[str]:
    """Of a group, those of all its commands."""
    inner = command.commands.values() if isinstance(command, click.Group) and command is not group else ()
    found = {option for parameter in command.params for option in parameter.opts}
    return {"--help", "-h"}.union(found, *map(_options, inner))
