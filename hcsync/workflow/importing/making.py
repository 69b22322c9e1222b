"""What is to be brought in, in the spool → the files it becomes, in the spool too. Nothing is made twice."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from posixpath import basename
from urllib.parse import urlsplit

from hcsync.crew import Crew
from hcsync.intercom import convert, wire
from hcsync.markup import kept
from hcsync.markup.hosted import bare, hosted
from hcsync.markup.links import links
from hcsync.markup.versions import CANONICAL_VERSION, RENDER_VERSION
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.digest import digest
from hcsync.model.live import LiveNode
from hcsync.planner.headings import heading_ids
from hcsync.planner.tokens import Ids, live_tokens
from hcsync.workflow import authors
from hcsync.workflow.importing.compose import Composer
from hcsync.workflow.importing.pictures import Gallery
from hcsync.workflow.importing.reading import Desk
from hcsync.workflow.importing.scope import Identity
from hcsync.workflow.pulling.spell import Speller

_AT_ONCE = 4  # articles whose bodies are in memory, and one more for each process at work
_TEXT = DesiredVersion("", "", Place(""), "")


@dataclass(slots=True)
class Bench:
    """`gallery` is None where pictures stay in Intercom; `kept` counts the articles that an earlier run made."""

    desk: Desk
    compose: Composer
    gallery: Gallery | None
    token: str
    kept: int = 0


async def make(desk: Desk, gallery: Gallery | None, progress: Callable[[int], Callable[[], None]]) -> int:
    """How many articles were there from an earlier run."""
    coming = desk.layout.coming
    step = progress(len(coming))
    with Crew(sum(len(desk.scope.objects[who]) for who in coming)) as crew:
        compose = composer(desk, crew)
        bench = Bench(desk, compose, gallery, _token(desk, compose, gallery is None))
        places = asyncio.Semaphore(_AT_ONCE + crew.size)

        async def one(who: Identity) -> None:
            async with places:
                await _one(bench, who)
                step()

        async with asyncio.TaskGroup() as group:
            for who in coming:
                group.create_task(one(who))
    return bench.kept


def composer(desk: Desk, crew: Crew) -> Composer:
    project, made = desk.project, desk.layout
    center = desk.connection.workspace.help_center
    nodes = {
        address: DesiredNode(address, node.parent, dict.fromkeys(node.files, _TEXT))
        for address, node in made.tree.nodes.items()
    }
    speller = Speller(
        replace(project, tree=made.tree),
        DesiredState(desk.default, made.tree.locales, nodes, ""),
        desk.live,
        desk.connection.sites,
        Ids(made.ids, heading_ids(desk.live, {})),
        {f"intercom:{address.kind}/{remote_id}": address for address, remote_id in made.ids.items()},
        links(made.tree, lambda _file: ()),
    )
    admins = desk.connection.workspace.admins
    wanted = project.environment.help_center or (center.remote_id if center else None)
    return Composer(crew, made, speller, _names(desk).get, next(iter(admins), "0"), wanted)


def _names(desk: Desk) -> dict[str, str]:
    """Admin id → what a file calls them by. Where hcsync.yml lists authors, those alone have names (lint knows no
    others)."""
    project, admins = desk.project, desk.connection.workspace.admins
    known = authors.with_admins(authors.configured(project), admins)
    found: dict[str, str] = {}
    if not project.config.authors:
        found = {remote_id: email or name for remote_id, (name, email) in admins.items() if email or name}
    found |= {remote_id: author for author, remote_id in authors.configured(project).items()}
    return {remote_id: name for remote_id, name in found.items() if known.get(name.lower()) == remote_id}


def _token(desk: Desk, compose: Composer, remote: bool) -> str:
    """What all files are made from, beside their own object: where everything lies."""
    where = [f"{kind}/{one}={address}" for (kind, one), address in sorted(desk.layout.coming.items())]
    owned = [f"{kind}/{one}={address}" for (kind, one), address in sorted(desk.layout.owned.items())]
    names = [f"{one}={name}" for one, name in sorted(_names(desk).items())]
    versions = f"{RENDER_VERSION}.{CANONICAL_VERSION}.{desk.project.config.content}.{remote}.{compose.stand_in}"
    return digest(versions, *where, "", *owned, "", *names)


async def _one(bench: Bench, who: Identity) -> None:
    desk = bench.desk
    kind, remote_id = who
    node, locales = desk.live.of(kind)[remote_id], desk.scope.objects[who]
    token = _token_of(bench, node, locales)
    if desk.spool.is_made(kind, remote_id, token):
        bench.kept += kind is Kind.ARTICLE
        return
    if kind is Kind.COLLECTION:
        desk.spool.make(kind, remote_id, token, *bench.compose.collection(node, locales))
        return
    article = desk.spool.article(remote_id)
    bodies = _bodies(desk, article, locales)
    wanted = {mark: url for body in bodies.values() for mark, url in hosted(body).items()}
    pictures: dict[str, str] = {}
    if wanted and bench.gallery is not None:
        pictures = await bench.gallery.take(wanted, lambda: _again(desk, remote_id, locales))
    (files, notes), pages = await bench.compose.article(node, locales, bodies, pictures)
    missing = {mark: url for mark, url in wanted.items() if bench.gallery is not None and mark not in pictures}
    for path, data in files.items():
        notes += _missed(path, data, missing, bench.gallery)
    # What lacks a picture is made again by the next run.
    desk.spool.make(kind, remote_id, "" if missing else token, files, notes)
    kept.remember(desk.project.cache, pages)


def _token_of(bench: Bench, node: LiveNode, locales: tuple[str, ...]) -> str:
    raw = [node.versions[locale].raw for locale in locales if locale in node.versions]
    return digest(bench.token, *locales, "", *raw, "", *map(str, live_tokens(node).items()), node.help_center or "")


def _bodies(desk: Desk, article: wire.Article, locales: tuple[str, ...]) -> dict[str, str]:
    found = convert.contents(article, desk.default)
    return {locale: found[locale].body for locale in locales if locale in found}


async def _again(desk: Desk, remote_id: str, locales: tuple[str, ...]) -> dict[str, str]:
    """The pictures of an article at addresses signed just now."""
    bodies = _bodies(desk, await desk.connection.client.article(remote_id), locales)
    return {mark: url for body in bodies.values() for mark, url in hosted(body).items()}


def _missed(path: str, data: bytes, missing: Mapping[str, str], gallery: Gallery | None) -> list[Diagnostic]:
    lines = data.decode("utf-8", "surrogatepass").split("\n") if missing else []
    found: list[Diagnostic] = []
    for mark, url in missing.items():
        at = next((number for number, line in enumerate(lines, 1) if bare(url) in line), 0)
        if at:
            why = gallery.missing.get(mark, "") if gallery else ""
            message = f'picture "{basename(urlsplit(url).path)}" stays in Intercom: {why}'
            hint = "put a copy beside the text and show that"
            found.append(Diagnostic(Code.PICTURE_LEFT, message, Place(path, at, 1), hint, Severity.WARNING))
    return found
