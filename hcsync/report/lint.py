"""What lint found → text and JSON."""

from dataclasses import dataclass, replace

from hcsync.model.diagnostic import Diagnostic, Severity
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
        lines = "\n".join(f"mended {line}" for line in found.mended)
        return f"{lines}\n\n{left}"
    if not found.diagnostics:
        return paint("good", f"No faults in {counted(found.files, 'file')}.")
    warnings = counted(len(found.diagnostics) - found.errors, "warning")
    counts = f"{counted(found.errors, 'error')}, {warnings} in {counted(found.files, 'file')}."
    return f"{diagnostics_text(found.diagnostics, paint)}\n\n{counts}"


def lint_json(found: Linted) -> str:
    return dumped([diagnostic_json(one) for one in found.diagnostics], indent=2)
