"""What hcsync said when it made no plan → Markdown that takes the place of the comment with the plan before."""

from hcsync.report.inert import code, diff

# Of what was said no more lines are shown than people read; the rest stands in the job's log.
_MOST_LINES = 100
_LONGEST_LINE = 500


def failure_markdown(marker: str, environment: str, said: str) -> str:
    """`marker` is the first line. Nothing of what was said can do anything there."""
    lines = [line[:_LONGEST_LINE] for line in said.splitlines() if line.strip()]
    more = [f"… and {len(lines) - _MOST_LINES:,} more lines"] if len(lines) > _MOST_LINES else []
    parts = [
        marker,
        "**No plan: hcsync ended with an error.**",
        f"Environment {code(environment)}. A plan that stood here before does not hold any more.",
        "\n".join(diff(f"  {line}" for line in [*lines[:_MOST_LINES], *more])),
    ]
    return "\n\n".join(parts if lines else parts[:-1]) + "\n"
