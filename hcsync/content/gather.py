"""The paths that were walked → every article and collection file by address and locale, and every asset's blob id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from hcsync.content.parse import ParseCache, Parsed, cache_key, parse_many
from hcsync.content.pictures import unfit
from hcsync.content.place import Located, is_unfit, locate
from hcsync.content.reading import blob_of_file, read_bytes, unreadable
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, shown
from hcsync.model.digest import blob_id
from hcsync.model.source import SourceFile

_AT_ONCE = 500  # files whose bytes are held at the same time


@dataclass(slots=True)
class Gathered:
    """`files`: address → locale → file. `unreadable` are the (address, locale) whose file is there but says nothing.
    `unfit`: asset → why it could not be shown as a picture, and the way out. `blobs`: path relative to the content
    folder → git blob id, of everything that was read."""

    prefix: str
    default_locale: str
    locales: tuple[str, ...]
    files: dict[Address, dict[str, SourceFile]] = field(default_factory=dict)
    unreadable: set[tuple[Address, str]] = field(default_factory=set)
    assets: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, tuple[str, str]] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def has(self, address: Address, locale: str) -> bool:
        """Whether there is a file, readable or not."""
        return locale in self.files.get(address, ()) or (address, locale) in self.unreadable


def gather(
    top: Path,
    prefix: str,
    default_locale: str,
    locales: tuple[str, ...],
    paths: Iterable[str],
    cache: ParseCache | None,
) -> Gathered:
    """`top` is the content folder, `prefix` what stands before `paths` in places ("content/"). Every file is read once;
    no text is kept."""
    gathered = Gathered(prefix, default_locale, locales)
    known = frozenset(locales)
    pages: list[tuple[str, Located]] = []
    for path in paths:
        located = locate(path, known)
        if located is None:
            _take_asset(gathered, top, path)
        elif located.address.key and not is_unfit(located.address.key):
            pages.append((path, located))
        else:
            gathered.diagnostics.append(_misnamed(prefix + path, located))
    for batch in _batches(pages):
        _take_pages(gathered, top, batch, cache)
    return gathered


def _take_asset(gathered: Gathered, top: Path, path: str) -> None:
    try:
        blob = blob_of_file(f"{top}/{path}")
        why = unfit(top / path)
    except OSError as fault:
        gathered.diagnostics.append(unreadable(gathered.prefix + path, fault))
        return
    gathered.assets[path] = gathered.blobs[path] = blob
    if why is not None:
        gathered.unfit[path] = why


def _take_pages(gathered: Gathered, top: Path, batch: list[tuple[str, Located]], cache: ParseCache | None) -> None:
    wanted: dict[str, tuple[Kind, bytes]] = {}
    read: list[tuple[str, Located, str, str]] = []
    for path, located in batch:
        try:
            data = read_bytes(f"{top}/{path}")
        except OSError as fault:
            gathered.diagnostics.append(unreadable(gathered.prefix + path, fault))
            gathered.unreadable.add((located.address, located.locale))
            continue
        blob = gathered.blobs[path] = blob_id(data)
        key = cache_key(located.address.kind, blob)
        wanted[key] = (located.address.kind, data)
        read.append((path, located, blob, key))
    parsed = parse_many(wanted, cache)
    for path, located, blob, key in read:
        _take_page(gathered, gathered.prefix + path, located, blob, parsed[key])


def _take_page(gathered: Gathered, path: str, located: Located, blob: str, parsed: Parsed) -> None:
    address, locale = located
    first = gathered.files.get(address, {}).get(locale)
    if first is not None:
        message = f"a second file for {address} in {locale}; the first is {first.path}"
        gathered.diagnostics.append(
            Diagnostic(Code.DUPLICATE_ADDRESS, message, Place(path, 1, 1), "keep one of the two")
        )
        return
    for diagnostic in parsed.diagnostics:
        at = diagnostic.place or Place("", 1, 1)
        gathered.diagnostics.append(msgspec.structs.replace(diagnostic, place=Place(path, at.line, at.column)))
    if parsed.readable:
        files = gathered.files.setdefault(address, {})
        files[locale] = SourceFile(path, locale, blob, parsed.meta, parsed.body_line)
    else:
        gathered.unreadable.add((address, locale))


def _misnamed(path: str, located: Located) -> Diagnostic:
    if not located.address.key:
        message, hint = "a locale folder is not a collection", "move the file into the folder that it names"
    else:
        message, hint = "a name with #, a backslash or a control character cannot be linked to", "rename it"
    return Diagnostic(Code.BAD_NAME, message, Place(shown(path, 1000)), hint)


def _batches(pages: list[tuple[str, Located]]) -> Iterator[list[tuple[str, Located]]]:
    rest = iter(pages)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
