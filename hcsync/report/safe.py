"""Text from files and from Intercom → text that may go to a terminal: it can move no cursor and turn no line around."""

import re
from itertools import takewhile

# C0, C1 and line ends; the marks that turn the direction of writing and could make one text look like another (those
# that only mark a direction are left: Arabic and Hebrew need them); halves of surrogate pairs, which cannot be written.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = "\t\n\v\f\r\x85\u2028\u2029"


def shown(text: str) -> str:
    """One line, with blanks for line ends and tabs and an escape for whatever else is no text."""
    return _UNSAFE.sub(_replacement, text)


def _replacement(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SPACES:
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


# What the runner of GitHub Actions takes for a command in a job's log (actions/runner, ActionCommand.cs): a line that
# begins with two colons, whatever blanks stand before them, and the older form anywhere on a line.
_COMMAND = re.compile(r"(?:^|(?<=\r))\s*(?=::)|(?<=##)(?=\[)", re.MULTILINE)


def inert_in_log(text: str) -> str:
    """Lines of text that may go into the log of a job: a mark that nobody sees keeps them from being commands."""
    return _COMMAND.sub("\\g<0>\u2060", text)


def around_difference(before: str, after: str, width: int = 60) -> tuple[str, str]:
    """Both texts, each at most so many characters around the place where they begin to differ."""
    if max(len(before), len(after)) <= width:
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    first = max(0, alike - width // 3)
    return _window(before, first, width), _window(after, first, width)


def _window(text: str, first: int, width: int) -> str:
    end = "…" if len(text) > first + width else ""
    return f"{'…' if first else ''}{text[first : first + width]}{end}"
