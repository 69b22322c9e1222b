"""A token and an empty folder → the hcsync.yml that a live help center needs: its workspace, locales and authors."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from hcsync.config import Assets, Config, Environment, Safety
from hcsync.content.edit import lines
from hcsync.errors import UsageError
from hcsync.intercom import convert
from hcsync.model.locale import is_locale
from hcsync.state.files import write_atomically
from hcsync.workflow import project as projects
from hcsync.workflow.connection import Connection, connected

_REGIONS = ("us", "eu", "au")

_CONFIG = """\
# What hcsync knows about this repository. Every key is described in the user guide.
content: content
default_locale: {default}
locales: [{locales}]

environments:
  local:                      # the embedded help center; nothing leaves your machine
    emulator: .hcsync/local.db
  {environment}:
    default: true
{keys}"""


class Survey(msgspec.Struct, frozen=True):
    """`locales` has the default one first; `authors` maps the e-mail of each who has written something to their id."""

    workspace: str
    region: str
    help_center: str | None
    locales: tuple[str, ...]
    authors: dict[str, str]


def refuse_taken(root: Path) -> None:
    """Raises UsageError where there is a configuration already."""
    if (root / "hcsync.yml").exists():
        raise UsageError(
            f"{root / 'hcsync.yml'} is there already.",
            hint="Name the environment and its locales in it, and run hcsync import.",
        )


async def survey(root: Path, environment: Environment, environ: Mapping[str, str], locales: tuple[str, ...]) -> Survey:
    """What there is; one request a page, and nothing is kept. `locales` are those the user wants, the default one
    first; none: all that there are. Raises what connecting and reading raise."""
    default = locales[0] if locales else "en"
    config = Config(
        root, None, "content", default, (default,), {environment.name: environment}, None, {}, Safety(), Assets()
    )
    with projects.opened(config, environment) as project:
        async with connected(project, environ, read_only=True) as connection:
            found, people = await _spoken(connection, default)
            centers = await connection.client.help_centers()
            workspace = connection.workspace
    known = [one for one in (locales or found) if is_locale(one)] or [default]
    admins = workspace.admins
    emails = {email.lower(): one for one, (_, email) in admins.items() if email and one in people}
    center = workspace.help_center if len(centers) > 1 else None
    return Survey(
        workspace.id,
        workspace.region if workspace.region in _REGIONS else "",
        center.remote_id if center else None,
        tuple(known),
        dict(sorted(emails.items())),
    )


async def _spoken(connection: Connection, fallback: str) -> tuple[list[str], set[str]]:
    """The locales in which there is a text, the default one first, and who has written them."""
    default, locales, people = "", set[str](), set[str]()
    async for groups in connection.client.collection_pages():
        for group in groups:
            default = default or group.default_locale or ""
            locales |= convert.names(group, fallback).keys()
    async for page in connection.client.article_pages():
        for article in page:
            default = default or article.default_locale or ""
            texts = convert.contents(article, fallback)
            locales |= texts.keys()
            people |= {text.author_id for text in texts.values() if text.author_id}
    first = default or fallback
    return [first, *sorted(locales - {first})], people


def write(root: Path, environment: Environment, found: Survey) -> Path:
    """hcsync.yml. Raises OSError."""
    keys: dict[str, str | int] = {}
    if environment.base_url:
        keys["base_url"] = environment.base_url
    else:
        keys["region"] = environment.region or found.region or "us"
    keys |= {"token_env": environment.token_env, "workspace": found.workspace}
    if found.help_center:
        keys["help_center"] = int(found.help_center)
    text = _CONFIG.format(
        default=found.locales[0],
        locales=", ".join(found.locales),
        environment=environment.name,
        keys=_indented(lines(keys), 4),
    )
    if found.authors:
        people = lines({email: {environment.name: int(one)} for email, one in found.authors.items()})
        text += f"\nauthors:\n{_indented(people, 2)}"
    path = root / "hcsync.yml"
    write_atomically(path, text.encode())
    return path


def _indented(text: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}" for line in text.splitlines(keepends=True))
