"""`hcsync drift`: what was edited in Intercom since the last apply, whatever the files say by now. Writes nothing."""

from collections.abc import Iterable, Mapping, Set
from posixpath import normpath

from hcsync.config import Config, Environment
from hcsync.content.parse import parse
from hcsync.content.scan import markdown_of, read_markdown
from hcsync.markup.desired import desire_some
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.diagnostic import Severity
from hcsync.model.drift import Drift, Edit, Origin
from hcsync.model.live import LiveSnapshot
from hcsync.model.plan import Field
from hcsync.model.source import Meta, SourceFile, SourceNode, SourceTree
from hcsync.model.state import Entry, State
from hcsync.planner import drift as edits
from hcsync.planner import target
from hcsync.planner.decide import Decision
from hcsync.planner.own_language import prefer_own_language
from hcsync.report.drift_view import NOT_KEPT, DriftView
from hcsync.report.view import BodyDiff, Line
from hcsync.version import __version__
from hcsync.workflow import applied, gather
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.project import Project
from hcsync.workflow.side_by_side import Bodies, differing


async def drift(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    targets: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
) -> DriftView:
    """Faults in the content do not stop it. Raises HcsyncError: what connecting and reading raise, RefusedError for a
    state that is not this environment's, UsageError for a target that names nothing."""
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=True) as connection:
            looked = await gather.look(project, connection)
            decision, snapshot = looked.decision, looked.live
            found = edits.find(decision, snapshot, _unread(project, decision), looked.taken)
            wanted = set(decision.entries)
            narrowed = bool(targets or excluded)
            if narrowed:
                wanted, unknown = target.named(decision, decision.desired, targets, excluded)
                gather.refuse_unknown(unknown)
                found = [one for one in found if one.address in wanted]
            then = as_applied(project, looked.authors, decision, snapshot, found)
            names = edits.collection_names(decision.ids, snapshot)
            told = tuple(edits.describe(one, then.get(one.address), decision.ids, names) for one in found)
            bodies = await _bodies(project, connection, decision, snapshot, told)
            return DriftView(
                _drift(
                    snapshot, looked.state, wanted & decision.entries.keys(), told, edits.fingerprint(found), narrowed
                ),
                bodies,
                connection.workspace.people,
            )


def _drift(
    live: LiveSnapshot, state: State, wanted: Set[Address], told: tuple[Edit, ...], digest: str, narrowed: bool
) -> Drift:
    kinds = [address.kind for address in wanted]
    return Drift(
        environment=state.environment,
        workspace=live.workspace.id,
        help_center=live.workspace.center_name,
        edits=told,
        articles=kinds.count(Kind.ARTICLE),
        collections=kinds.count(Kind.COLLECTION),
        digest=digest,
        lineage=state.lineage,
        serial=state.serial,
        tool=__version__,
        narrowed=narrowed,
    )


def _unread(project: Project, decision: Decision) -> set[Address]:
    """The objects with a file that is there and says nothing, for it has faults."""
    tree = project.tree
    faulty = {d.place.path for d in tree.diagnostics if d.severity is Severity.ERROR and d.place}
    known = {(address, locale) for address, entry in decision.entries.items() for locale in entry.locales}
    read = {(address, locale) for address, node in tree.nodes.items() for locale in node.files}
    lost = known - read if faulty else set()
    return {address for address, locale in lost if _path(tree, decision.entries[address], locale) in faulty}


def as_applied(
    project: Project,
    known: Mapping[str, str],
    decision: Decision,
    snapshot: LiveSnapshot,
    found: Iterable[edits.Found],
) -> dict[Address, DesiredNode]:
    """The objects as their files said when they were last applied, in those locales whose files can be found again.
    `known` maps authors to ids."""
    one_by_one = list(found)
    data = applied.sources(project, (kept.blob for one in one_by_one for kept in one.entry.locales.values()))
    nodes = {one.address: node for one in one_by_one if (node := _node(project.tree, one, data))}

    def read(file: SourceFile) -> str:
        if file.blob not in data:
            return read_markdown(project.config.root, file)
        return markdown_of(data[file.blob]) or ""

    tree = decision.desired
    made = desire_some(project.tree, nodes, read, known, project.cache)
    own = prefer_own_language(
        DesiredState(tree.default_locale, tree.locales, made, tree.source_digest), decision.ids, snapshot
    )
    return own.nodes


def _node(tree: SourceTree, one: edits.Found, data: Mapping[str, bytes]) -> SourceNode | None:
    files: dict[str, SourceFile] = {}
    for locale, kept in one.entry.locales.items():
        if kept.blob in data:
            parsed = parse(one.address.kind, data[kept.blob])
            path = _path(tree, one.entry, locale)
            files[locale] = SourceFile(path, locale, kept.blob, parsed.meta, parsed.body_line)
    today = tree.nodes.get(one.address)
    # The default locale's file says what the others inherit.
    main = files.pop(tree.default_locale, None) or (today.main if today else None)
    if main is None:
        return None
    return SourceNode(one.address, today.parent if today else None, {main.locale: main, **files})


def _path(tree: SourceTree, entry: Entry, locale: str) -> str:
    """Where the file of a locale lies, or lay: as the default locale's does, in the locale's own folder."""
    home = normpath(f"{tree.content}/{tree.default_locale}")
    return f"{normpath(f'{tree.content}/{locale}')}{entry.path.removeprefix(home)}"


async def _bodies(
    project: Project, connection: Connection, decision: Decision, live: LiveSnapshot, told: Iterable[Edit]
) -> dict[tuple[Address, str], BodyDiff]:
    """(address, locale) → its lines. A live body is fetched where it is to be shown, one request an article."""
    told = list(told)
    data = applied.sources(project, (origin.blob for edit in told for origin in edit.sources.values()))
    bodies = Bodies(project, connection, decision, live)
    bodies.expect(edit.remote_id for edit in told if any(delta.field is Field.BODY for delta in edit.fields))
    found: dict[tuple[Address, str], BodyDiff] = {}
    for edit in told:
        entry = decision.entries[edit.address]
        for locale in [delta.locale for delta in edit.fields if delta.field is Field.BODY]:
            today = _today(project.tree, edit.address, locale)
            path = today.path if today else _path(project.tree, entry, locale)
            origin = edit.sources.get(locale, Origin("", path))
            at = SourceFile(origin.path, locale, origin.blob, Meta())
            markdown = markdown_of(data[origin.blob]) if origin.blob in data else None
            before, after = await bodies.beside(edit.remote_id, at, markdown, entry.locales[locale].images)
            found[edit.address, locale] = _lines(before, after, path)
    return found


def _today(tree: SourceTree, address: Address, locale: str) -> SourceFile | None:
    node = tree.nodes.get(address)
    return node.files.get(locale) if node else None


def _lines(before: str | None, after: str, path: str) -> BodyDiff:
    if before is not None:
        differ, _, come, gone = differing(before, after)
        return BodyDiff(path, tuple(differ), come, gone, before, after)
    lines = [Line("+", text) for text in after.splitlines()]
    return BodyDiff(path, (Line("…", NOT_KEPT), *lines), 0, len(lines), None, after)
