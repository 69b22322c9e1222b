"""A fault found in a file, with its place, a stable code and a way out. Collected, never raised one by one."""

from enum import StrEnum

import msgspec

from hcsync.model.codes import Code


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True, order=True):
    """`path` is relative to the project's root with `/`; `line` and `column` count from 1, 0 where unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"


class Diagnostic(msgspec.Struct, frozen=True):
    """`message` says what is wrong in one line; `hint` what to write instead."""

    code: Code
    message: str
    place: Place | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        kind = "warning: " if self.severity is Severity.WARNING else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.code.value} {kind}{self.message}{hint}"


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, then code: the order in which people mend files."""
    return tuple(sorted(diagnostics, key=lambda d: (d.place or Place(""), d.code.value, d.message)))


def shown(text: str, limit: int = 60) -> str:
    """What a file says, fit to stand in a message: on one line, without control characters, not too long."""
    line = text if text.isprintable() else text.encode("unicode_escape", "backslashreplace").decode()
    return line if len(line) <= limit else line[: limit - 1] + "…"
