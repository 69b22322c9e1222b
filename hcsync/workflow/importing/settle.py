"""Files that were brought in, and what they came from → the entries of the state. Pure.

An object counts as applied as it is: the file is what was written, what is live came back. Where the file says
something else than Intercom, what Intercom says counts as written, so that the next plan shows the difference.
"""

from collections.abc import Callable, Iterator, Mapping, Set

import msgspec

from hcsync.applier.entries import entry_after
from hcsync.model.address import Address
from hcsync.model.body import BodyForm
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.plan import Field
from hcsync.model.state import Base, Entry, LocaleEntry
from hcsync.planner.tokens import PARENT, bases, desired_tokens, live_fields, live_tokens, resolve, split

# What the mark of a live picture stands for: its address, and the file that it has become.
Taken = Callable[[str], tuple[str, str] | None]
# The form of a locale's body with addresses of the help center taken for links within it, be they spelled out.
Spelled = Callable[[str], BodyForm]


def settled(
    node: DesiredNode,
    live: LiveNode,
    before: Entry | None,
    ids: Mapping[Address, str],
    taken: Taken,
    spelled: Spelled,
) -> tuple[Entry, list[str]]:
    """The entry, and the slots in which file and Intercom differ. What an earlier entry knows stays as it is: of such
    an object only locales are new."""
    wanted, there = desired_tokens(node, ids), live_tokens(live)
    known = {} if before is None else bases(before)
    fresh = [name for name in wanted if name not in known]
    differing = [name for name in fresh if not _same(name, node, live, wanted, there, ids, taken, spelled)]
    base = _as_live(before, live, node, differing, there)
    kept = [name for name in wanted if name in known]
    return entry_after(node, live, base, ids, [*kept, *differing]), differing


def told(node: DesiredNode, live: LiveNode, differing: list[str], noted: Set[str]) -> Iterator[Diagnostic]:
    """`noted` are the files of which it was said already why their short fields differ."""
    for name in differing:
        locale, field = split(name)
        if locale and field is not Field.BODY and node.versions[locale].place.path in noted:
            continue
        place = node.versions[locale].place if locale else node.main.place
        message = f"{field.value} of {node.address} ({live.remote_id}) says something else here than in Intercom"
        yield Diagnostic(Code.IMPORT_DIFFERS, message, place, "the next plan shows it", Severity.WARNING)


def _same(
    name: str,
    node: DesiredNode,
    live: LiveNode,
    wanted: Mapping[str, str],
    there: Mapping[str, str],
    ids: Mapping[Address, str],
    taken: Taken,
    spelled: Spelled,
) -> bool:
    locale, field = split(name)
    if wanted[name] == there.get(name):
        return True
    if field is not Field.BODY or locale not in live.versions:
        return False
    return _same_body(node.versions[locale], live.versions[locale], ids, taken, spelled(locale))


def _same_body(
    version: DesiredVersion, live: LiveVersion, ids: Mapping[Address, str], taken: Taken, spelled: BodyForm
) -> bool:
    """Whether the bodies are equal but for pictures that are files by now, and links that are spelled out."""
    if version.body is None or len(version.body.images) != len(live.images):
        return False
    images = []
    for image, mark in zip(version.body.images, live.images, strict=True):
        known = taken(mark)
        path = image.removeprefix("hcsync:asset.").rpartition("@")[0]
        images.append(known[0] if known is not None and image.startswith("hcsync:") and known[1] == path else image)
    paths = iter(resolve(version.body, ids).links)
    links = tuple(next(paths, "") if link.startswith("hcsync:") else link for link in spelled.links)
    return BodyForm(spelled.text, links, tuple(images), spelled.sizes).token == live.body


def _as_live(
    before: Entry | None,
    live: LiveNode,
    node: DesiredNode,
    differing: list[str],
    there: Mapping[str, str],
) -> Entry | None:
    """`before`, with what is live as base of what differs."""
    if before is None and not differing:
        return None
    locales: dict[str, LocaleEntry] = {} if before is None else dict(before.locales)
    for name in differing:
        locale, field = split(name)
        version = live.versions.get(locale)
        if version is None:
            continue
        kept = locales.get(locale, LocaleEntry({}, raw=version.raw, images=version.images, url=version.url))
        base = live_fields(version).get(field.value, "")
        locales[locale] = msgspec.structs.replace(kept, fields={**kept.fields, field.value: Base(base, base)})
    parent = Base(there[PARENT], there[PARENT]) if before is None else before.parent
    return Entry(live.remote_id, parent, locales, path=node.main.place.path, protect=node.protect)
