"""Translations whose default-locale file is missing, and keys that only the default locale's file may hold."""

from collections import defaultdict
from collections.abc import Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.keys import ARTICLE, COLLECTION
from hcsync.content.place import folder_of
from hcsync.content.walk import Walked
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.yaml12 import nearest


def sources_missing(walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    gathered = assembled.gathered
    default = gathered.default_locale
    if default not in walked.folders:
        return  # said once, rather than for every file
    by_folder: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    by_name: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for address in assembled.nodes:
        by_folder[address.kind, folder_of(address.key)].append(address.key)
        by_name[address.kind, address.key.rpartition("/")[2]].append(address.key)
    for address, files in gathered.files.items():
        if default in files or assembled.is_collection(address) or gathered.has(address, default):
            continue
        same_name = by_name[address.kind, address.key.rpartition("/")[2]]
        near = (
            same_name[0]
            if len(same_name) == 1
            else nearest(address.key, by_folder[address.kind, folder_of(address.key)])
        )
        source = (
            f"{gathered.prefix}{default}/{address.key}{'.md' if address.kind is Kind.ARTICLE else '/_collection.yml'}"
        )
        hint = f"did you mean `{near}`?" if near else f"write {source} first, or delete this file"
        for file in files.values():
            message = f"a translation of {source}, which is not there"
            yield Diagnostic(Code.TRANSLATION_WITHOUT_SOURCE, message, Place(file.path, 1, 1), hint)


def keys_misplaced(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    """A copy of what the default locale says does no harm; anything else would be lost without a word."""
    default = assembled.gathered.default_locale
    for node in assembled.nodes.values():
        keys = [key for key in (ARTICLE if node.address.kind is Kind.ARTICLE else COLLECTION) if key.source_only]
        for locale, file in node.files.items():
            if locale == default:
                continue
            for key in keys:
                if key.name not in file.meta.places:
                    continue
                same = getattr(file.meta, key.field) == getattr(node.main.meta, key.field)
                yield Diagnostic(
                    Code.SOURCE_ONLY_KEY,
                    f"`{key.name}` is read in {default} alone",
                    file.place(key.name),
                    "take it out" if same else f"move it to {node.main.path}, or take it out",
                    Severity.WARNING if same else Severity.ERROR,
                )
