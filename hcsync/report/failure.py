"""What hcsync said when it made no plan → Markdown that takes the place of the comment with the plan before."""

from hcsync.report.fitting import LARGEST, taken
from hcsync.report.inert import clipped, code, diff
from hcsync.report.safe import shown

# Of what was said no more lines are shown than people read; the rest stands in the job's log.
_MOST_LINES = 100
_LONGEST_LINE = 500


def failure_markdown(marker: str, environment: str, said: str) -> str:
    """`marker` is the first line. Nothing of what was said can do anything there."""
    lines = [clipped(shown(line), _LONGEST_LINE) for line in said.splitlines() if line.strip()]
    told, _ = taken(lines[:_MOST_LINES], LARGEST // 2)
    more = [f"… and {len(lines) - len(told):,} more lines"] if len(lines) > len(told) else []
    parts = [
        marker,
        "**No plan: hcsync ended with an error.**",
        f"Environment {code(environment)}. A plan that stood here before does not hold any more.",
        "\n".join(diff(f"  {line}" for line in [*told, *more])),
    ]
    return "\n\n".join(parts if lines else parts[:-1]) + "\n"
