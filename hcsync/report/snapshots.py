"""What is kept of earlier runs → text and JSON."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hcsync.model.plan import Action
from hcsync.model.snapshot import Item, KeptRun
from hcsync.report.json import dumped
from hcsync.report.outcome import DONE
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.view import counted

FORMAT_VERSION = "1.0"


def runs_text(runs: Sequence[KeptRun], paint: Paint = plain) -> str:
    """A line a run, the newest first."""
    if not runs:
        return "Nothing is kept yet. An apply keeps what it is about to touch."
    return "\n".join(_line(one, paint) for one in reversed(runs))


def _line(one: KeptRun, paint: Paint) -> str:
    run = one.run
    when = datetime.fromtimestamp(run.at, UTC)
    words = [one.id, f"{when:%Y-%m-%d %H:%M} UTC", f"{run.purpose.value:<8}", told(run.items)]
    words += [f"of {run.undoes}"] if run.undoes else []
    words += [f"by {run.by}"] if run.by else []
    line = shown("  ".join(words))
    if one.finished:
        return line
    rest = "did not finish" if one.ending is None else f"{len(one.ending.left):,} not done"
    return f"{line}  {paint('update', f'({rest})')}"


def told(items: Sequence[Item]) -> str:
    """`1 created, 3 updated`; `112 objects` of a snapshot."""
    numbers = Counter(item.action for item in items if item.action)
    if not numbers:
        return counted(len(items), "object")
    return ", ".join(f"{numbers[action]:,} {DONE[action]}" for action in Action if numbers[action])


def runs_json(runs: Sequence[KeptRun]) -> str:
    """The newest first; with a newline at its end."""
    found = [_run(one) for one in reversed(runs)]
    return dumped({"format_version": FORMAT_VERSION, "runs": found}, indent=2) + "\n"


def _run(one: KeptRun) -> dict[str, Any]:
    run = one.run
    return {
        "id": one.id,
        "at": run.at,
        "purpose": run.purpose.value,
        "by": run.by or None,
        "undoes": run.undoes or None,
        "finished": one.finished,
        "tool_version": run.tool,
        "workspace": run.workspace,
        "state": {"lineage": run.lineage, "serial": run.serial},
        "objects": [
            {
                "address": item.address or None,
                "type": item.kind.value,
                "id": item.remote_id or None,
                "title": item.title,
                "action": item.action.value if item.action else None,
            }
            for item in run.items
        ],
    }
