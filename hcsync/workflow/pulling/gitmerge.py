"""Three texts of one file → git's three-way merge of them."""

import subprocess
import tempfile
from pathlib import Path

from hcsync.content.markers import LABELS
from hcsync.errors import UsageError

# `git merge-file` ends with the number of conflicts, at most 127; with 255 where it could not merge (git help).
_FAILED = 128


def merged(ours: bytes, base: bytes, theirs: bytes, folder: Path) -> bytes:
    """With conflict markers where both sides changed the same lines. `folder` is where git looks for its settings.
    Raises UsageError where there is no git."""
    if ours == base:
        return theirs
    if theirs in (base, ours):
        return ours
    with tempfile.TemporaryDirectory(prefix="hcsync-") as place:
        paths = [Path(place) / name for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(data)
        labels = [word for label in LABELS for word in ("-L", label)]
        command = ["git", "merge-file", "--stdout", "--quiet", *labels, *map(str, paths)]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
        except OSError:
            raise UsageError(
                "the file and Intercom's text both changed, and git, which merges them, is not installed here.",
                hint="Install git, then run this again. Nothing was changed.",
            ) from None
    if done.returncode >= _FAILED:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"git merge-file failed: {said or done.returncode}.", hint="Nothing was changed.")
    return done.stdout
