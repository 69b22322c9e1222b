"""Entries whose file is gone, or the file of one locale → what becomes of them in Intercom: told of, hidden, deleted.

API 2.10 cannot delete a translation (docs), so one is made a draft instead. A collection is no draft ever: it is
deleted or left as it is, and deleted only once nothing at all is in it. What no file here has ever held is left alone.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveSnapshot
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Orphan
from hcsync.model.state import Entry
from hcsync.planner.compare import divergence, edited_live, live_text
from hcsync.planner.inside import Inside
from hcsync.planner.order import rank
from hcsync.planner.policy import OnConflict, OnOrphan, Policy
from hcsync.planner.tokens import live_tokens, split


class Left(msgspec.Struct, frozen=True):
    """The translations of one object whose files are gone. `hidden` makes drafts of them; `clashing` was edited in
    Intercom, so that nothing is done to them; `orphans` are only told of. `reason` explains `hidden`."""

    hidden: tuple[FieldDelta, ...] = ()
    clashing: tuple[FieldDelta, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    reason: str = ""


class Fileless(msgspec.Struct, frozen=True):
    """The objects whose files are gone. `changes` stand in the order they are to be made in."""

    changes: tuple[Change, ...]
    conflicts: tuple[Divergence, ...]
    orphans: tuple[Orphan, ...]
    diagnostics: tuple[Diagnostic, ...]


def translations(
    address: Address, locales: Collection[str], twin: LiveNode, entry: Entry, policy: Policy, names: Mapping[str, str]
) -> Left:
    """Of an object that has its file, in `locales`. `names` maps a collection's remote id to the words it is shown
    by."""
    hidden: list[FieldDelta] = []
    clashing: list[FieldDelta] = []
    orphans: list[Orphan] = []
    for locale, kept in entry.locales.items():
        version = twin.versions.get(locale)
        if locale in locales or version is None:
            continue
        if policy.on_orphan is OnOrphan.REPORT or version.state != "published":
            orphans.append(Orphan(address, twin.remote_id, version.title, (locale,), kept.orphaned))
            continue
        edits = _edits(twin, entry, (locale,), names)
        if edits and policy.on_conflict is not OnConflict.OURS:
            clashing += edits
        else:
            hidden.append(_draft(locale))
    gone = ", ".join(delta.locale for delta in hidden)
    reason = f"the file in {gone} is gone, and Intercom cannot delete a translation: it becomes a draft"
    return Left(tuple(hidden), tuple(clashing), tuple(orphans), reason if hidden else "")


def leaving(
    desired: DesiredState, entries: Mapping[Address, Entry], live: LiveSnapshot, policy: Policy
) -> set[tuple[Address, str]]:
    """The translations that are to be hidden: links must not lead there any longer."""
    if policy.on_orphan is OnOrphan.REPORT:
        return set()
    found: set[tuple[Address, str]] = set()
    for address, entry in entries.items():
        node, twin = desired.nodes.get(address), live.of(address.kind).get(entry.id)
        if node and twin and not entry.locales.keys() <= node.versions.keys():
            left = translations(address, node.versions.keys(), twin, entry, policy, {})
            found |= {(address, delta.locale) for delta in left.hidden}
    return found


def objects(
    gone: Mapping[Address, Entry],
    live: LiveSnapshot,
    policy: Policy,
    others: Iterable[Change],
    names: Mapping[str, str],
) -> Fileless:
    """`gone` are entries without a file whose objects are live, `others` all other changes of the plan."""
    changes: list[Change] = []
    conflicts: list[Divergence] = []
    orphans: list[Orphan] = []
    for address in sorted(gone, key=rank):
        if address.kind is Kind.COLLECTION and policy.on_orphan is OnOrphan.DELETE:
            continue
        found = _fate(address, gone[address], live.of(address.kind)[gone[address].id], policy, names)
        match found:
            case Change():
                changes.append(found)
            case Divergence():
                conflicts.append(found)
            case Orphan():
                orphans.append(found)
    diagnostics: list[Diagnostic] = []
    if policy.on_orphan is OnOrphan.DELETE:
        inside = Inside(live, (*others, *changes))
        folders = [address for address in gone if address.kind is Kind.COLLECTION]
        for address in sorted(folders, key=lambda address: (-live.depth(gone[address].id), address)):
            entry, twin = gone[address], live.collections[gone[address].id]
            why = _in_the_way(twin, entry, inside)
            edits = () if why else _edits(twin, entry, twin.versions.keys(), names, parent=True)
            if why:
                orphans.append(_orphan(address, entry, twin))
                diagnostics.append(_not_deleted(address, twin, why))
            elif edits and policy.on_conflict is not OnConflict.OURS:
                conflicts.append(divergence(address, twin.main.title, twin, edits, fileless=True))
            else:
                changes.append(_deletion(address, twin, edits, inside.emptied_by(twin.remote_id)))
                inside.leave(changes[-1])
    return Fileless(tuple(changes), tuple(conflicts), tuple(orphans), tuple(diagnostics))


def _fate(
    address: Address, entry: Entry, twin: LiveNode, policy: Policy, names: Mapping[str, str]
) -> Change | Divergence | Orphan:
    """What becomes of an article, or of a collection that is not to be deleted in any case."""
    mine = [locale for locale in twin.versions if locale in entry.locales]
    strange = [locale for locale in twin.versions if locale not in entry.locales]
    shown = [locale for locale in mine if twin.versions[locale].state == "published"]
    deletes = policy.on_orphan is OnOrphan.DELETE and not strange
    if policy.on_orphan is OnOrphan.REPORT or not (deletes or shown):
        return _orphan(address, entry, twin)
    edits = _edits(twin, entry, mine, names, parent=deletes)
    if edits and policy.on_conflict is not OnConflict.OURS:
        return divergence(address, twin.main.title, twin, edits, fileless=True)
    if deletes:
        return _deletion(address, twin, edits, ())
    reason = "its file is gone"
    if strange and policy.on_orphan is OnOrphan.DELETE:
        reason += f"; it is not deleted, since no file here has ever held it in {', '.join(strange)}"
    return Change(
        address,
        Action.UNPUBLISH,
        twin.main.title,
        reason,
        tuple(shown),
        twin.remote_id,
        "draft",
        tuple(_draft(locale) for locale in shown),
        live_tokens(twin),
    )


def _in_the_way(twin: LiveNode, entry: Entry, inside: Inside) -> str:
    """Why a collection may not be deleted; "" where nothing stands against it."""
    held = inside.held(twin.remote_id)
    if held:
        more = f" and {len(held) - 3:,} more" if len(held) > 3 else ""
        return f"holds {', '.join(f'{node.main.title} ({node.remote_id})' for node in held[:3])}{more}"
    strange = [locale for locale in twin.versions if locale not in entry.locales]
    return f"has a name in {', '.join(strange)} that no file here has ever held" if strange else ""


def _not_deleted(address: Address, twin: LiveNode, why: str) -> Diagnostic:
    return Diagnostic(
        Code.NOT_EMPTY,
        f"the collection {address.key} ({twin.remote_id}) has no file any more and is not deleted, since it {why}",
        hint="move or delete that in Intercom first, or leave the collection there",
        severity=Severity.WARNING,
    )


def _edits(
    twin: LiveNode, entry: Entry, locales: Collection[str], names: Mapping[str, str], *, parent: bool = False
) -> tuple[FieldDelta, ...]:
    """What somebody has edited in these locales since the last apply, as it is in Intercom now; what a person has taken
    away is nothing that could be lost."""
    found: list[FieldDelta] = []
    for name in edited_live(None, twin, entry, {}):
        locale, field = split(name)
        if (locale in twin.versions and locale in locales) or (parent and not locale):
            text = None if field is Field.BODY else live_text(twin, name, names)
            found.append(FieldDelta(locale, field, text, None))
    return tuple(found)


def _draft(locale: str) -> FieldDelta:
    return FieldDelta(locale, Field.STATE, "published", "draft")


def _deletion(
    address: Address, twin: LiveNode, edits: tuple[FieldDelta, ...], emptied_by: tuple[Address, ...]
) -> Change:
    return Change(
        address,
        Action.DELETE,
        twin.main.title,
        "its file is gone",
        tuple(twin.versions),
        twin.remote_id,
        fields=edits,
        precondition=live_tokens(twin),
        depends_on=emptied_by,
    )


def _orphan(address: Address, entry: Entry, twin: LiveNode) -> Orphan:
    return Orphan(address, entry.id, twin.main.title, known=entry.orphaned)
