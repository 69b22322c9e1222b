"""What an import did → text for a terminal."""

from hcsync.model.imported import Imported
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.text import diagnostics_text
from hcsync.report.view import counted


def imported_text(done: Imported, paint: Paint = plain, *, ending: bool = True) -> str:
    """The verdict is the first line, and with `ending` what to do next the last."""
    lines = [paint("strong" if done.files else "good", shown(_verdict(done)))]
    if done.kept:
        lines.append(f"{counted(done.kept, 'article')} were there from an earlier run that did not end.")
    if done.diagnostics:
        lines += ["", *diagnostics_text(done.diagnostics, paint).splitlines()]
    beside = _beside(done)
    if beside:
        lines += ["", *beside]
    return "\n".join([*lines, "", "Next: hcsync plan"] if done.files and ending else lines)


def _verdict(done: Imported) -> str:
    place = f'{done.environment} (workspace {done.workspace}, help center "{done.help_center}")'
    if not done.articles and not done.collections:
        return f"Nothing to import from {place}: no article or collection asked for is without a file here."
    parts = [counted(done.articles, "article"), counted(done.collections, "collection")]
    parts += [counted(done.pictures, "picture")] if done.pictures else []
    words = f"{', '.join(parts[:-1])} and {parts[-1]}"
    spoken = f" in {counted(len(done.locales), 'locale')}" if done.locales else ""
    return f"Imported from {place}: {words}{spoken}, {counted(done.files, 'file')}."


def _beside(done: Imported) -> list[str]:
    lines = []
    for locale, count in sorted(done.unlisted.items()):
        lines.append(f"{counted(count, 'text')} in {shown(locale)} left out: hcsync.yml does not list this locale.")
    if done.elsewhere:
        lines.append(f"{counted(done.elsewhere, 'collection')} of other help centers left out.")
    if done.remote:
        lines.append(f"Pictures that Intercom hosts stay there: {done.remote}.")
    return lines
