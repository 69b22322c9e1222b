"""Which lines a body differs by: the file as it is now against the file as it was last applied, or against Intercom."""

import difflib
import subprocess
import zlib
from collections.abc import Iterable

from hcsync.content.scan import read_markdown
from hcsync.errors import ApiError
from hcsync.intercom import convert
from hcsync.model.address import Address, Kind
from hcsync.model.plan import Field, FieldDelta, Plan
from hcsync.report.view import BodyDiff, Line
from hcsync.workflow.connection import Connection
from hcsync.workflow.gather import Gathered
from hcsync.workflow.project import Project

# A plan is read by people: of one body no more lines than this are shown.
MOST_LINES = 40


async def body_diffs(
    project: Project, connection: Connection, gathered: Gathered
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines, for every body the plan shows as changed, drifted or in conflict."""
    plan = gathered.decision.plan
    found: dict[tuple[Address, str], BodyDiff] = {}
    for address, remote_id, fields, edited in _shown(plan):
        bodies = [delta for delta in fields if delta.field is Field.BODY]
        if not bodies or address.kind is not Kind.ARTICLE:
            continue
        theirs: dict[str, str] = {}
        for delta in bodies:
            before = None if edited else _applied(project, gathered, address, delta.locale)
            if before is None:
                theirs = theirs or await _live(connection, remote_id, project.config.default_locale)
                found[address, delta.locale] = _against_live(project, address, delta, theirs.get(delta.locale, ""))
            else:
                found[address, delta.locale] = _against_file(project, address, delta, before)
    return found


def _shown(plan: Plan) -> Iterable[tuple[Address, str, tuple[FieldDelta, ...], bool]]:
    """address, remote id, fields, and whether Intercom's own text is what it is compared with."""
    for change in plan.changes:
        if change.remote_id and change.fields:
            yield change.address, change.remote_id, change.fields, False
    for item in (*plan.drift, *plan.conflicts):
        if not item.gone:
            yield item.address, item.remote_id, item.fields, True


def _source(project: Project, address: Address, locale: str) -> tuple[str, int]:
    """The Markdown as it is in the file, and the line it begins on."""
    file = project.tree.nodes[address].files[locale]
    return read_markdown(project.config.root, file), file.body_line


def _applied(project: Project, gathered: Gathered, address: Address, locale: str) -> str | None:
    """The Markdown as it was last applied, from git's objects or from the cache; None where neither has it."""
    entry = gathered.decision.entries.get(address)
    kept = entry.locales.get(locale) if entry else None
    if kept is None or not kept.blob:
        return None
    cached = project.cache.get_many([applied_key(kept.blob)]).get(applied_key(kept.blob))
    if cached is not None:
        return zlib.decompress(cached).decode()
    return _from_git(project, kept.blob)


def applied_key(blob: str) -> str:
    """Where the cache keeps the Markdown of a source file that was applied."""
    return f"applied:{blob}"


def remember_applied(project: Project, addresses: Iterable[Address]) -> None:
    """Keep the Markdown of what was just applied: files that are in no git commit could not be had back otherwise."""
    values: dict[str, bytes] = {}
    for address in addresses:
        node = project.tree.nodes.get(address)
        if node is None or address.kind is not Kind.ARTICLE:
            continue
        for file in node.files.values():
            values[applied_key(file.blob)] = zlib.compress(read_markdown(project.config.root, file).encode())
    project.cache.put_many(values)


def _from_git(project: Project, blob: str) -> str | None:
    from hcsync.content.fence import split

    try:
        done = subprocess.run(
            ["git", "cat-file", "blob", blob], cwd=project.config.root, capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = split(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None
    return found.body if found else None


async def _live(connection: Connection, remote_id: str, default_locale: str) -> dict[str, str]:
    """Intercom's bodies by locale, as Markdown; none where it cannot be read just now (the plan stands without)."""
    from hcsync.markup.revert.markdown import to_markdown

    try:
        found = await connection.client.article(remote_id)
    except ApiError:
        return {}
    return {locale: to_markdown(text.body) for locale, text in convert.contents(found, default_locale).items()}


def _against_file(project: Project, address: Address, delta: FieldDelta, before: str) -> BodyDiff:
    after, first = _source(project, address, delta.locale)
    return _diff(before.splitlines(), after.splitlines(), delta, first)


def _against_live(project: Project, address: Address, delta: FieldDelta, before: str) -> BodyDiff:
    """Both sides through the same converter, so that only what reads differently shows."""
    from hcsync.markup.render.body import render
    from hcsync.markup.revert.markdown import to_markdown

    after, _ = _source(project, address, delta.locale)
    return _diff(before.splitlines(), to_markdown(render(after).html).splitlines(), delta, None)


def _diff(before: list[str], after: list[str], delta: FieldDelta, first: int | None) -> BodyDiff:
    lines: list[Line] = []
    touched: list[int] = []
    mine = theirs = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        theirs, mine = theirs + b - a, mine + d - c
        touched += [c, max(c, d - 1)]
        lines += [Line("-", text) for text in before[a:b]] + [Line("+", text) for text in after[c:d]]
    if len(lines) > MOST_LINES:
        rest = len(lines) - MOST_LINES
        lines = [*lines[:MOST_LINES], Line("…", f"{rest} more lines")]
    path = delta.place.path if delta.place else ""
    span = path
    if first is not None and touched:
        low, high = min(touched) + first, max(touched) + first
        span = f"{path}:{low}" if low == high else f"{path}:{low}-{high}"
    return BodyDiff(span, tuple(lines), mine, theirs)
