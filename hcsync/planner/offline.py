"""The state → the help center as the last apply left it, to plan against where Intercom is not asked.

The plan is then made by the same rules as any other; what moved in Intercom since cannot show.
"""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredNode, DesiredState
from hcsync.model.live import LiveNode, LiveSnapshot, LiveVersion, Workspace
from hcsync.model.plan import Action, Change, Field, Plan
from hcsync.model.state import Entry, LocaleEntry
from hcsync.planner.headings import applied_ids
from hcsync.planner.schedule import cost
from hcsync.planner.tokens import Ids, desired_fields

# Stands for a text of which only the token is known.
AS_APPLIED = "(as last applied)"
# Stands for the id of an author whom only Intercom could name; no id of an admin reads like this.
UNRESOLVED = "?"


def as_applied(entries: Mapping[Address, Entry], desired: DesiredState, workspace: Workspace) -> LiveSnapshot:
    """Every object of the state as it was last observed, and what a frontmatter's `id:` names as its file says: what
    adopting it would change, only Intercom can tell."""
    found: dict[Kind, dict[str, LiveNode]] = {kind: {} for kind in Kind}
    named = {
        address: node.remote_id
        for address, node in desired.nodes.items()
        if node.remote_id is not None and address not in entries
    }
    ids = Ids({address: entry.id for address, entry in entries.items()} | named, applied_ids(entries))
    for address, remote_id in named.items():
        found[address.kind][remote_id] = _as_the_file_says(desired.nodes[address], remote_id, ids)
    for address, entry in entries.items():
        found[address.kind][entry.id] = _as_observed(address.kind, entry, desired.default_locale)
    return LiveSnapshot(workspace, found[Kind.COLLECTION], found[Kind.ARTICLE])


def unrefreshed(plan: Plan, desired: DesiredState) -> Plan:
    """The plan, marked as one that Intercom was not asked for, and without what hangs on an author whom only Intercom
    could name."""
    changes = [known for change in plan.changes if (known := _known(change)) is not None]
    articles = sum(1 for address in desired.nodes if address.kind is Kind.ARTICLE)
    priced = cost(changes, desired, articles, len(desired.nodes) - articles)
    return msgspec.structs.replace(plan, changes=tuple(changes), cost=priced, refreshed=False, unowned=0)


def _as_observed(kind: Kind, entry: Entry, default_locale: str) -> LiveNode:
    versions = {default_locale: _version(LocaleEntry({}))}
    for locale in sorted(entry.locales):
        kept = entry.locales[locale]
        if any(base.observed for base in kept.fields.values()):  # Else Intercom did not keep the locale.
            versions[locale] = _version(kept)
    return LiveNode(kind, entry.id, entry.parent.observed or None, versions)


def _version(kept: LocaleEntry) -> LiveVersion:
    tokens = {name: base.observed for name, base in kept.fields.items() if base.observed}
    author, state, body = (tokens.get(field) for field in (Field.AUTHOR, Field.STATE, Field.BODY))
    return LiveVersion(
        AS_APPLIED, AS_APPLIED, author, state, body, raw=kept.raw, headings=kept.headings, url=kept.url, tokens=tokens
    )


def _as_the_file_says(node: DesiredNode, remote_id: str, ids: Ids) -> LiveNode:
    versions = {
        locale: LiveVersion(
            version.title, version.description, version.author, version.state, tokens=desired_fields(version, ids)
        )
        for locale, version in node.versions.items()
    }
    parent = None if node.parent is None else ids.get(node.parent, str(node.parent))
    return LiveNode(node.address.kind, remote_id, parent, versions)


def _known(change: Change) -> Change | None:
    fields = tuple(delta for delta in change.fields if not (delta.field is Field.AUTHOR and delta.after == UNRESOLVED))
    if change.action is Action.UPDATE and not fields:
        return msgspec.structs.replace(change, action=Action.MOVE, fields=(), locales=()) if change.moved_from else None
    locales = tuple(locale for locale in change.locales if any(delta.locale == locale for delta in fields))
    return msgspec.structs.replace(change, fields=fields, locales=locales if fields else change.locales)
