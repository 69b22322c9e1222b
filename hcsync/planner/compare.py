"""A desired object, its live twin and its state entry → a verdict for each slot; and differences for people to read."""

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Divergence, Field, FieldDelta
from hcsync.model.state import Base, Entry
from hcsync.planner.order import link_targets
from hcsync.planner.policy import Policy
from hcsync.planner.threeway import Verdict, decide, decide_held, live_moved, settle
from hcsync.planner.tokens import (
    Ids,
    bases,
    desired_fields,
    desired_tokens,
    headings_of,
    live_fields,
    live_tokens,
    resolve,
    same_body,
    split,
)


def compare(
    node: DesiredNode,
    live: LiveNode,
    entry: Entry | None,
    ids: Mapping[Address, str],
    policy: Policy,
    new: Set[Address] = frozenset(),
    lost: Mapping[Address, str] = MappingProxyType({}),
    pulled: Mapping[str, Set[str]] = MappingProxyType({}),
) -> dict[str, Verdict]:
    """Slot → verdict, for every slot the repository manages. Without an entry the object is being adopted by its id:
    the file has the say, and the plan shows what it changes. `new` are objects about to be made: a body that links to
    one of them was written without that link, and is to be written again. `lost` are those among them that were deleted
    in Intercom, with their old remote ids: that what points to them is to change is no work of the file's. `pulled` is
    slot → the live tokens that the file has taken in: such an edit of Intercom's is in what the file wants."""
    wanted, found = desired_tokens(node, ids), live_tokens(live)
    judged = desired_tokens(node, Ids({**ids, **lost}, headings_of(ids))) if lost else wanted
    known = {} if entry is None else standing(entry, live)
    verdicts: dict[str, Verdict] = {}
    for name, token in wanted.items():
        locale, field = split(name)
        there, base = found.get(name), known.get(name)
        # Where only the file moved, bodies that merely look alike are not the same: an image may hold another picture.
        likeness_counts = base is None or live_moved(there, base)
        same = token == there or (likeness_counts and _alike(node, live, name, ids))
        sent = entry.locales[locale].pending.get(field) if entry and base and locale else None
        if base is None or sent is None:
            verdict = decide(judged[name], there, base, same)
        else:
            verdict = decide_held(judged[name], there, base, sent, same)
        if verdict is Verdict.CONFLICT and (entry is None or there in pulled.get(name, ())):
            verdict = Verdict.WRITE
        still = verdict in (Verdict.SAME, Verdict.HELD)
        if still and field is Field.BODY and new and link_targets(node, locale) & new:
            verdict = Verdict.WRITE
        if (still or verdict is Verdict.DRIFT) and token != judged[name]:
            verdict = Verdict.WRITE
        if verdict is Verdict.HELD and policy.publish_pending:
            verdict = Verdict.WRITE
        verdicts[name] = settle(verdict, policy.on_drift, policy.on_conflict)
    for locale in node.versions.keys() - live.versions.keys():
        _as_one(locale, verdicts)
    return verdicts


def at_rest(node: DesiredNode, live: LiveNode, entry: Entry, ids: Mapping[Address, str]) -> bool:
    """Whether every slot is as it was last applied, on both sides, with nothing to say about it: the usual case, told
    without a verdict a slot."""
    if entry.orphaned or entry.protect != node.protect or entry.locales.keys() != node.versions.keys():
        return False
    parent = "" if node.parent is None else ids.get(node.parent)
    if (entry.parent.written, entry.parent.observed) != (parent, live.parent or ""):
        return False
    for locale, version in node.versions.items():
        kept, there = entry.locales[locale], live.versions.get(locale)
        if kept.orphaned or kept.pending or there is None:
            return False
        wanted, found = desired_fields(version, ids), live_fields(there)
        if len(wanted) != len(kept.fields):
            return False
        for name, base in kept.fields.items():
            if base.written != wanted.get(name) or base.observed != found.get(name):
                return False
    return True


def edited_live(
    node: DesiredNode | None,
    live: LiveNode,
    entry: Entry,
    ids: Mapping[Address, str],
    pulled: Mapping[str, Set[str]] = MappingProxyType({}),
) -> list[str]:
    """The slots that Intercom holds something else in than came back from the last apply, whatever the file says by
    now; but for those where the file, too, says what Intercom holds or has taken it in (`pulled`, as in `compare`), and
    for texts of ours that were pending there."""
    found, wanted = live_tokens(live), {} if node is None else desired_tokens(node, ids)
    edited: list[str] = []
    for name, base in standing(entry, live).items():
        there, token = found.get(name), wanted.get(name)
        locale, field = split(name)
        pending = entry.locales[locale].pending.get(field) if locale else None
        if not live_moved(there, base) or (there is not None and there in (pending, token)):
            continue
        taken = token is not None and token != base.written and there in pulled.get(name, ())
        if not taken and (node is None or token is None or not _alike(node, live, name, ids)):
            edited.append(name)
    return edited


def standing(entry: Entry, live: LiveNode) -> dict[str, Base]:
    """The bases that hold. Where a translation was called an orphan and is gone from Intercom by now, there is none."""
    over = {locale for locale, kept in entry.locales.items() if kept.orphaned and locale not in live.versions}
    return {name: base for name, base in bases(entry).items() if split(name)[0] not in over}


def _alike(node: DesiredNode, live: LiveNode, name: str, ids: Mapping[Address, str]) -> bool:
    locale, field = split(name)
    if field is not Field.BODY or locale not in live.versions:
        return False
    body = node.versions[locale].body
    return body is not None and same_body(resolve(body, ids), live.versions[locale])


def _as_one(locale: str, verdicts: dict[str, Verdict]) -> None:
    """A translation that was removed in Intercom is written as a whole or not at all."""
    mine = [name for name, verdict in verdicts.items() if split(name)[0] == locale and verdict is not Verdict.SAME]
    for verdict in (Verdict.CONFLICT, Verdict.WRITE):
        if any(verdicts[name] is verdict for name in mine):
            verdicts.update(dict.fromkeys(mine, verdict))
            return


def deltas(node: DesiredNode, live: LiveNode, slots: Iterable[str], parents: Mapping[str, str]) -> list[FieldDelta]:
    """The fields in `slots`, as they are live and as the file has them, in the order of locales and fields.
    `parents` maps a collection's remote id to the words it is shown by."""
    from deepdiff import DeepDiff

    chosen = list(slots)
    before = {name: text for name in chosen if (text := live_text(live, name, parents)) is not None}
    after = {name: desired_text(node, name) for name in chosen}
    tree = DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0)
    differing = {item.path(output_format="list")[0] for items in tree.values() for item in items}
    # A body's digests may be equal where its re-hosted images are not, and two collections may bear one key where one
    # was made again: what was chosen is shown in any case.
    return [
        _delta(node, name, before.get(name), after[name])
        for name in chosen
        if name in differing or split(name)[1] in (Field.BODY, Field.PARENT)
    ]


def divergence(
    address: Address, title: str, twin: LiveNode, fields: Iterable[FieldDelta], *, fileless: bool = False
) -> Divergence:
    """An object that was edited in `fields`: `before` is what Intercom holds and `after` what the file says, as
    everywhere."""
    fields = tuple(fields)
    versions = [twin.versions[delta.locale] for delta in fields if delta.locale in twin.versions]
    latest = max(versions, key=lambda version: version.updated_at, default=None)
    return Divergence(
        address,
        twin.remote_id,
        title,
        fields,
        edited_at=latest.updated_at if latest else twin.updated_at,
        edited_by=(latest.author or "") if latest else "",
        fileless=fileless,
    )


def _delta(node: DesiredNode, name: str, before: str | None, after: str) -> FieldDelta:
    locale, field = split(name)
    place = node.versions[locale].place if locale else node.main.place
    if field is Field.BODY:
        return FieldDelta(locale, field, place=place)
    return FieldDelta(locale, field, before, after, place)


def live_text(live: LiveNode, name: str, parents: Mapping[str, str]) -> str | None:
    """What Intercom holds in a slot, in words; None for a locale that it does not have. A body is told by its token."""
    locale, field = split(name)
    if field is Field.PARENT:
        return parent_text(live.parent or "", parents)
    version = live.versions.get(locale)
    if version is None:
        return None
    return {
        Field.TITLE: version.title,
        Field.DESCRIPTION: version.description,
        Field.BODY: version.body,
        Field.AUTHOR: version.author,
        Field.STATE: version.state,
    }[field]


def parent_text(remote_id: str, parents: Mapping[str, str]) -> str:
    return parents.get(remote_id, f"collection {remote_id}") if remote_id else "no collection"


def desired_text(node: DesiredNode, name: str) -> str:
    """What the file says in a slot, in words."""
    locale, field = split(name)
    if field is Field.PARENT:
        return node.parent.key if node.parent else "no collection"
    version = node.versions[locale]
    return {
        Field.TITLE: version.title,
        Field.DESCRIPTION: version.description,
        Field.BODY: version.body.token if version.body else "",
        Field.AUTHOR: version.author or "",
        Field.STATE: version.state or "",
    }[field]


def slots_of(verdicts: Mapping[str, Verdict], *wanted: Verdict) -> list[str]:
    return [name for name, verdict in verdicts.items() if verdict in wanted]
