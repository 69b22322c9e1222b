"""Which lines of Markdown a body differs by: the file against what was last applied, or against Intercom."""

import difflib
from collections.abc import Iterable, Sequence

from hcsync.content.scan import read_markdown
from hcsync.errors import ApiError
from hcsync.intercom import convert
from hcsync.model.address import Address, Kind
from hcsync.model.plan import Change, Field, FieldDelta
from hcsync.report.view import BodyDiff, Line
from hcsync.workflow import applied
from hcsync.workflow.connection import Connection
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project

# A plan is read by people: of one body no more lines than this are shown.
MOST_LINES = 40


async def body_diffs(
    project: Project, connection: Connection, gathered: Gathered
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines, for every body the plan shows as changed, drifted or in conflict. A live body is
    fetched where it is to be shown, one request an article."""
    plan = gathered.decision.plan
    live = _Live(connection, project.config.default_locale)
    found: dict[tuple[Address, str], BodyDiff] = {}
    for change in plan.changes:
        for delta in _bodies(change.address, change.fields):
            before = _last_applied(project, gathered, change.address, delta.locale)
            if before is None or _edited(gathered, change, delta.locale):
                theirs = await live.body(change.remote_id or "", delta.locale)
                diff = _diff(theirs, _converted(project, change.address, delta.locale), delta)
            else:
                after, first = _source(project, change.address, delta.locale)
                diff = _diff(before, after, delta, first)
            found[change.address, delta.locale] = diff
    for conflict in plan.conflicts:
        for delta in _bodies(conflict.address, conflict.fields):
            theirs = await live.body(conflict.remote_id, delta.locale)
            mine = _converted(project, conflict.address, delta.locale)
            found[conflict.address, delta.locale] = _diff(theirs, mine, delta)
    for drift in plan.drift:
        for delta in _bodies(drift.address, drift.fields):
            # In drift the text went from the file's to Intercom's.
            mine = _converted(project, drift.address, delta.locale)
            found[drift.address, delta.locale] = _diff(mine, await live.body(drift.remote_id, delta.locale), delta)
    return found


class _Live:
    """Intercom's bodies as Markdown, each article fetched once."""

    def __init__(self, connection: Connection, default_locale: str) -> None:
        self._connection = connection
        self._default = default_locale
        self._found: dict[str, dict[str, convert.Content]] = {}

    async def body(self, remote_id: str, locale: str) -> str:
        """Empty where there is none, or where it cannot be read just now: the plan stands without."""
        from hcsync.markup.revert.markdown import to_markdown

        if remote_id not in self._found:
            try:
                article = await self._connection.client.article(remote_id)
                self._found[remote_id] = convert.contents(article, self._default)
            except ApiError:
                self._found[remote_id] = {}
        content = self._found[remote_id].get(locale)
        return to_markdown(content.body) if content else ""


def _bodies(address: Address, fields: Iterable[FieldDelta]) -> list[FieldDelta]:
    return [delta for delta in fields if delta.field is Field.BODY] if address.kind is Kind.ARTICLE else []


def _source(project: Project, address: Address, locale: str) -> tuple[str, int]:
    """The Markdown as it is in the file, and the line it begins on."""
    file = project.tree.nodes[address].files[locale]
    return read_markdown(project.config.root, file), file.body_line


def _converted(project: Project, address: Address, locale: str) -> str:
    """The same, gone the way a live body goes, so that beside one only what reads differently shows."""
    from hcsync.markup.render.body import render
    from hcsync.markup.revert.markdown import to_markdown

    return to_markdown(render(_source(project, address, locale)[0]).html)


def _last_applied(project: Project, gathered: Gathered, address: Address, locale: str) -> str | None:
    entry = gathered.decision.entries.get(address)
    kept = entry.locales.get(locale) if entry else None
    return applied.find(project, kept.blob) if kept and kept.blob else None


def _edited(gathered: Gathered, change: Change, locale: str) -> bool:
    """Whether Intercom holds another body than the last apply left there: it is what would be lost, so it is shown."""
    entry, node = gathered.decision.entries.get(change.address), gathered.live.articles.get(change.remote_id or "")
    kept, version = (entry and entry.locales.get(locale)), (node and node.versions.get(locale))
    base = kept.fields.get(Field.BODY) if kept else None
    return bool(base and version and version.body != base.observed)


def _diff(before: str, after: str, delta: FieldDelta, first: int | None = None) -> BodyDiff:
    """`first` is the line of the file on which `after` begins, where it is the file's own text."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    touched: list[int] = []
    gone = come = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = gone + b - a, come + d - c
        touched += [c, max(c, d - 1)]
        lines += [Line("-", text) for text in old[a:b]] + [Line("+", text) for text in new[c:d]]
    if not lines:
        lines = [Line("…", "the same words; its links or images lead elsewhere")]
    return BodyDiff(_span(delta, first, touched), tuple(_cut(lines)), come, gone)


def _cut(lines: list[Line]) -> list[Line]:
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], Line("…", f"{len(lines) - MOST_LINES} more lines")]


def _span(delta: FieldDelta, first: int | None, touched: Sequence[int]) -> str:
    path = delta.place.path if delta.place else ""
    if first is None or not touched:
        return path
    low, high = min(touched) + first, max(touched) + first
    return f"{path}:{low}" if low == high else f"{path}:{low}-{high}"
