"""A DriftView → Markdown, ready to be the body of an issue or a comment on GitHub."""

from collections.abc import Iterable

from hcsync.model.drift import Drift, Edit
from hcsync.model.plan import Field, FieldDelta
from hcsync.report.drift_view import UNKNOWN, DriftView, remarks, verdict
from hcsync.report.fields import day, field_name, named, sides
from hcsync.report.fitting import LARGEST, size, taken
from hcsync.report.inert import cell, clipped, code, diff, html_code
from hcsync.report.view import BodyDiff, Line, counted, grouped, shortened

# Of one line of a text no more than this is shown where the whole did not fit.
_LONGEST_LINE = 500


def drift_markdown(view: DriftView, largest: int = LARGEST) -> str:
    """The first line is a marker that a bot finds its own issue by: its digest changes with every further edit. What
    does not fit is left out and said: first the texts, then rows, never the verdict."""
    drift = view.drift
    marker = f"<!-- hcsync:drift env={drift.environment} digest={drift.digest} edits={len(drift.edits)} -->"
    head = [marker, f"**{verdict(drift)}**"]
    if not drift.edits:
        return "\n\n".join(head) + "\n"
    head.append(_where(drift))
    end = _ways(drift)
    rows = [_row(edit, view) for edit in drift.edits]
    room = largest - size("\n\n".join([*head, *_HEADER, *end])) - _NOTES
    table, room = taken(rows, room)
    texts, left_out = _texts(view, drift.edits[: len(table)], room)
    more = len(rows) - len(table)
    notes = [f"… and {counted(more, 'object')} more: `hcsync drift` shows them all."] if more else []
    if left_out:
        notes.append(
            f"The texts of {counted(left_out, 'object')} are too long for this page: `hcsync drift` shows them."
        )
    return "\n\n".join([*head, "\n".join([*_HEADER, *table]), *texts, *notes, *end]) + "\n"


_HEADER = ("| Object | Title | ID | Locales | Edited | Last edit |", "|---|---|---|---|---|---|")
# Kept free for the two notes on what was left out, and for a label that the first line is given later.
_NOTES = 900


def _where(drift: Drift) -> str:
    place = f"Environment {code(drift.environment)}, workspace {code(drift.workspace)}"
    return f"{place}, help center {code(drift.help_center)}."


def _ways(drift: Drift) -> list[str]:
    return [
        "**What to do**",
        f"- Take these edits into the files: `hcsync pull --env {drift.environment}`\n"
        f"- Write the files over them: `hcsync apply --env {drift.environment} --on-drift overwrite`",
    ]


def _row(edit: Edit, view: DriftView) -> str:
    last = edit.last
    author = named(last.by, view.authors)
    when = f"{day(last.at)}{f' by {cell(author)}' if author else ''}" if last.at else ""
    fields = dict.fromkeys(field_name(delta.field, edit.address) for delta in edit.fields)
    what = ["deleted"] if edit.gone else [*fields, *(["locale removed"] if edit.removed else [])]
    edited = ", ".join(what) + "".join(f" ({remark})" for remark in remarks(edit))
    locales = ", ".join(cell(locale, 40) for locale in edit.locales)
    name = f"{edit.address.kind.value} {cell(edit.address.key)}"
    cells = [name, cell(edit.title, 80), cell(edit.remote_id), locales, edited, when]
    return f"| {' | '.join(cells)} |"


def _texts(view: DriftView, edits: Iterable[Edit], room: int) -> tuple[list[str], int]:
    """What was edited, folded, an object at a time: whole where it fits, else shortened, else left out. Returns how
    many were left out."""
    texts: list[str] = []
    left_out = 0
    for edit in edits:
        if not edit.fields and not edit.removed:
            continue
        made = next((text for whole in (True, False) if size(text := _text(edit, view, whole)) + 2 <= room), None)
        if made is None:
            left_out += 1
            continue
        room -= size(made) + 2
        texts.append(made)
    return texts, left_out


def _text(edit: Edit, view: DriftView, whole: bool) -> str:
    parts = [f"<details>\n<summary>{html_code(edit.address.key)}</summary>"]
    for locale, deltas in grouped(edit.fields).items():
        label = f"{code(locale, 40)} " if locale else ""
        short = [delta for delta in deltas if delta.field is not Field.BODY]
        if short:
            parts.append("\n".join(f"- {label}{_value(delta, edit, view)}" for delta in short))
        body = view.bodies.get((edit.address, locale)) if len(short) < len(deltas) else None
        if body:
            parts += [f"{label}body, {code(body.span)}", "\n".join(diff(_lines(body, whole)))]
    if edit.removed:
        parts.append("\n".join(f"- {code(locale, 40)} removed in Intercom" for locale in edit.removed))
    return "\n\n".join([*parts, "</details>"])


def _value(delta: FieldDelta, edit: Edit, view: DriftView) -> str:
    before, after = (
        text if text == UNKNOWN else code(text) or "(none)" for text in sides(delta, view.authors, unknown=UNKNOWN)
    )
    return f"{field_name(delta.field, edit.address)}: {before} → {after}"


def _lines(body: BodyDiff, whole: bool) -> list[str]:
    lines: Iterable[Line] = body.lines if whole else shortened(body.lines)
    texts = [f"{line.sign} {line.text}" for line in lines]
    return texts if whole else [clipped(text, _LONGEST_LINE) for text in texts]
