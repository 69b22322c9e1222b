"""What a pull did → text for a terminal. Plain without `paint`, which colours a piece by its role (see report.text)."""

from collections.abc import Iterator

from hcsync.model.pulled import Left, Pull, Taken
from hcsync.report.fields import edited, field_name
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.text import diagnostics_text
from hcsync.report.view import counted

# A path may be as wide as this before it breaks its column.
_WIDEST = 60


def pull_text(pull: Pull, paint: Paint = plain) -> str:
    """The verdict is the first line, what to do next the last."""
    lines = [paint("strong" if pull.taken else "good", shown(_verdict(pull)))]
    widths = [width for one in pull.taken if (width := len(shown(one.path))) <= _WIDEST]
    fields = max((len(_fields(one)) for one in pull.taken), default=0)
    sections = [
        [line for one in pull.taken for line in _taken(one, pull, max(widths, default=0), fields, paint)],
        diagnostics_text(pull.diagnostics, paint).splitlines(),
        _left(pull, paint),
        _next(pull),
    ]
    for section in sections:
        lines += ["", *section] if section else []
    return "\n".join(lines)


def _verdict(pull: Pull) -> str:
    if not pull.taken:
        return (
            f"Nothing to pull from {pull.environment}: no text was edited in Intercom that a file here could take in."
        )
    changed = sum(one.changed for one in pull.taken)
    where = f" on branch {pull.branch}" if pull.branch else ""
    words = f"Pulled from {pull.environment} (workspace {pull.workspace}): {counted(changed, 'file')} changed{where}"
    return f"{words}, {counted(pull.conflicts, 'conflict')} to resolve." if pull.conflicts else f"{words}."


def _fields(one: Taken) -> str:
    return ", ".join(field_name(field, one.address) for field in one.fields) or "what it inherited"


def _taken(one: Taken, pull: Pull, width: int, fields: int, paint: Paint) -> Iterator[str]:
    touch = edited(one.touch.at, one.touch.by, pull.people)
    note = touch if one.changed else "the file says so already"
    row = f"{shown(one.path):<{width}}  {_fields(one):<{fields}}  {note}".rstrip()
    if not one.conflicts:
        yield f"  {paint('drift' if one.changed else 'faint', '<' if one.changed else '=')} {row}"
        return
    yield f"  {paint('conflict', '!')} {row}"
    for line in one.conflicts:
        yield f"      {shown(one.path)}:{line}: the same lines were changed here and in Intercom"


def _left(pull: Pull, paint: Paint) -> list[str]:
    return ["Left as it is:", *(f"  {paint('faint', '·')} {_one(one)}" for one in pull.left)] if pull.left else []


def _one(one: Left) -> str:
    hint = f" ({one.hint})" if one.hint else ""
    return shown(f"{one.address} {f'[{one.locale}] ' if one.locale else ''}{one.why}{hint}")


def _next(pull: Pull) -> list[str]:
    if pull.branch:
        return [shown(f"Commit {(pull.commit or '')[:12]} on branch {pull.branch}. The files here are as they were.")]
    if pull.conflicts:
        return ["Choose between the two in the lines named above; hcsync lint finds what is left to choose."]
    if pull.record and pull.ignored:
        hint = "write !.hcsync/*.pulled.json into .gitignore, and commit it with the files"
        return [shown(f"git ignores {pull.record}: {hint}, or plans made elsewhere take these edits for conflicts.")]
    if pull.record and not pull.taken:
        return [shown(f"{pull.record} was brought up to date: commit it.")]
    if pull.record:
        return [shown(f"See what came in with git diff, and commit {pull.record} with it.")]
    return []
