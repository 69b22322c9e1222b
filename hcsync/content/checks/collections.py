"""Collections without a file or a name, below the third level, within themselves, or not there at all."""

from collections.abc import Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.walk import Walked
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, shown
from hcsync.model.source import SourceFile
from hcsync.yaml12 import did_you_mean

LEVELS = 3  # Intercom nests collections three deep (docs)


def files_missing(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    gathered = assembled.gathered
    for address in assembled.folders:
        if not gathered.has(address, gathered.default_locale):
            folder = f"{gathered.prefix}{gathered.default_locale}/{address.key}"
            name = address.key.rpartition("/")[2].replace("-", " ").replace("_", " ").capitalize()
            message = "a folder with articles needs a _collection.yml"
            yield Diagnostic(
                Code.MISSING_KEY, message, Place(folder), f"write {folder}/_collection.yml with: name: {name}"
            )


def parents_unknown(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    for node in assembled.nodes.values():
        parent = assembled.parents[node.address]
        if parent is None or node.main.meta.collection is None or assembled.is_collection(parent):
            continue
        known = [address.key for address in assembled.nodes if address.kind is Kind.COLLECTION]
        hint = did_you_mean(parent.key, known) or "write the path of a folder below the locale, such as billing/refunds"
        place = node.main.place("collection")
        yield Diagnostic(Code.UNKNOWN_COLLECTION, f"there is no collection `{shown(parent.key)}`", place, hint)


def cycles(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    """One for each circle, at the first collection of it that says `parent`."""
    reported: set[Address] = set()
    for address in sorted(assembled.cycles):
        if address in reported:
            continue
        circle = [at for at in assembled.line_of(address) if at in assembled.cycles]
        reported.update(circle)
        written = min(at for at in circle if assembled.nodes[at].main.meta.collection)
        way = " in ".join(at.key for at in (*assembled.line_of(written), written))
        place = assembled.nodes[written].main.place("collection")
        yield Diagnostic(Code.PARENT_CYCLE, f"a collection within itself: {way}", place, "name another `parent`")


def depths(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    for node in assembled.nodes.values():
        if node.address.kind is not Kind.COLLECTION:
            continue
        line = assembled.line_of(node.address)
        if len(line) > LEVELS and assembled.cycles.isdisjoint(line):
            message = f"a collection at level {len(line)}; Intercom has {LEVELS}"
            hint = "move the folder up, or set `parent:` to a collection further up"
            yield Diagnostic(Code.TOO_DEEP, message, node.main.place("collection"), hint)


def names_missing(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    """Readers do not see a published translation whose collections, all the way up, have no name in that locale
    (observed)."""
    gathered = assembled.gathered
    hidden: dict[tuple[Address, str], list[SourceFile]] = {}
    for node in assembled.nodes.values():
        if node.address.kind is not Kind.ARTICLE:
            continue
        for above in assembled.line_of(assembled.parents[node.address]):
            if not assembled.is_collection(above):
                continue
            for locale, file in node.files.items():
                unnamed = locale != gathered.default_locale and not gathered.has(above, locale)
                if unnamed and node.state_of(locale) == "published":
                    hidden.setdefault((above, locale), []).append(file)
    for (above, locale), files in hidden.items():
        others = f" (and {len(files) - 1} more)" if len(files) > 1 else ""
        message = f"readers would not see this article{others}: collection `{above.key}` has no name in {locale}"
        hint = f"write {gathered.prefix}{locale}/{above.key}/_collection.yml with: name: …"
        yield Diagnostic(Code.UNNAMED_COLLECTION, message, Place(files[0].path, 1, 1), hint)
