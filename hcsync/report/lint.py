"""What lint found → text, JSON and Markdown."""

from dataclasses import dataclass, replace

from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.report.fitting import LARGEST, size, taken
from hcsync.report.inert import cell
from hcsync.report.json import diagnostic_json, dumped
from hcsync.report.page import Paint, plain
from hcsync.report.text import diagnostics_text
from hcsync.report.view import counted


@dataclass(frozen=True, slots=True)
class Linted:
    """`files` counts articles and collections in all their locales. `mended` are links that were changed in the files,
    a line each."""

    diagnostics: tuple[Diagnostic, ...]
    files: int
    mended: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        return sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


def lint_text(found: Linted, paint: Paint = plain) -> str:
    """A line each, and the counts; first what was mended."""
    if found.mended:
        left = lint_text(replace(found, mended=()), paint)
        lines = "\n".join(f"corrected {line}" for line in found.mended)
        return f"{lines}\n\n{left}"
    if not found.diagnostics:
        return paint("good", f"No faults in {counted(found.files, 'file')}.")
    return f"{diagnostics_text(found.diagnostics, paint)}\n\n{_counts(found)}"


def _counts(found: Linted) -> str:
    warnings = counted(len(found.diagnostics) - found.errors, "warning")
    return f"{counted(found.errors, 'error')}, {warnings} in {counted(found.files, 'file')}."


def lint_markdown(found: Linted, largest: int = LARGEST) -> str:
    """The verdict first, then a row a fault, errors before warnings; those that do not fit are counted."""
    verdict = _counts(found) if found.diagnostics else lint_text(replace(found, mended=()))
    head = f"<!-- hcsync:lint -->\n\n**{verdict}**\n"
    every = sorted(found.diagnostics, key=lambda one: one.severity is not Severity.ERROR)
    rows, _ = taken([_row(one) for one in every], largest - size(head) - _NOTES)
    more = f"\n… and {len(every) - len(rows):,} more: `hcsync lint` shows them all.\n" if len(rows) < len(every) else ""
    table = "\n".join(["", "| | Where | What |", "|---|---|---|", *rows, ""]) if rows else ""
    return head + table + more


# Kept free for the head of the table and for how many are left out.
_NOTES = 200


def _row(one: Diagnostic) -> str:
    words = f"{one.message} ({one.hint})" if one.hint else one.message
    return f"| {one.severity.value} | {cell(str(one.place or ''))} | {one.code.value} {cell(words, 400)} |"


def lint_json(found: Linted) -> str:
    return dumped([diagnostic_json(one) for one in found.diagnostics], indent=2)
