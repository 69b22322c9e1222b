"""How a page of Markdown is written in, among the ways that mean the same; what is written into it follows."""

from dataclasses import dataclass, replace

from markdown_it.token import Token

from hcsync.markup.render.context import LINE_END
from hcsync.markup.render.parser import tokens


@dataclass(frozen=True, slots=True)
class Manner:
    """`bullets` are the marks of lists by depth, with the space up to the text, the last one for all that are deeper;
    `number_width` is the columns from a number to the text, where it leaves room; numbers begin with `first` and grow
    by `step` (0 or 1). `levels` are those of the first and second kind of heading: the page's title stands in its
    frontmatter, so they begin below it. `loose`: blank lines between items, whatever the items hold."""

    bullets: tuple[str, ...] = ("- ",)
    stop: str = "."
    number_width: int = 3
    first: int = 1
    step: int = 1
    loose: bool = False
    strong: str = "**"
    emphasis: str = "*"
    levels: tuple[int, int] = (2, 3)
    hard_break: str = "\\\n"

    def bullet(self, depth: int) -> str:
        return self.bullets[min(depth, len(self.bullets) - 1)]


PLAIN = Manner()


def manner_of(markdown: str, usual: Manner = PLAIN) -> Manner:
    """As the Markdown does it the first time; where it does not, as `usual`."""
    found = tokens(markdown)
    inline = [kid for token in found for kid in token.children or ()]
    marks = {kid.type: kid.markup for kid in reversed(inline) if kid.type in ("strong_open", "em_open")}
    spaced = any(token.type == "inline" and "  \n" in token.content for token in found)
    return replace(
        _lists(found, LINE_END.split(markdown), usual),
        strong=marks.get("strong_open", usual.strong),
        emphasis=marks.get("em_open", usual.emphasis),
        hard_break="  \n" if spaced else usual.hard_break,
    )


def page_manner(markdown: str) -> Manner:
    """How a new block of the page is to be written: headings on the levels it has, lists that begin with 1."""
    levels = sorted({int(token.tag[1]) for token in tokens(markdown) if token.type == "heading_open"})
    first = levels[0] if levels else 2
    second = levels[1] if len(levels) > 1 else min(first + 1, 6)
    return replace(manner_of(markdown), first=1, step=1, loose=False, levels=(first, second))


def _lists(found: list[Token], lines: list[str], usual: Manner) -> Manner:
    bullets: dict[int, str] = {}
    numbers: list[int] = []
    width = 0
    stop = ""
    loose = False
    depth = 0
    for at, token in enumerate(found):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open" and token.map:
            columns = _width(lines[token.map[0]], token)
            if token.info:
                stop, width = stop or token.markup, width or columns
                numbers += [int(token.info)] if depth == 1 else []
            else:
                bullets.setdefault(depth - 1, token.markup.ljust(columns))
            loose = loose or (found[at + 1].type == "paragraph_open" and not found[at + 1].hidden)
    some = next(iter(bullets.values()), "")
    return replace(
        usual,
        bullets=tuple(bullets.get(level, some) for level in range(max(bullets, default=-1) + 1)) or usual.bullets,
        number_width=width or usual.number_width,
        stop=stop or usual.stop,
        first=numbers[0] if numbers else usual.first,
        step=usual.step if len(numbers) < 2 else int(numbers[1] != numbers[0]),
        loose=loose,
    )


def _width(line: str, token: Token) -> int:
    """From the mark of an item to its text. More than four columns would begin a code block."""
    rest = line[line.find(token.info + token.markup) :]
    mark = len(token.info + token.markup)
    gap = len(rest[mark:]) - len(rest[mark:].lstrip(" "))
    return mark + (gap if 1 <= gap <= 4 else 1)
