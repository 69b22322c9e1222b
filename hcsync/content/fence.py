"""The text of an article → its frontmatter, read as YAML 1.2 with places, and where its Markdown begins."""

import re
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from hcsync import yaml12

# A line of three dashes, the YAML, a line of three dashes, blank lines.
_FENCES = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$\n?(?:[ \t]*\n)*", re.DOTALL | re.MULTILINE)
_OPENING = re.compile(r"\s*^---[ \t]*$", re.MULTILINE)


class Split(NamedTuple):
    """`yaml` is the frontmatter, below the first `yaml_offset` lines; `body` the Markdown, from line `body_line`."""

    yaml: str
    yaml_offset: int
    body: str
    body_line: int


def split(text: str) -> Split | None:
    """None where the text does not begin with a frontmatter that is closed. White space before it does not count, as
    python-frontmatter has it; blank lines before the Markdown are not part of it."""
    match = _FENCES.match(text, len(text) - len(text.lstrip()))
    if match is None:
        return None
    above, body_line = text.count("\n", 0, match.start("yaml")), text.count("\n", 0, match.end()) + 1
    return Split(match["yaml"], above, text[match.end() :], body_line)


def is_opened(text: str) -> bool:
    """Whether the text begins with a line of three dashes, closed or not."""
    return _OPENING.match(text) is not None


class Yaml12Handler(BaseHandler):
    """Lets python-frontmatter read YAML 1.2, and keeps the places and lines, for which it has no room. One a text;
    `above` counts the lines that python-frontmatter strips from its beginning."""

    FM_BOUNDARY = _OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, above: int) -> None:
        super().__init__()
        self._above = above
        self.document: yaml12.Document | None = None
        self.body_line = 0

    def split(self, text: str) -> tuple[str, str]:
        found = split(text)
        if found is None:
            raise ValueError("no frontmatter")  # python-frontmatter asks for this
        self._offset = self._above + found.yaml_offset
        self.body_line = self._above + found.body_line
        return found.yaml, found.body

    def load(self, fm: str) -> dict[str, Any]:
        self.document = yaml12.read(fm, line_offset=self._offset)
        root = self.document.root
        return root.plain() if root is not None and isinstance(root.value, dict) else {}


def read_frontmatter(text: str) -> tuple[yaml12.Document, int] | None:
    """The frontmatter and the line on which the Markdown begins; None where there is no frontmatter."""
    handler = Yaml12Handler(text.count("\n", 0, len(text) - len(text.lstrip())))
    frontmatter.parse(text, handler=handler)
    return None if handler.document is None else (handler.document, handler.body_line)
