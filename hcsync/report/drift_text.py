"""A DriftView → text for a terminal. Plain without `paint`, which colours a piece by its role (see report.text)."""

from collections.abc import Iterator

from hcsync.model.drift import Edit
from hcsync.model.plan import Field
from hcsync.report.drift_view import UNKNOWN, DriftView, remarks, verdict
from hcsync.report.fields import body_lines, edited, field_name, values
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.view import grouped, locales_shown, shortened

# A key may be as wide as this before it breaks its column.
_WIDEST_KEY = 48


def drift_text(view: DriftView, paint: Paint = plain) -> str:
    """The verdict is the first line and the last; no drift is one line."""
    words = verdict(view.drift)
    edits = view.drift.edits
    if not edits:
        return paint("good", shown(words))
    keys = [width for edit in edits if (width := len(shown(edit.address.key))) <= _WIDEST_KEY]
    ids = max(len(shown(edit.remote_id)) for edit in edits)
    body = [line for edit in edits for line in _edit(edit, view, max(keys, default=0), ids, paint)]
    ways = [
        "To take these edits into the files: hcsync pull",
        "To write the files over them: hcsync apply --on-drift overwrite",
    ]
    return "\n".join([paint("strong", words), "", *body, "", *ways, paint("strong", words)])


def _edit(edit: Edit, view: DriftView, key: int, ids: int, paint: Paint) -> Iterator[str]:
    columns = [f"{edit.address.kind.value:<10}", f"{shown(edit.address.key):<{key}}", f"{shown(edit.remote_id):<{ids}}"]
    columns += filter(None, [locales_shown(edit.locales, len(edit.locales) + 1), _note(edit, view)])
    yield f"  {paint('drift', '<')} {'  '.join(columns)}".rstrip()
    names = {delta: field_name(delta.field, edit.address) for delta in edit.fields}
    width = max((len(name) for name in names.values()), default=0)
    locales = [*(shown(delta.locale) for delta in edit.fields), *map(shown, edit.removed)]
    locale_width = max(4, *map(len, locales)) if any(locales) else 0
    for locale, deltas in grouped(edit.fields).items():
        label = f"      {shown(locale):<{locale_width}}  " if locale_width else "      "
        for delta in deltas:
            head = f"{label}{names[delta]:<{max(width, 6)}}  "
            diff = view.bodies.get((edit.address, locale)) if delta.field is Field.BODY else None
            if diff:
                yield f"{head}{shown(diff.span)}"
                yield from body_lines(shortened(diff.lines), paint)
            else:
                yield f"{head}{values(delta, view.authors, unknown=UNKNOWN)}"
    for locale in edit.removed:
        yield f"      {shown(locale):<{locale_width}}  removed in Intercom"


def _note(edit: Edit, view: DriftView) -> str:
    notes = ["deleted in Intercom" if edit.gone else edited(edit.last.at, edit.last.by, view.authors)]
    return ", ".join(filter(None, [*notes, *remarks(edit)]))
