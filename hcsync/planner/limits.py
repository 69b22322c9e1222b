"""A decided plan, the safety limits, the protections, the doubts → why it may not be applied as it is.

What counts are articles, against those that the repository owns: every live article that the state knows, and those
that this plan adopts. A percentage is rounded up to whole articles.
"""

from collections.abc import Callable, Collection, Iterator

import msgspec

from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.plan import Action, Change, Refusal
from hcsync.planner.decide import Decision
from hcsync.planner.schedule import reaches_intercom


class Limits(msgspec.Struct, frozen=True):
    """Each is a count ("12") or a share of the owned articles ("30%"); None: no limit."""

    max_update: str | None = None
    max_unpublish: str | None = None
    max_delete: str | None = None
    max_locale_removal: str | None = None


# A deletion in Intercom is for ever.
MAX_DELETE = "10%"


def refusals(decision: Decision, limits: Limits, allow_deletes: int | None) -> tuple[Refusal, ...]:
    """`allow_deletes` is exactly how many deletions are meant, collections among them; then neither `max_delete` nor a
    doubt says anything."""
    owned = len({id_ for address, id_ in decision.ids.items() if address.kind is Kind.ARTICLE})
    return (
        *_protected(decision),
        *(_doubtful(decision) if allow_deletes is None else ()),
        *_deletions(decision, owned, limits, allow_deletes),
        *_others(decision, owned, limits),
    )


def _protected(decision: Decision) -> Iterator[Refusal]:
    """What would be hidden or deleted though its file says `protect`, or said so last. A file that no longer says it
    lifts the protection."""
    named: dict[str, list[str]] = {}
    for change in decision.plan.changes:
        node, entry = decision.desired.nodes.get(change.address), decision.entries.get(change.address)
        if node.protect if node else entry is not None and entry.protect:
            if change.action is Action.DELETE:
                named.setdefault("deleted", []).append(f"{change.address.key} ({change.remote_id})")
            elif any(delta.hides for delta in change.fields):
                named.setdefault("unpublished", []).append(f"{change.address.key} ({change.remote_id})")
    for fate, names in named.items():
        some, are = _some(names), "is" if len(names) == 1 else "are"
        yield Refusal(
            Code.PROTECTED,
            f"refused by a protection: {some} {are} protected and would be {fate}",
            "Leave it out with --exclude, or take `protect: true` out of its file (bring back the file for that) and "
            "apply first.",
        )


def _doubtful(decision: Decision) -> Iterator[Refusal]:
    """What would be deleted since its file is gone, while a new file may be that very file, moved."""
    deleted = [change for change in decision.plan.changes if change.action is Action.DELETE]
    named = [f"{one.address.key} ({one.remote_id})" for one in deleted if one.address in decision.doubtful]
    if named:
        may = "it may only have been moved" if len(named) == 1 else "they may only have been moved"
        yield Refusal(
            Code.DOUBTFUL_MOVE,
            f"refused in doubt: this plan deletes {_some(named)}, but {may}",
            f"Say so under `moved` in hcsync.yml; if not, --allow-deletes {len(deleted)}",
        )


def _deletions(decision: Decision, owned: int, limits: Limits, allow_deletes: int | None) -> Iterator[Refusal]:
    deleted = [change for change in decision.plan.changes if change.action is Action.DELETE]
    articles = sum(1 for change in deleted if change.address.kind is Kind.ARTICLE)
    limit = limits.max_delete or MAX_DELETE
    if allow_deletes is None and articles <= _allowed(limit, owned):
        return
    if allow_deletes == len(deleted):
        return
    what = f"{articles:,} of {owned:,} owned articles"
    stands = f" ({_share(articles, owned)}, limit {limit})" if allow_deletes is None else ""
    folders = len(deleted) - articles
    more = f" and {folders:,} collection{'s' if folders != 1 else ''}" if folders else ""
    but = "" if allow_deletes is None else f", but --allow-deletes says {allow_deletes:,}"
    yield Refusal(
        Code.OVER_LIMIT,
        f"refused by a safety limit: this plan deletes {what}{stands}{more}{but}",
        f"To allow exactly this: --allow-deletes {len(deleted)}",
    )


def _others(decision: Decision, owned: int, limits: Limits) -> Iterator[Refusal]:
    for verb, key, counts in _COUNTED:
        limit: str | None = getattr(limits, key)
        number = sum(
            1 for change in decision.plan.changes if change.address.kind is Kind.ARTICLE and counts(change, decision)
        )
        if limit is not None and number > _allowed(limit, owned):
            yield Refusal(
                Code.OVER_LIMIT,
                f"refused by a safety limit: this plan {verb} {number:,} of {owned:,} owned articles "
                f"({_share(number, owned)}, limit {limit})",
                f"Raise {key} under `safety` in hcsync.yml, or do it in parts with --target.",
            )


def _updates(change: Change, _decision: Decision) -> bool:
    return change.action in (Action.UPDATE, Action.MOVE) and reaches_intercom(change)


def _unpublishes(change: Change, decision: Decision) -> bool:
    """A file says so, or is gone as a whole."""
    return any(delta.hides and (delta.place or change.address not in decision.desired.nodes) for delta in change.fields)


def _removes(change: Change, decision: Decision) -> bool:
    """An article that stays loses a translation."""
    return change.address in decision.desired.nodes and any(delta.hides and not delta.place for delta in change.fields)


_COUNTED: Collection[tuple[str, str, Callable[[Change, Decision], bool]]] = (
    ("updates", "max_update", _updates),
    ("unpublishes", "max_unpublish", _unpublishes),
    ("takes translations away from", "max_locale_removal", _removes),
)


def _allowed(limit: str, owned: int) -> int:
    if limit.endswith("%"):
        return -(-owned * int(limit[:-1]) // 100)
    return int(limit)


def _share(number: int, owned: int) -> str:
    return f"{round(100 * number / owned)}%" if owned else "all"


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
