"""The keys of hcsync.yml, in one table: what each may hold and what it is for. From it come the checks and the schema.

Also here: the hunt for tokens, which have no place in a file that is committed.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from hcsync.keytable import (
    BOOLEAN,
    IDENTIFIER,
    TEXT,
    Key,
    Kind,
    Reading,
    Table,
    listed,
    matching,
    named,
    nested,
    one_of,
    table_schema,
)
from hcsync.model.codes import Code
from hcsync.model.diagnostic import shown
from hcsync.model.locale import is_locale, normal_locale
from hcsync.yaml12 import Node

REGIONS = ("us", "eu", "au")
ENVIRONMENT_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
_STORE = r"(s3|gs|az)://\S+"


def fault_of_url(url: str, *, loopback: bool) -> tuple[str, str] | None:
    """Why `url` cannot be spoken to: (what is wrong, what to write), or None. `loopback`: plain http is allowed to
    this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not a web address", "write it as https://host"
    if parts.username or parts.password:
        return "holds a user name or password", "a password has no place in this file: take it out"
    if parts.scheme not in ("http", "https") or not host:
        return "is not a web address", "write it as https://host"
    if parts.scheme == "http" and not (loopback and is_loopback(host)):
        return "is plain http, which shows the token to the network", "write https://"
    if parts.query or parts.fragment:
        return "has a query or fragment", "leave out what follows ? or #"
    return None


def is_loopback(host: str) -> bool:
    named = host in ("localhost", "::1") or host.endswith(".localhost")
    return named or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


def _url(*, loopback: bool) -> Kind:
    def read(name: str, node: Node, reading: Reading) -> str | None:
        text = TEXT.read(name, node, reading)
        if text is None:
            return None
        if fault := fault_of_url(text, loopback=loopback):
            reading.wrong(node, f"`{name}` {fault[0]}", fault[1])
            return None
        return str(text).rstrip("/")

    return Kind({"type": ["string", "null"], "pattern": "^https?://"}, read)


def _read_locale(name: str, node: Node, reading: Reading) -> str | None:
    text: str | None = TEXT.read(name, node, reading)
    if text is None or is_locale(text):
        return text
    better = normal_locale(text)
    hint = f"did you mean `{better}`?" if is_locale(better) else "write a language and perhaps a region, such as pt-BR"
    reading.wrong(node, f"`{shown(text)}` is not a locale", hint)
    return None


def _read_folder(name: str, node: Node, reading: Reading) -> str | None:
    text: str | None = TEXT.read(name, node, reading)
    if text is None:
        return None
    folder = inner_folder(text)
    if folder is None:
        reading.wrong(node, f"`{name}` leads out of the project", "name a folder below the one of hcsync.yml")
    return folder


def _read_count(name: str, node: Node, reading: Reading) -> int | None:
    text = _COUNT.read(name, node, reading)
    return None if text is None else int(text)


def inner_folder(text: str) -> str | None:
    """A folder below the project's root, tidied ("./content/" → "content", "." stays), or None where it leads out."""
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if text.startswith("/") or ".." in parts or "\\" in text or ":" in text or "\0" in text:
        return None
    return "/".join(parts) or "."


_LOCALE = Kind({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}, _read_locale)
_FOLDER = Kind({"type": ["string", "null"]}, _read_folder)
_LIMIT = matching(r"[0-9]{1,9}|(100|[0-9]{1,2})%", "a count or a percentage", "write 30% or 12")
_COUNT = matching(r"[1-9][0-9]{0,3}", "a count of at least 1", "write a number such as 20")
_STATE = matching(rf"file|git|{_STORE}", "a place for the state", "write file, git or s3://bucket/key")
_VARIABLE = matching(
    r"[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable", "write a name such as INTERCOM_TOKEN"
)

ENVIRONMENT: Table = (
    Key("default", BOOLEAN, "The environment that is meant when none is named. At most one."),
    Key("emulator", TEXT, "The embedded help center: the file that holds its data, relative to hcsync.yml."),
    Key("region", one_of(*REGIONS), "Where the workspace lives. With base_url: where it is expected to live."),
    Key(
        "base_url",
        _url(loopback=True),
        "Where to connect, instead of the region's host: https, or http to this machine.",
    ),
    Key("token_env", _VARIABLE, "The environment variable that holds the token. Default: INTERCOM_TOKEN."),
    Key("workspace", TEXT, "The workspace's id. A token of another workspace is refused."),
    Key("help_center", IDENTIFIER, "The help center's id, where a workspace has several."),
    Key("state", _STATE, "Where to keep what was last applied. Default: file."),
)

_SAFETY: Table = (
    Key("max_update", _LIMIT, "Refuse a plan that updates more articles: a count, or a share of all owned ones."),
    Key("max_unpublish", _LIMIT, "Refuse a plan that unpublishes more articles."),
    Key("max_delete", _LIMIT, "Refuse a plan that deletes more articles. Default: 10%."),
    Key("max_locale_removal", _LIMIT, "Refuse a plan that takes translations away from more articles."),
    Key("on_orphan", one_of("report", "unpublish", "delete"), "What becomes of an article whose file is gone."),
    Key("keep_runs", Kind(_COUNT.schema, _read_count), "How many runs can be rolled back. Default: 20."),
)

_ASSETS: Table = (
    Key(
        "base_url",
        _url(loopback=False),
        "Where the content folder's files can be fetched. {commit} stands for the commit.",
    ),
    Key("store", matching(_STORE, "an object store", "write s3://bucket/prefix"), "Where to upload images."),
    Key("public_url", _url(loopback=True), "Where readers find what was uploaded to store."),
)

_AUTHOR = named(IDENTIFIER, "an environment", ENVIRONMENT_NAME, "write the name of an environment")

TABLE: Table = (
    Key("content", _FOLDER, "The folder of the content, relative to hcsync.yml. Default: content."),
    Key("default_locale", _LOCALE, "The locale whose folder is the structure. Default: en, or else the first listed."),
    Key(
        "locales",
        listed(_LOCALE, "a locale"),
        "The locales to keep, each a folder. Default: the folders that are there.",
    ),
    Key(
        "environments",
        named(
            nested(ENVIRONMENT, "an environment"), "an environment", ENVIRONMENT_NAME, "use letters, digits, - and _"
        ),
        "The help centers to keep, by name. `local` is always there.",
    ),
    Key(
        "authors",
        named(_AUTHOR, "an author", r".*\S.*", "write a name or an e-mail address"),
        "Name or e-mail of each author, with the admin id in each environment.",
    ),
    Key("safety", nested(_SAFETY, "`safety`"), "Limits beyond which a plan is refused."),
    Key("assets", nested(_ASSETS, "`assets`"), "Where images are published."),
    Key(
        "moved",
        named(TEXT, "what was moved", r".*\S.*", "write the key it had: billing/refunds"),
        "Keys or paths that articles and folders had, with those they have now, where hcsync cannot tell by itself.",
    ),
)


def schema() -> dict[str, Any]:
    """The JSON Schema of hcsync.yml, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hcsync.yml",
        **table_schema(TABLE),
        "type": ["object", "null"],
    }


_SECRET_NAMES = frozenset({"token", "access_token", "api_token", "api_key", "secret", "password", "bearer"})
# Intercom's access tokens are base64 of "tok:…"; others are long runs of mixed letters and digits, or hexadecimal.
_TOKEN = re.compile(
    r"dG9rO[A-Za-z0-9+/=_-]{8,}|(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+=_-]{32,}|(?=.*[a-f])[0-9a-f]{32,}"
)


def take_out_secrets(node: Node, reading: Reading) -> Node:
    """The same tree without anything that looks like a token; each becomes a diagnostic that does not show it."""
    if isinstance(node.value, list):
        items = [item for item in node.value if not _is_secret(item, reading)]
        value: Any = [take_out_secrets(item, reading) for item in items]
    elif isinstance(node.value, dict):
        # The name of a file may look like anything.
        kept = {
            name: item for name, item in node.value.items() if name == "moved" or not _is_secret(item, reading, name)
        }
        value = {name: item if name == "moved" else take_out_secrets(item, reading) for name, item in kept.items()}
    else:
        return node
    return Node(value, node.text, node.line, node.column, node.key_line, node.key_column)


def _is_secret(node: Node, reading: Reading, name: str = "") -> bool:
    by_name = name.lower().replace("-", "_") in _SECRET_NAMES and not isinstance(node.value, dict | list)
    text = re.sub(r"^\s*bearer\s+", "", node.text, flags=re.IGNORECASE).strip()
    by_value = isinstance(node.value, str) and _TOKEN.fullmatch(text) is not None
    if by_name or by_value:
        reading.fault(
            Code.CONFIG_SECRET,
            node,
            "a token is written here, where everyone who can read the repository can read it",
            "take it out, revoke it if it was committed, and name a variable instead: token_env: INTERCOM_TOKEN",
        )
    return by_name or by_value
