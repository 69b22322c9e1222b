"""An Outcome → text for a terminal: what was not done and why, and what was."""

from collections.abc import Iterator

from hcsync.model.diagnostic import Diagnostic
from hcsync.model.outcome import Outcome, Result, Status
from hcsync.model.plan import Action
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown

DONE = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.MOVE: "moved",
    Action.UNPUBLISH: "unpublished",
    Action.DELETE: "deleted",
    Action.ADOPT: "adopted",
    Action.FORGET: "forgotten",
}
_IN_THE_STATE_ALONE = (Action.ADOPT, Action.FORGET)
_RARE = (Action.MOVE, *_IN_THE_STATE_ALONE)


def outcome_text(outcome: Outcome, paint: Paint = plain, verb: str = "apply", again: str = "hcsync apply") -> str:
    """The verdict comes last. `again` is the command that goes on with what is left."""
    lines = [shown(_warning(diagnostic)) for diagnostic in outcome.diagnostics]
    lines += _troubles(outcome, paint)
    done = [result for result in outcome.results if result.status is Status.APPLIED]
    written = [result for result in done if result.sent and result.action not in _IN_THE_STATE_ALONE]
    if not outcome.complete:
        return "\n".join([*lines, paint("bad", _incomplete(outcome, len(written), verb, again))])
    verified = sum(result.verified for result in written)
    checked = f" {verified:,} of {len(written):,} verified by reading back." if written else ""
    return "\n".join([*lines, paint("good", f"{verb.capitalize()} complete. {_counts(done)}{checked}")])


def _counts(done: list[Result]) -> str:
    """What is rare is named only if there."""
    if not done:
        return "Only the state was updated."
    numbers = {action: sum(result.action is action for result in done) for action in DONE}
    return (
        ", ".join(f"{number:,} {DONE[action]}" for action, number in numbers.items() if number or action not in _RARE)
        + "."
    )


def _incomplete(outcome: Outcome, written: int, verb: str, again: str) -> str:
    rare = ((Status.UNKNOWN, "in doubt"), (Status.STALE, "edited meanwhile"))
    parts = [f"{written:,} written", f"{outcome.count(Status.FAILED):,} failed"]
    parts += [f"{number:,} {words}" for status, words in rare if (number := outcome.count(status))]
    parts.append(f"{outcome.count(Status.SKIPPED):,} not attempted")
    return f"{verb.capitalize()} incomplete. {', '.join(parts)}. Run `{again}` again to resume."


def _troubles(outcome: Outcome, paint: Paint) -> Iterator[str]:
    """A line each for what went wrong; what was skipped for one reason stands in one line."""
    skipped: dict[str, list[str]] = {}
    for result in outcome.results:
        if result.status is Status.SKIPPED:
            skipped.setdefault(result.error or "", []).append(result.address.key)
        elif result.status is not Status.APPLIED:
            words = shown(result.error or str(result.address))
            yield f"{paint('bad', _LABELS[result.status])}: {words}"
    for why, keys in skipped.items():
        more = f" and {len(keys) - 3:,} more" if len(keys) > 3 else ""
        reason = f" ({why})" if why else ""
        yield f"{paint('bad', _LABELS[Status.SKIPPED])}: {shown(', '.join(keys[:3]) + more + reason)}"


_LABELS = {
    Status.FAILED: "Failed",
    Status.UNKNOWN: "In doubt",
    Status.STALE: "Stale",
    Status.SKIPPED: "Not attempted",
}


def _warning(diagnostic: Diagnostic) -> str:
    hint = f" {diagnostic.hint[0].upper()}{diagnostic.hint[1:]}." if diagnostic.hint else ""
    return f"Warning: {diagnostic.message}.{hint}"
