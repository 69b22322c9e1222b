"""hcsync.yml and `HCSYNC_*` variables → a frozen Config, or one ConfigError with all that is wrong. Reads the token.

Precedence, below what a command's flags say: `HCSYNC_*` variable, environment section, file, default.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from hcsync import config_sources
from hcsync.config_keys import TABLE
from hcsync.config_sources import ENVIRONMENT_VARIABLES, find, read
from hcsync.errors import ConfigError, UsageError
from hcsync.keytable import Reading, read_table
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Place, in_order
from hcsync.model.locale import is_locale
from hcsync.yaml12 import Node, did_you_mean

LOCAL = "local"
LOCAL_DATABASE = ".hcsync/local.db"
DEFAULT_TOKEN_ENV = "INTERCOM_TOKEN"  # noqa: S105 - the name of a variable

# Hosts per region (spec, "servers").
_HOSTS = {"us": "https://api.intercom.io", "eu": "https://api.eu.intercom.io", "au": "https://api.au.intercom.io"}


class Environment(msgspec.Struct, frozen=True):
    """One help center. `emulator` is the absolute path of the embedded help center's file, None for a live one.
    `token_env` names the variable that holds the token. `workspace` and `help_center` are Intercom's ids as text.
    `region` is where the workspace is expected to live ("us", "eu", "au"), `base_url` where to connect instead of the
    region's host. `state` is "file", "git" or an address such as s3://bucket/key. `place` is None where no file
    names it."""

    name: str
    emulator: Path | None = None
    region: str | None = None
    base_url: str | None = None
    token_env: str = DEFAULT_TOKEN_ENV
    workspace: str | None = None
    help_center: str | None = None
    state: str = "file"
    place: Place | None = None

    @property
    def host(self) -> str:
        """Where to connect, without a slash at the end. Without region and base_url: Intercom's own default, us."""
        return self.base_url or _HOSTS[self.region or "us"]


class Safety(msgspec.Struct, frozen=True):
    """Each limit is a count ("12") or a share of the owned articles ("30%"); None: no limit is set. `keep_runs` is how
    many runs can be gone back on."""

    max_update: str | None = None
    max_unpublish: str | None = None
    max_delete: str | None = None
    max_locale_removal: str | None = None
    on_orphan: Literal["report", "unpublish", "delete"] = "report"
    keep_runs: int = 20


class Assets(msgspec.Struct, frozen=True):
    """Where images are published: under `base_url` (may hold {commit}), or uploaded to `store` and read at
    `public_url`. Addresses have no slash at the end."""

    base_url: str | None = None
    store: str | None = None
    public_url: str | None = None


class MovedLine(msgspec.Struct, frozen=True):
    """One line of `moved:`: what something was called and what it is called now, as it is written there."""

    old: str
    new: str
    place: Place


class Config(msgspec.Struct, frozen=True):
    """`root` is the project's absolute folder, `path` the file (None where there is none). `content` is relative to
    `root` with `/` ("." for the root itself). `default_locale` is among `locales`. `authors` maps a name or e-mail in
    lower case to {environment: admin id as digits}. `default_environment` is None where none is marked."""

    root: Path
    path: Path | None
    content: str
    default_locale: str
    locales: tuple[str, ...]
    environments: dict[str, Environment]
    default_environment: str | None
    authors: dict[str, dict[str, str]]
    safety: Safety
    assets: Assets
    moved: tuple[MovedLine, ...] = ()

    @property
    def live(self) -> tuple[Environment, ...]:
        """The environments that are no embedded help center."""
        return tuple(one for one in self.environments.values() if one.emulator is None)

    def environment(self, name: str | None = None) -> Environment:
        """The environment of that name; without a name the default one, else the embedded help center. Raises
        UsageError."""
        wanted = name or self.default_environment or LOCAL
        if wanted in self.environments:
            return self.environments[wanted]
        known = ", ".join(self.environments)
        near = did_you_mean(wanted, self.environments)
        raise UsageError(
            f"there is no environment `{wanted}`.",
            hint=f"{near[0].upper()}{near[1:]} Known: {known}."
            if near
            else f"Write it under `environments` in hcsync.yml, or name one of these: {known}.",
            code=Code.UNKNOWN_ENVIRONMENT,
            place=self.path.name if self.path else None,
        )


def load(start: Path, environ: Mapping[str, str], *, explicit: Path | None = None) -> Config:
    """Find hcsync.yml in `start` or above it (or take `explicit`) and read it. Without one: the defaults, rooted at
    `start`. Raises ConfigError with every fault, each with its line."""
    start = start.resolve()
    path = find(start, explicit)
    reading = Reading(path.name if path else "hcsync.yml", Code.CONFIG_UNKNOWN_KEY, Code.CONFIG_INVALID)
    document = read(path, reading) if path else None
    written = read_table(document, TABLE, reading, "the file") if document else {}
    variables = config_sources.variables(environ, reading)
    root = path.parent if path else start
    environments, marked = _environments(written.get("environments", {}), root, variables, reading)
    values = {"content": "content", **written, **variables}
    locales, default_locale = _locales(values, root / values["content"], document, reading)
    assets = written.get("assets", {})
    _check_assets(assets, document, reading)
    authors = _authors(written.get("authors", {}), environments, reading)
    if reading.diagnostics:
        raise _error(reading)
    return Config(
        root=root,
        path=path,
        content=values["content"],
        default_locale=default_locale,
        locales=locales,
        environments=environments,
        default_environment=environ.get("HCSYNC_ENV") or marked,
        authors=authors,
        safety=Safety(**written.get("safety", {})),
        assets=Assets(**assets),
        moved=tuple(
            MovedLine(old, new, Place(reading.path, node.key_line, node.key_column))
            for old, (node, new) in written.get("moved", {}).items()
            if new
        ),
    )


def token(environment: Environment, environ: Mapping[str, str]) -> str:
    """The token, from the variable that the environment names. Raises UsageError where it is not set or cannot be a
    token; its value is never shown."""
    name = environment.token_env
    value = environ.get(name, "").strip()
    if not value:
        raise UsageError(
            f"environment `{environment.name}` needs a token, and the variable {name} is not set.",
            hint="Copy the access token of your app from Intercom's Developer Hub (Configure > Authentication) "
            f"and run: export {name}=…",
            code=Code.MISSING_TOKEN,
            place=str(environment.place) if environment.place else None,
        )
    if not value.isascii() or not value.isprintable() or " " in value:
        raise UsageError(
            f"the variable {name} holds something that cannot be a token (spaces or special characters).",
            hint="Copy the access token again, without the word Bearer and without quotes.",
            code=Code.MISSING_TOKEN,
        )
    return value


def _environments(
    written: Mapping[str, tuple[Node, dict[str, Any] | None]],
    root: Path,
    variables: Mapping[str, Any],
    reading: Reading,
) -> tuple[dict[str, Environment], str | None]:
    """Every environment by name, `local` first if the file does not name it, and the one that is marked default."""
    found: dict[str, Environment] = {}
    marked: str | None = None
    for name, (node, values) in written.items():
        keys = dict(values or {})
        if keys.pop("default", False):
            if marked:
                reading.wrong(node, f"both `{marked}` and `{name}` are marked default", "keep one `default: true`")
            marked = marked or name
        if "emulator" in keys and ("region" in keys or "base_url" in keys):
            reading.wrong(node, f"`{name}` has an emulator and a region or base_url", "keep one of the two")
        live = "region" in keys or "base_url" in keys
        if name == LOCAL and not live:
            keys.setdefault("emulator", LOCAL_DATABASE)
        if "emulator" in keys:
            keys["emulator"] = root / keys["emulator"]
        else:
            keys |= {key: variables[key] for key in ENVIRONMENT_VARIABLES if key in variables}
        if "help_center" in keys:
            keys["help_center"] = str(keys["help_center"])
        found[name] = Environment(name=name, place=Place(reading.path, node.key_line, node.key_column), **keys)
    if LOCAL not in found:
        found = {LOCAL: Environment(name=LOCAL, emulator=root / LOCAL_DATABASE), **found}
    return found, marked


def _locales(
    values: Mapping[str, Any], content: Path, node: Node | None, reading: Reading
) -> tuple[tuple[str, ...], str]:
    """The locales and the default one: as written, else the folders that are there; `en` where nothing tells."""
    default: str | None = values.get("default_locale")
    locales: tuple[str, ...] | None = values.get("locales")
    if locales is None:
        found = _locale_folders(content)
        default = default or ("en" if "en" in found or not found else found[0])
        return tuple(dict.fromkeys((default, *found))), default
    if default is None:
        default = "en" if "en" in locales or not locales else locales[0]
    if default not in locales:
        place = node or Node(None, "", 1, 1, 1, 1)
        hint = did_you_mean(default, locales) or f"add {default} to `locales`"
        reading.wrong(place, f"the default locale `{default}` is not among `locales`", hint)
    return locales, default


def _locale_folders(content: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(entry.name for entry in content.iterdir() if is_locale(entry.name) and entry.is_dir()))
    except OSError:
        return ()


def _check_assets(assets: Mapping[str, Any], node: Node | None, reading: Reading) -> None:
    if node is None:
        return
    if "store" in assets and "public_url" not in assets:
        reading.wrong(node, "`store` without `public_url`: readers could not see the images", "add `public_url`")
    if "public_url" in assets and "store" not in assets:
        reading.wrong(node, "`public_url` without `store`: there is nothing to be found there", "write `base_url`")
    if "base_url" in assets and "store" in assets:
        reading.wrong(node, "`base_url` and `store` both say where images are published", "keep one of the two")


def _authors(
    written: Mapping[str, tuple[Node, Mapping[str, tuple[Node, int | None]] | None]],
    environments: Mapping[str, Environment],
    reading: Reading,
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for author, (_, ids) in written.items():
        own = found.setdefault(author.strip().lower(), {})
        for name, (node, number) in (ids or {}).items():
            if name not in environments:
                hint = did_you_mean(name, environments) or "known: " + ", ".join(environments)
                message = f"there is no environment `{name}`"
                reading.fault(Code.CONFIG_UNKNOWN_KEY, node, message, hint, at_key=True)
            elif number is not None:
                own[name] = str(number)
    return found


def _error(reading: Reading) -> ConfigError:
    faults = in_order(reading.diagnostics)
    if len(faults) == 1:
        return ConfigError(str(faults[0]))
    lines = "\n".join(f"  {fault}" for fault in faults)
    return ConfigError(f"the configuration has {len(faults)} faults:\n{lines}")
