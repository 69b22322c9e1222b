"""What the README shows is what happens: its files are written, its commands run, its output compared."""

import re
import shlex
from pathlib import Path

from running import Folder

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"<!-- (run|file)(?:: ([^\n]*?))? -->\n```\w+\n(.*?)```", re.DOTALL)


def test_every_command_of_the_readme_prints_what_the_readme_says(folder: Folder) -> None:
    ran = 0
    for kind, name, text in BLOCK.findall(README.read_text()):
        if kind == "file":
            folder.write(name, text)
            config = folder.root / "hcsync.yml"
            config.write_text(config.read_text().replace("locales: [en]", "locales: [en, fr]"))
            continue
        for command, expected in re.findall(r"^\$ hcsync ([^\n]*)\n(.*?)(?=^\$ |\Z)", text, re.DOTALL | re.MULTILINE):
            said = folder.run(*shlex.split(command)).stdout
            assert re.fullmatch(_pattern(expected.strip("\n")), said.strip("\n"), re.DOTALL), said
            ran += 1
    assert ran == 6


def _pattern(expected: str) -> str:
    """`…` stands for anything."""
    return ".*".join(re.escape(part) for part in expected.split("…"))
