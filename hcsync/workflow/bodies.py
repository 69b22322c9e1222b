"""Which lines of Markdown a body differs by: the file against what was last applied, or against Intercom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hcsync.content.scan import read_markdown
from hcsync.model.address import Address, Kind
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Plan
from hcsync.model.source import Meta, SourceFile
from hcsync.report.view import BodyDiff, shortened
from hcsync.workflow import applied
from hcsync.workflow.connection import Connection
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project
from hcsync.workflow.side_by_side import Bodies, differing


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is at hand while the plan is gone through."""

    project: Project
    gathered: Gathered
    live: Bodies


async def body_diffs(
    project: Project, connection: Connection, gathered: Gathered
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines, for every body the plan shows as changed, drifted or in conflict. A live body is
    fetched where it is to be shown, one request an article."""
    plan = gathered.decision.plan
    desk = _Desk(project, gathered, Bodies(project, connection, gathered.decision, gathered.live))
    desk.live.expect(one.remote_id for one in (*plan.conflicts, *plan.drift) if _bodies(one.address, one.fields))
    found: dict[tuple[Address, str], BodyDiff] = {}
    for change in plan.changes:
        for delta in _bodies(change.address, change.fields):
            found[change.address, delta.locale] = await _changed(desk, change, delta)
    for conflict in plan.conflicts:
        for delta in _bodies(conflict.address, conflict.fields):
            found[conflict.address, delta.locale] = await _clashing(desk, conflict, delta)
    for drift in plan.drift:
        for delta in _bodies(drift.address, drift.fields):
            # In drift the text went from the file's to Intercom's.
            marks = gathered.decision.entries[drift.address].locales[delta.locale].images
            mine, theirs = await _beside(desk, drift.address, drift.remote_id, delta.locale, marks)
            found[drift.address, delta.locale] = body_diff(mine, theirs, delta)
    return found


async def _changed(desk: _Desk, change: Change, delta: FieldDelta) -> BodyDiff:
    if not delta.place:
        return await _lost(desk, change.address, change.remote_id, delta.locale)
    before = _last_applied(desk.project, desk.gathered, change.address, delta.locale)
    if before is None or _edited(desk.gathered, change, delta.locale):
        mine, theirs = await _beside(desk, change.address, change.remote_id, delta.locale)
        return body_diff(theirs, mine, delta)
    after, first = source_text(desk.project, change.address, delta.locale)
    return body_diff(before, after, delta, first)


async def _clashing(desk: _Desk, conflict: Divergence, delta: FieldDelta) -> BodyDiff:
    if conflict.fileless:
        return await _lost(desk, conflict.address, conflict.remote_id, delta.locale)
    mine, theirs = await _beside(desk, conflict.address, conflict.remote_id, delta.locale)
    return body_diff(theirs, mine, delta)


async def _beside(
    desk: _Desk, address: Address, remote_id: str | None, locale: str, marks: Sequence[str] = ()
) -> tuple[str, str]:
    file = desk.project.tree.nodes[address].files[locale]
    text = read_markdown(desk.project.config.root, file)
    mine, theirs = await desk.live.beside(remote_id or "", file, text, marks)
    return mine or "", theirs


async def _lost(desk: _Desk, address: Address, remote_id: str | None, locale: str) -> BodyDiff:
    """Of a text without a file: the lines that Intercom alone has, whatever was applied before."""
    at = SourceFile(desk.gathered.decision.entries[address].path, locale, "", Meta())
    applied_last = _last_applied(desk.project, desk.gathered, address, locale)
    before, theirs = await desk.live.beside(remote_id or "", at, applied_last)
    lines, _, _, gone = differing(theirs, before or "")
    return BodyDiff("", shortened([line for line in lines if line.sign != "+"]), 0, gone, theirs)


def whole_texts(project: Project, plan: Plan) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → the text of each article that is to be made, for a report that shows articles as they will
    be: as many as `MOST_CHARACTERS` hold."""
    found: dict[tuple[Address, str], BodyDiff] = {}
    room = MOST_CHARACTERS
    for change in plan.changes:
        if change.action is not Action.CREATE or change.address.kind is not Kind.ARTICLE:
            continue
        for locale, file in project.tree.nodes[change.address].files.items():
            text, _ = source_text(project, change.address, locale)
            room -= len(text)
            if room < 0:
                return found
            found[change.address, locale] = BodyDiff(file.path, (), 0, 0, None, text)
    return found


# What a browser still shows without a pause, and a saved plan can carry.
MOST_CHARACTERS = 3_000_000


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
    return BodyDiff(_span(delta, first, touched), shortened(lines), come, gone, before, after)


def _span(delta: FieldDelta, first: int | None, touched: Sequence[int]) -> str:
    path = delta.place.path if delta.place else ""
    if first is None or not touched:
        return path
    low, high = min(touched) + first, max(touched) + first
    return f"{path}:{low}" if low == high else f"{path}:{low}-{high}"
