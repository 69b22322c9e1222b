"""A desired object, its live twin and its state entry → a verdict for each slot; and differences for people to read."""

from collections.abc import Iterable, Mapping, Set

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Field, FieldDelta
from hcsync.model.state import Entry
from hcsync.planner.order import link_targets
from hcsync.planner.threeway import OnConflict, OnDrift, Verdict, decide, settle
from hcsync.planner.tokens import bases, desired_tokens, live_tokens, resolve, same_body, split


class Policy(msgspec.Struct, frozen=True):
    """The user's choices for what moved in Intercom."""

    on_drift: OnDrift = OnDrift.KEEP
    on_conflict: OnConflict = OnConflict.FAIL


def compare(
    node: DesiredNode,
    live: LiveNode,
    entry: Entry | None,
    ids: Mapping[Address, str],
    policy: Policy,
    new: Set[Address] = frozenset(),
) -> dict[str, Verdict]:
    """Slot → verdict, for every slot the repository manages. Without an entry the object is being adopted by its id:
    the file has the say, and the plan shows what it changes. `new` are objects about to be made: a body that links to
    one of them was written without that link, and is to be written again."""
    wanted, found = desired_tokens(node, ids), live_tokens(live)
    known = {} if entry is None else bases(entry)
    verdicts: dict[str, Verdict] = {}
    for name, token in wanted.items():
        locale, field = split(name)
        there = found.get(name)
        same = token == there
        if field is Field.BODY and not same and there is not None:
            body = node.versions[locale].body
            same = body is not None and same_body(resolve(body, ids), live.versions[locale])
        verdict = decide(token, there, known.get(name), same)
        if entry is None and verdict is Verdict.CONFLICT:
            verdict = Verdict.WRITE
        if verdict is Verdict.SAME and field is Field.BODY and new and link_targets(node, locale) & new:
            verdict = Verdict.WRITE
        verdicts[name] = settle(verdict, policy.on_drift, policy.on_conflict)
    return verdicts


def deltas(node: DesiredNode, live: LiveNode, slots: Iterable[str], parents: Mapping[str, str]) -> list[FieldDelta]:
    """The fields in `slots`, as they are live and as the file has them, in the order of locales and fields.
    `parents` maps a collection's remote id to the words it is shown by."""
    from deepdiff import DeepDiff

    chosen = list(slots)
    before = {name: text for name in chosen if (text := _live_text(live, name, parents)) is not None}
    after = {name: _desired_text(node, name) for name in chosen}
    tree = DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0)
    differing = {item.path(output_format="list")[0] for items in tree.values() for item in items}
    # A body's digests may be equal where its re-hosted images are not: what was chosen is shown in any case.
    return [_delta(node, name, before.get(name), after[name]) for name in chosen if name in differing or _is_body(name)]


def _is_body(name: str) -> bool:
    return split(name)[1] is Field.BODY


def _delta(node: DesiredNode, name: str, before: str | None, after: str) -> FieldDelta:
    locale, field = split(name)
    place = node.versions[locale].place if locale else node.main.place
    if field is Field.BODY:
        return FieldDelta(locale, field, place=place)
    return FieldDelta(locale, field, before, after, place)


def _live_text(live: LiveNode, name: str, parents: Mapping[str, str]) -> str | None:
    locale, field = split(name)
    if field is Field.PARENT:
        return parents.get(live.parent, f"collection {live.parent}") if live.parent else "no collection"
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


def _desired_text(node: DesiredNode, name: str) -> str:
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
