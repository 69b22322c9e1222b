"""What the rules share while one document is rendered: its lines, what was found, and what they are inside of."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from markdown_it.token import Token

from hcsync.markup.render.rendered import Target
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity

LINE_END = re.compile(r"\r\n?|\n")

_MARKS = frozenset(("strong_open", "em_open", "s_open"))
_DEEPEST = 60


@dataclass(slots=True)
class Item:
    """A token with what stands within it: `type` is "paragraph" for paragraph_open … paragraph_close."""

    type: str
    token: Token
    kids: list["Item"] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """An image or button found in a line of text; it is lifted out, since these stand alone in Intercom. `link` is the
    opening tag of a link around an image; `side` where it stands: "center", "right", "justify" or ""."""

    image: str
    link: str | None = None
    side: str = ""


@dataclass(slots=True)
class Open:
    """An element of raw HTML that is not closed yet, and where it was opened. `titled`: its summary has been seen."""

    name: str
    place: tuple[int, int]
    titled: bool = False


Piece: TypeAlias = str | Figure
BlockRule: TypeAlias = Callable[[Item, "Context"], str | None]
InlineRule: TypeAlias = Callable[[Item, "Context"], list[Piece] | None]


@dataclass(slots=True)
class Context:
    """`inside` names the open constructs from the outside in ("list", "callout", "bold" …). `targets` are all relative
    ones, numbered in the HTML until it is complete. `kept` holds HTML that nothing may touch. `untidy` is set once raw
    HTML has come in, which then is put in order. `line` and `text` are the text being read and where it begins."""

    lines: list[str]
    block_rules: Mapping[str, tuple[BlockRule, ...]]
    inline_rules: Mapping[str, tuple[InlineRule, ...]]
    inside: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    anchors: list[Target] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    raw_open: list[Open] = field(default_factory=list)
    untidy: bool = False
    line: int = 1
    text: str = ""

    def blocks(self, items: list[Item]) -> str:
        """The HTML of blocks in a row, without white space between them (it would become empty paragraphs)."""
        out = []
        for item in items:
            for rule in self.block_rules.get(item.type, ()):
                html = rule(item, self)
                if html is not None:
                    out.append(html)
                    break
        return "".join(out)

    def pieces(self, items: list[Item]) -> list[Piece]:
        """The parts of a line: HTML and figures."""
        out: list[Piece] = []
        for item in items:
            for rule in self.inline_rules.get(item.type, ()):
                found = rule(item, self)
                if found is not None:
                    out += found
                    break
        return out

    @contextmanager
    def within(self, *names: str) -> Iterator[None]:
        self.inside += names
        yield
        del self.inside[len(self.inside) - len(names) :]

    def place_of(self, token: Token) -> tuple[int, int]:
        """Line and column of an inline token, from 1; the line alone is sure where text was moved by the parser."""
        at = token.meta.get("at")
        if at is None:
            return self.line, 1
        return self.place_in(at)

    def place_in(self, at: int) -> tuple[int, int]:
        """The place of a character of the current line of text (`text`, which begins on `line`)."""
        before = self.text[:at]
        rows = before.count("\n")
        line = self.line + rows
        start = before.rfind("\n") + 1
        end = self.text.find("\n", at)
        shown = self.text[start : end if end >= 0 else len(self.text)]
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        column = source.find(shown.strip())
        if column < 0:
            return line, 1
        return line, column + at - start - (len(shown) - len(shown.lstrip())) + 1

    def complain(
        self, code: Code, message: str, place: tuple[int, int], hint: str | None = None, *, warning: bool = False
    ) -> None:
        severity = Severity.WARNING if warning else Severity.ERROR
        self.diagnostics.append(Diagnostic(code, message, Place("", *place), hint, severity))


def nest(tokens: list[Token]) -> list[Item]:
    """The parser's flat list of tokens as a tree. The parser bounds all nesting but that of marks; those deeper than
    anyone writes say no more than the ones around them."""
    top: list[Item] = []
    stack = [top]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
            continue
        if len(stack) > _DEEPEST and token.type in _MARKS:
            stack.append(stack[-1])
            continue
        item = Item(token.type.removesuffix("_open") if token.nesting else token.type, token)
        if token.children:
            item.kids = nest(token.children)
        stack[-1].append(item)
        if token.nesting > 0:
            stack.append(item.kids)
    return top
