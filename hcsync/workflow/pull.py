"""`hcsync pull`: what was edited in Intercom, taken into the files. Writes to the repository alone."""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from hcsync.applier.observe import Observer
from hcsync.config import Config, Environment
from hcsync.errors import ConflictError, UsageError
from hcsync.intercom import convert
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.drift import Touch
from hcsync.model.live import LiveNode
from hcsync.model.plan import Divergence, Field
from hcsync.model.pulled import AllPulled, Pull, Taken, pulled_key
from hcsync.planner import drift as edits
from hcsync.planner import target
from hcsync.planner.pulled import still_true
from hcsync.planner.tokens import slot
from hcsync.state import pulled as record
from hcsync.state.files import write_atomically
from hcsync.workflow import applied, authors, gather
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.gather import Gathered
from hcsync.workflow.plan import refuse_broken
from hcsync.workflow.project import FOLDER, Project
from hcsync.workflow.pulling import branches
from hcsync.workflow.pulling.left import left
from hcsync.workflow.pulling.sides import Edited
from hcsync.workflow.pulling.spell import speller
from hcsync.workflow.pulling.takein import FileEdit, TakenIn, take_in
from hcsync.workflow.request import Request


async def pull(
    config: Config,
    environment: Environment,
    environ: Mapping[str, str],
    targets: tuple[str, ...],
    branch: str | None = None,
) -> Pull:
    """Raises HcsyncError: ContentInvalid for faults in the content, conflict markers among them, UsageError for a
    target or a branch that cannot be, ConflictError where a branch would hold conflict markers, and what connecting and
    reading raise. Nothing is written then."""
    if branch is None:
        return await _pull(config, environment, environ, targets, _into_files)

    def write(_root: Path, files: Mapping[str, bytes | None], taken: list[FileEdit]) -> str | None:
        _refuse_conflicts(taken, branch)
        if not files or not taken:
            return None
        return branches.commit(config.root, branch, files, _message(taken, environment.name))

    branches.refuse(config.root, branch)
    with branches.exported(config, (_record_path(environment),)) as there:
        done = await _pull(there, environment, environ, targets, write)
    return msgspec.structs.replace(done, branch=branch if done.commit else None)


def _record_path(environment: Environment) -> str:
    """Relative to the project."""
    return record.path_of(Path(FOLDER), environment.name).as_posix()


# Given the project's root, files below it (path → bytes, None: it goes) and what was taken in, puts the files where
# they belong, and returns the commit, if any.
_Write = Callable[[Path, Mapping[str, bytes | None], list[FileEdit]], str | None]


async def _pull(
    config: Config, environment: Environment, environ: Mapping[str, str], targets: tuple[str, ...], write: _Write
) -> Pull:
    with projects.opened(config, environment) as project:
        refuse_broken(project)
        async with connected(project, environ, read_only=True) as connection:
            gathered = await gather.gather(project, connection, Request())
            wanted = _wanted(gathered, targets)
            edited = await _edited(project, connection, gathered, wanted)
        known = record.load(gather.pulled_path(project))
        done = _take_in(project, connection, gathered, known, edited)
        pulled = still_true(known, gathered.decision.entries, gathered.live) | _records(project, gathered, done)
        data, path = record.dump(pulled), _record_path(environment)
        files: dict[str, bytes | None] = {edit.file.path: edit.after for edit in done.files if edit.changed}
        if data != _bytes_of(config.root / path):
            files[path] = data
        commit = write(config.root, files, done.files)
        return _outcome(project, connection, gathered, wanted, done, path if path in files else None, commit)


def _wanted(gathered: Gathered, targets: tuple[str, ...]) -> set[Address]:
    wanted, unknown = target.named(gathered.decision, gathered.desired, targets, ())
    if unknown:
        raise UsageError(
            f"{unknown[0].removeprefix('--target ')} names nothing in this repository.",
            hint="Name an address (article.billing/refunds), a file, a live id, or a pattern with * in it.",
            code=Code.UNKNOWN_TARGET,
        )
    return wanted


async def _edited(project: Project, connection: Connection, gathered: Gathered, wanted: set[Address]) -> list[Edited]:
    """The objects with something to take in. Of an article whose body is among it, all is as it was just fetched."""
    plan = gathered.decision.plan
    moved: dict[Address, dict[str, bool]] = {}
    for clash, items in ((False, plan.drift), (True, plan.conflicts)):
        for item in items:
            if item.address in wanted and not item.gone:
                moved.setdefault(item.address, {}).update(dict.fromkeys(_slots(item, gathered), clash))
    return list(
        await asyncio.gather(
            *(_one(project, connection, gathered, address, slots) for address, slots in moved.items() if slots)
        )
    )


def _slots(item: Divergence, gathered: Gathered) -> list[str]:
    """Without what no key of a file says, and without texts that Intercom no longer has."""
    live = gathered.live.of(item.address.kind)[item.remote_id]
    return [
        slot(delta.locale, delta.field)
        for delta in item.fields
        if delta.field is not Field.PARENT and delta.locale in live.versions
    ]


async def _one(
    project: Project, connection: Connection, gathered: Gathered, address: Address, moved: dict[str, bool]
) -> Edited:
    entry = gathered.decision.entries[address]
    live: LiveNode = gathered.live.of(address.kind)[entry.id]
    bodies: dict[str, str] = {}
    locales = [locale for locale in live.versions if slot(locale, Field.BODY) in moved]
    if address.kind is Kind.ARTICLE and locales:
        article = await connection.client.article(entry.id)
        live = Observer(project.config.default_locale, connection.sites).article(article)
        contents = convert.contents(article, project.config.default_locale)
        bodies = {locale: contents[locale].body for locale in locales if locale in contents}
        moved = {name: clash for name, clash in moved.items() if name.partition("/")[0] in contents}
    source, desired = project.tree.nodes[address], gathered.desired.nodes[address]
    return Edited(source, desired, live, entry.locales, moved, bodies, entry.path)


def _take_in(
    project: Project, connection: Connection, gathered: Gathered, known: AllPulled, edited: list[Edited]
) -> TakenIn:
    admins = connection.workspace.admins
    people = {remote_id: email or name for remote_id, (name, email) in admins.items()}
    people |= {remote_id: author for author, remote_id in authors.configured(project).items()}
    spell = speller(project, gathered.decision, gathered.live, connection.sites)
    done = TakenIn([], [], [])
    for one in edited:
        found = take_in(project, spell, known, people.get, one)
        done.files.extend(found.files)
        done.left.extend(found.left)
        done.diagnostics.extend(found.diagnostics)
    return done


def _records(project: Project, gathered: Gathered, done: TakenIn) -> AllPulled:
    """The text that each record's blob names is kept: the next pull merges with it."""
    found: AllPulled = {}
    for edit in done.files:
        if edit.record is not None:
            blob = edit.record.blob if edit.kept is None else applied.keep(project, edit.kept)
            key = pulled_key(edit.address.kind, gathered.decision.entries[edit.address].id, edit.file.locale)
            found[key] = (msgspec.structs.replace(edit.record, blob=blob),)
    return found


def _into_files(root: Path, files: Mapping[str, bytes | None], _taken: list[FileEdit]) -> None:
    for name, data in files.items():
        # A link to a file stays one.
        path = Path(os.path.realpath(root / name))
        if data is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, data)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _outcome(
    project: Project,
    connection: Connection,
    gathered: Gathered,
    wanted: set[Address],
    done: TakenIn,
    path: str | None,
    commit: str | None,
) -> Pull:
    found = [one for one in edits.find(gathered.decision, gathered.live) if one.address in wanted]
    names = edits.collection_names(gathered.decision.ids, gathered.live)
    taken = tuple(
        Taken(
            edit.file.path,
            edit.address,
            edit.file.locale,
            edit.fields,
            edit.conflicts,
            edit.changed,
            _touch(gathered, edit) if edit.fields else Touch(),
        )
        for edit in done.files
    )
    workspace = connection.workspace
    # What belongs to the embedded help center is nobody else's business.
    told = path is not None and commit is None and not project.is_local
    return Pull(
        project.environment.name,
        workspace.id,
        workspace.center_name,
        taken,
        (*done.left, *left(found, names, project.config.locales)),
        tuple(done.diagnostics),
        workspace.people,
        record=path,
        ignored=told and branches.ignores(project.config.root, path or ""),
        commit=commit,
    )


def _touch(gathered: Gathered, edit: FileEdit) -> Touch:
    node = gathered.live.of(edit.address.kind)[gathered.decision.entries[edit.address].id]
    version = node.versions[edit.file.locale]
    return Touch(version.updated_at or node.updated_at, version.author or "")


def _refuse_conflicts(taken: list[FileEdit], branch: str) -> None:
    places = [f"{edit.file.path}:{line}" for edit in taken for line in edit.conflicts]
    if places:
        more = f" and {len(places) - 5} more" if len(places) > 5 else ""
        raise ConflictError(
            f"the same lines were changed here and in Intercom: {', '.join(places[:5])}{more}. "
            f"Branch {branch} was not made.",
            hint="Run hcsync pull without --branch, and choose between the two in the files.",
            code=Code.MERGE_CONFLICT,
        )


def _message(taken: list[FileEdit], environment: str) -> str:
    files = [f"- {edit.file.path}: {', '.join(edit.fields) or 'what it inherited'}" for edit in taken if edit.changed]
    return "\n".join([f"Take in what was edited in Intercom ({environment})", "", *files]) + "\n"
