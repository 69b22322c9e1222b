"""What the writers of blocks share: how to write what is inside of them, and what stands before them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from hcsync.markup.revert.lines import Style
from hcsync.markup.revert.manner import PLAIN, Manner
from hcsync.markup.tree import Kid, Node

Writer: TypeAlias = Callable[[Node, "Context"], list[str] | None]


@dataclass(frozen=True, slots=True)
class Context:
    """`after` is the tag of a list right before, if its marker must not be used again. `tags`: bold and italic are
    written as HTML. `depth` counts the lists around."""

    writers: Mapping[str, Writer]
    after: str = ""
    tags: bool = False
    manner: Manner = PLAIN
    depth: int = 0

    def style(self, breaks: str | None = None) -> Style:
        """How the lines of a block are written; `breaks` where a line break cannot be one in the text."""
        manner = self.manner
        return Style(manner.hard_break if breaks is None else breaks, manner.strong, manner.emphasis, self.tags)

    def blocks(self, kids: list[Kid], *, gap: bool = True) -> list[str] | None:
        """The lines of blocks in a row, a blank one between them with `gap`; None where one cannot be written."""
        out: list[str] = []
        before = ""
        for kid in kids:
            lines = self.block(kid, before)
            if lines is None:
                return None
            assert isinstance(kid, Node)
            # Lists take turns: the one after a list with the second marker has the first again.
            before = kid.tag if kid.tag != before else ""
            if out and gap:
                out.append("")
            out += lines
        return out

    def block(self, kid: Kid, before: str = "") -> list[str] | None:
        if isinstance(kid, str):
            return None
        write = self.writers.get(kid.tag)
        return None if write is None else write(kid, replace(self, after=before))
