"""The first line of a report ⇄ what it says: which kind, of which environment and label, and its digest.

`<!-- hcsync:plan env=production label=default digest=0123456789abcdef -->`. A comment or issue is found again by it, so
two environments, or two labels, never take each other's.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

DEFAULT_LABEL = "default"

_LINE = re.compile(r"<!-- hcsync:([a-z]+)((?: [a-z]+=[^\s>]*)*) -->")


@dataclass(frozen=True, slots=True)
class Mark:
    """`edits` counts what a drift report tells of; -1 where the line does not say."""

    kind: str
    environment: str
    label: str = DEFAULT_LABEL
    digest: str = ""
    edits: int = -1

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the one comment, or issue, that is this report's."""
        return self.kind, self.environment, self.label


def line_of(mark: Mark) -> str:
    said = {"env": mark.environment, "label": mark.label, "digest": mark.digest}
    if mark.edits >= 0:
        said["edits"] = str(mark.edits)
    words = " ".join(f"{key}={quote(value, safe='')}" for key, value in said.items())
    return f"<!-- hcsync:{mark.kind} {words} -->"


def read(body: str) -> Mark | None:
    """None for a text that is no report: its first line, and no other, counts."""
    found = _LINE.fullmatch(body.partition("\n")[0].rstrip("\r"))
    if not found:
        return None
    said = {key: unquote(value) for key, _, value in (pair.partition("=") for pair in found[2].split())}
    edits = said.get("edits", "")
    return Mark(
        found[1],
        said.get("env", ""),
        said.get("label", DEFAULT_LABEL),
        said.get("digest", ""),
        int(edits) if edits.isascii() and edits.isdigit() else -1,
    )


def verdict(body: str) -> str:
    """The report's first sentence, as plain text; "" where it has none."""
    lines = [line for line in body.splitlines()[1:] if line.strip()]
    return lines[0].strip().strip("*") if lines else ""
