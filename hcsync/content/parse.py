"""The bytes of an article or `_collection.yml` → Meta and faults, kept by git blob id so that none is read twice."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from hcsync import yaml12
from hcsync.content.fence import is_opened, read_frontmatter
from hcsync.content.keys import ARTICLE, COLLECTION, FileKey, read_meta
from hcsync.content.markers import conflicts
from hcsync.content.reading import decoded
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place
from hcsync.model.source import Meta
from hcsync.version import __version__

# Raise it with every change to what is accepted or said here, in `keys`, `fence` or `yaml12`.
_FORMAT = 2


class ParseCache(Protocol):
    """Where results are kept between runs. Losing it costs time alone."""

    def get_many(self, keys: Iterable[str], /) -> dict[str, bytes]: ...

    def put_many(self, values: Mapping[str, bytes], /) -> None: ...


class Parsed(msgspec.Struct, frozen=True, array_like=True):
    """`diagnostics` have places without a path. `readable` is false where the file is no text, or its YAML or
    frontmatter cannot be read or is no mapping: then `meta` says nothing. `body_line` is where the Markdown begins."""

    meta: Meta
    body_line: int
    readable: bool
    diagnostics: tuple[Diagnostic, ...]


_decoder = msgspec.msgpack.Decoder(Parsed)
_encode = msgspec.msgpack.Encoder().encode


def cache_key(kind: Kind, blob: str) -> str:
    return f"meta{_FORMAT}-{__version__}:{kind.value}:{blob}"


def parse_many(wanted: Mapping[str, tuple[Kind, bytes]], cache: ParseCache | None) -> dict[str, Parsed]:
    """Cache key → what the bytes say, from the cache where it is there, else read now and kept."""
    found: dict[str, Parsed] = {}
    for key, value in (cache.get_many(wanted) if cache else {}).items():
        try:
            found[key] = _decoder.decode(value)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # written by another version, or damaged: read anew
    fresh = {key: parse(kind, data) for key, (kind, data) in wanted.items() if key not in found}
    if cache and fresh:
        cache.put_many({key: _encode(parsed) for key, parsed in fresh.items()})
    return found | fresh


def parse(kind: Kind, data: bytes) -> Parsed:
    """Never raises for what the bytes hold."""
    text = decoded(data)
    if isinstance(text, Diagnostic):
        return _unreadable(text)
    if found := conflicts(text):
        return _unreadable(*found)
    return _article(text) if kind is Kind.ARTICLE else _collection(text)


def _article(text: str) -> Parsed:
    found = read_frontmatter(text)
    if found is None:
        return _unreadable(_no_frontmatter(text))
    document, body_line = found
    return _checked(document, ARTICLE, "the frontmatter", body_line)


def _collection(text: str) -> Parsed:
    return _checked(yaml12.read(text), COLLECTION, "the file", 1)


def _checked(document: yaml12.Document, keys: tuple[FileKey, ...], noun: str, body_line: int) -> Parsed:
    root = document.root
    if root is None and document.diagnostics:
        return _unreadable(*document.diagnostics)
    meta, diagnostics = read_meta(root, keys, noun)
    is_mapping = root is None or isinstance(root.value, dict | None)
    return Parsed(meta, body_line, is_mapping, (*document.diagnostics, *diagnostics))


def _no_frontmatter(text: str) -> Diagnostic:
    if not text.strip():
        message, hint = "the file is empty", "begin it with three lines: ---, title: …, ---"
    elif is_opened(text):
        message, hint = "the frontmatter is never closed", "end it with a line of three dashes: ---"
    else:
        message, hint = "the article does not begin with frontmatter", "begin it with three lines: ---, title: …, ---"
    return Diagnostic(Code.NO_FRONTMATTER, message, Place("", 1, 1), hint)


def _unreadable(*diagnostics: Diagnostic) -> Parsed:
    return Parsed(Meta(), 1, False, diagnostics)
