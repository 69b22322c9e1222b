"""Any text → Markdown that shows it and does nothing: no mention, no link, no HTML, no way out of its span or fence.

Everything foreign stands in code: in there GitHub links nothing and calls nobody (docs: GitHub Flavored Markdown, 6.1;
mentions and references are left alone in code).
"""

import re
from collections.abc import Iterable
from html import escape

from hcsync.report.safe import shown

# Of a text on one line no more characters are shown.
_WIDEST = 200
_TICKS = re.compile("`+")


def code(text: str, most: int = _WIDEST) -> str:
    """A code span on one line, of at most so many characters of `text`; nothing for nothing."""
    line = clipped(shown(text), most)
    if not line:
        return ""
    fence = _fence(line, 1)
    # One blank at each end is taken off again, but of blanks alone none (CommonMark, 6.1).
    pad = " " if line.strip(" ") and (line[0] in "` " or line[-1] in "` ") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def cell(text: str, most: int = _WIDEST) -> str:
    """The same in a row of a table, where a bar would end the cell. A backslash before a bar would be taken for the
    one that keeps the bar, so the two are parted."""
    return code(text, most).replace("\\|", "\\ |").replace("|", "\\|")


def html_code(text: str) -> str:
    """The same where HTML stands, as in the summary of what is folded."""
    return f"<code>{escape(clipped(shown(text), _WIDEST))}</code>"


def diff(lines: Iterable[str]) -> list[str]:
    """A fence around lines, each of which begins with its sign; longer than any row of backticks in them."""
    safe = [shown(line.expandtabs(4)).rstrip() for line in lines]
    fence = _fence("\n".join(safe), 3)
    return [f"{fence}diff", *safe, fence]


def clipped(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _fence(text: str, least: int) -> str:
    return "`" * max([least, *(len(run) + 1 for run in _TICKS.findall(text))])
