"""What a command left behind (reports, messages, an exit code) → the outputs of a step, and how the step is to end."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hcsync.errors import ConflictError
from hcsync.forge import marker

# Output → its key in the `summary` of a plan.
_COUNTS = {
    "to-create": "create",
    "to-update": "update",
    "to-move": "move",
    "to-unpublish": "unpublish",
    "to-delete": "delete",
    "conflicts": "conflicts",
    "drift": "drift",
}
_ERROR = re.compile(r"^(?:Error: |::error::)(.*)")


def outputs(reports: Sequence[Path], said: str, exit_code: int) -> dict[str, str]:
    """Every output, "" or 0 where nothing is known of it. A report that is not there was not written; each is told by
    what stands in it: JSON of a plan or of drift, or Markdown."""
    found = {"changes": "false", **dict.fromkeys(_COUNTS, "0"), "digest": "", "exit-code": str(exit_code)}
    for path in reports:
        if path.is_file():
            found |= _of(path.read_text(encoding="utf-8", errors="replace"))
    return found | {"failure-reason": _reason(said, exit_code)}


def _of(text: str) -> dict[str, str]:
    mark = marker.read(text)
    if mark:
        return {"digest": mark.digest} if mark.digest else {}
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(document, dict) or "format_version" not in document:
        return {}
    summary: dict[str, Any] = document.get("summary") or {}
    counts = {output: str(summary.get(key, 0)) for output, key in _COUNTS.items()}
    if "changes" in document:
        changed = bool(document.get("pending") or summary.get("conflicts"))
    else:
        counts["drift"] = str(len(document.get("drift") or ()))
        changed = counts["drift"] != "0"
    return counts | {"changes": "true" if changed else "false"}


def _reason(said: str, exit_code: int) -> str:
    """The last error that was named, on one line; "" after success."""
    if exit_code in (0, 2):
        return ""
    errors = [match[1] for line in said.split("\n") if (match := _ERROR.match(line))]
    return " ".join((errors or [f"hcsync ended with {exit_code}"])[-1].split())[:1000]


def ending(found: dict[str, str], exit_code: int, fail_on: str) -> int:
    """The exit code of the step. Errors always count; conflicts and changes where somebody asked for it."""
    if exit_code not in (0, 2):
        return exit_code
    if found["conflicts"] != "0" and fail_on in ("conflict", "change"):
        return ConflictError.exit_code
    return 2 if found["changes"] == "true" and fail_on == "change" else 0
