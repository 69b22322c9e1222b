"""`hcsync adopt`: writes into a file which live object it is; or tells which files may be which live objects."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from hcsync.config import Config, Environment
from hcsync.content.edit import set_key
from hcsync.content.parse import parse
from hcsync.content.reading import read_bytes
from hcsync.errors import NotFound, RefusedError, UsageError
from hcsync.intercom import convert
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.source import SourceNode
from hcsync.model.state import State
from hcsync.state.files import write_atomically
from hcsync.workflow import gather, moves
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected
from hcsync.workflow.project import Project
from hcsync.yaml12 import nearest


class Adopted(msgspec.Struct, frozen=True):
    """`title` is the live object's. `written` is False where the file said so already."""

    address: Address
    remote_id: str
    title: str
    path: str
    written: bool


async def adopt(
    config: Config, environment: Environment, environ: Mapping[str, str], what: str, remote_id: str
) -> Adopted:
    """`what` is an address, a key or a file. Nothing is written to Intercom or to the state: the next apply takes the
    object over. Raises UsageError for what is no file or no object, RefusedError for an object that something else
    owns, and what connecting raises."""
    with projects.opened(config, environment) as project:
        node = _node(project, what)
        async with connected(project, environ, read_only=True) as connection:
            title = await _title(connection, project, node.address.kind, remote_id)
            state, _ = gather.store_of(project).read(connection.workspace.id, CANONICAL_VERSION)
        _refuse_owned(project, state, node, remote_id)
        written = _write(project, node, remote_id)
        return Adopted(node.address, remote_id, title, node.main.path, written)


def _node(project: Project, what: str) -> SourceNode:
    found = named(project, what)
    if len(found) > 1:
        both = " or ".join(str(address) for address in found)
        raise UsageError(f"{what} is a collection and an article.", hint=f"Say {both}.", code=Code.UNKNOWN_TARGET)
    return project.tree.nodes[found[0]]


def named(project: Project, what: str) -> list[Address]:
    """What an address, a key or a file names here; a key may name a collection and an article. Raises UsageError where
    it names nothing."""
    wanted = moves.named(what, project.config)
    nodes = project.tree.nodes
    found = [address for address in nodes if wanted.names(address)]
    if found:
        return found
    near = nearest(wanted.key, {address.key for address in nodes})
    raise UsageError(
        f"{what} is not a file of this repository.",
        hint=f"Did you mean {near}?" if near else "Name an address (article.billing/refunds), a key or a file.",
        code=Code.UNKNOWN_TARGET,
    )


async def _title(connection: Connection, project: Project, kind: Kind, remote_id: str) -> str:
    """The title of the live object, in the default locale. Raises UsageError where there is no such object."""
    default = project.config.default_locale
    try:
        if kind is Kind.ARTICLE:
            texts = convert.contents(await connection.client.article(remote_id), default)
            return texts[default].title
        names = convert.names(await connection.client.collection(remote_id), default)
        return names[default].title
    except NotFound:
        raise UsageError(
            f"workspace {connection.workspace.id} has no {kind.value} with id {remote_id}.",
            hint="The id is the number in its address, in Intercom and on the web. `hcsync adopt` lists those that "
            "nobody owns.",
            code=Code.UNKNOWN_LIVE_ID,
        ) from None


def _refuse_owned(project: Project, state: State, node: SourceNode, remote_id: str) -> None:
    """An object whose own file is gone is free: it is moved."""
    address, kind = node.address, node.address.kind
    entry = state.entries.get(address)
    if entry is not None and entry.id != remote_id:
        raise RefusedError(
            f"{address.key} is {kind.value} {entry.id} already, by the state of {project.environment.name}.",
            hint=f"To let go of that one, run: hcsync state rm {address}",
            code=Code.UNKNOWN_LIVE_ID,
        )
    owners = [one for one, held in state.entries.items() if (one.kind, held.id) == (kind, remote_id)]
    owners += [one for one, other in project.tree.nodes.items() if one.kind is kind and other.main.meta.id == remote_id]
    for owner in owners:
        if owner != address and owner in project.tree.nodes:
            raise RefusedError(
                f"{kind.value} {remote_id} belongs to {project.tree.nodes[owner].main.path} already.",
                hint="One object has one file. Take the id out there, or delete that file.",
                code=Code.UNKNOWN_LIVE_ID,
            )


def _write(project: Project, node: SourceNode, remote_id: str) -> bool:
    """Whether the file had to be changed. Raises UsageError where it cannot be."""
    path, environment = project.config.root / node.main.path, project.environment.name
    data = _bytes(path, node.main.path)
    known = parse(node.address.kind, data).meta.id
    several = any(one.name != environment for one in project.config.live)
    key: str | tuple[str, ...] = ("id", environment) if several or isinstance(known, dict) else "id"
    if several and isinstance(known, str):
        if known == remote_id and not project.is_local:
            return False
        raise UsageError(
            f"{node.main.path} says id: {known}, and does not say for which environment.",
            hint=f"Write that there, such as id: {{{project.config.live[0].name}: {known}}}, then adopt again.",
            code=Code.UNKNOWN_LIVE_ID,
            place=str(node.main.place("id")),
        )
    try:
        changed = set_key(data.decode(), key, int(remote_id)).encode()
    except ValueError as fault:
        raise UsageError(
            f"{node.main.path}: the id cannot be written here: {fault}.",
            hint=f"Write it by hand: id: {remote_id}",
            code=Code.YAML_SYNTAX,
        ) from None
    if changed == data:
        return False
    write_atomically(path, changed)
    return True


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return read_bytes(str(path))
    except OSError as fault:
        raise UsageError(f"{shown} cannot be read: {fault.strerror}.", hint="Run the command again.") from fault
