"""The record of what `pull` took in ⇄ a file that is committed with the content it speaks of: one entry a line, sorted.

It goes with the files, not with the state: what a branch took in holds on that branch alone. Git may merge it in any
way, even leave conflict markers in it: each line stands for itself, and one that no longer fits says nothing.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from hcsync.model.pulled import AllPulled, Pulled

_LINE = re.compile(rb'\s*("[a-z]+/[^"]+ [^"]+"): (\{.*\}),\s*')
# The last line holds no entry: every entry's line ends with a comma, so that two branches that add some never touch
# each other's lines.
_END = b'"end": null\n'


def path_of(folder: Path, environment: str) -> Path:
    return folder / f"{environment}.pulled.json"


def load(path: Path) -> AllPulled:
    """Empty where there is no such file. Lines that cannot be read are passed over. Raises OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    found: AllPulled = {}
    for line in data.split(b"\n"):
        if entry := _LINE.fullmatch(line):
            try:
                key, pulled = msgspec.json.decode(entry[1], type=str), msgspec.json.decode(entry[2], type=Pulled)
            except msgspec.DecodeError:
                continue
            found[key] = (*found.get(key, ()), pulled)
    return found


def dump(pulled: Mapping[str, tuple[Pulled, ...]]) -> bytes | None:
    """None where there is nothing to be kept. The same record always gives the same bytes."""
    if not pulled:
        return None
    encode = msgspec.json.Encoder(order="deterministic").encode
    lines = [encode(key) + b": " + encode(one) + b",\n" for key in sorted(pulled) for one in pulled[key]]
    return b"{\n" + b"".join(lines) + _END + b"}\n"
