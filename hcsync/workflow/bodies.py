"""Which lines of Markdown a body differs by: the file against what was last applied, or against Intercom."""

from collections.abc import Iterable, Sequence

from hcsync.content.scan import read_markdown
from hcsync.model.address import Address, Kind
from hcsync.model.plan import Change, Field, FieldDelta
from hcsync.model.source import Meta, SourceFile
from hcsync.report.view import BodyDiff, shortened
from hcsync.workflow import applied
from hcsync.workflow.connection import Connection
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project
from hcsync.workflow.side_by_side import Bodies, differing


async def body_diffs(
    project: Project, connection: Connection, gathered: Gathered
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines, for every body the plan shows as changed, drifted or in conflict. A live body is
    fetched where it is to be shown, one request an article."""
    plan, decision = gathered.decision.plan, gathered.decision
    bodies = Bodies(project, connection, decision, gathered.live)

    async def beside(
        address: Address, remote_id: str | None, locale: str, marks: Sequence[str] = ()
    ) -> tuple[str, str]:
        file = project.tree.nodes[address].files[locale]
        text = read_markdown(project.config.root, file)
        mine, theirs = await bodies.beside(remote_id or "", file, text, marks)
        return mine or "", theirs

    async def lost(address: Address, remote_id: str | None, locale: str) -> BodyDiff:
        """Of a text without a file: the lines that Intercom alone has, whatever was applied before."""
        at = SourceFile(decision.entries[address].path, locale, "", Meta())
        applied_last = _last_applied(project, gathered, address, locale)
        before, theirs = await bodies.beside(remote_id or "", at, applied_last)
        lines, _, _, gone = differing(theirs, before or "")
        return BodyDiff("", shortened([line for line in lines if line.sign != "+"]), 0, gone)

    found: dict[tuple[Address, str], BodyDiff] = {}
    for change in plan.changes:
        for delta in _bodies(change.address, change.fields):
            if not delta.place:
                found[change.address, delta.locale] = await lost(change.address, change.remote_id, delta.locale)
                continue
            before = _last_applied(project, gathered, change.address, delta.locale)
            if before is None or _edited(gathered, change, delta.locale):
                mine, theirs = await beside(change.address, change.remote_id, delta.locale)
                diff = body_diff(theirs, mine, delta)
            else:
                after, first = source_text(project, change.address, delta.locale)
                diff = body_diff(before, after, delta, first)
            found[change.address, delta.locale] = diff
    for conflict in plan.conflicts:
        for delta in _bodies(conflict.address, conflict.fields):
            if conflict.fileless:
                found[conflict.address, delta.locale] = await lost(conflict.address, conflict.remote_id, delta.locale)
                continue
            mine, theirs = await beside(conflict.address, conflict.remote_id, delta.locale)
            found[conflict.address, delta.locale] = body_diff(theirs, mine, delta)
    for drift in plan.drift:
        for delta in _bodies(drift.address, drift.fields):
            # In drift the text went from the file's to Intercom's.
            marks = decision.entries[drift.address].locales[delta.locale].images
            mine, theirs = await beside(drift.address, drift.remote_id, delta.locale, marks)
            found[drift.address, delta.locale] = body_diff(mine, theirs, delta)
    return found


def _bodies(address: Address, fields: Iterable[FieldDelta]) -> list[FieldDelta]:
    return [delta for delta in fields if delta.field is Field.BODY] if address.kind is Kind.ARTICLE else []


def source_text(project: Project, address: Address, locale: str) -> tuple[str, int]:
    """The Markdown as it is in the file, and the line it begins on."""
    file = project.tree.nodes[address].files[locale]
    return read_markdown(project.config.root, file), file.body_line


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


def body_diff(before: str, after: str, delta: FieldDelta, first: int | None = None) -> BodyDiff:
    """`first` is the line of the file on which `after` begins, where it is the file's own text."""
    lines, touched, come, gone = differing(before, after)
    return BodyDiff(_span(delta, first, touched), shortened(lines), come, gone)


def _span(delta: FieldDelta, first: int | None, touched: Sequence[int]) -> str:
    path = delta.place.path if delta.place else ""
    if first is None or not touched:
        return path
    low, high = min(touched) + first, max(touched) + first
    return f"{path}:{low}" if low == high else f"{path}:{low}-{high}"
