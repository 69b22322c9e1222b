"""`hcsync demo`: hcsync's own help center, copied into an empty folder to be planned and applied there."""

import shutil
from pathlib import Path

from hcsync.errors import UsageError
from hcsync.workflow.sample import sample

_MARKER = ".made-by-hcsync-demo"


def prepare(folder: Path) -> None:
    """Empty `folder` (one that an earlier demo made, or none) and copy the sample into it. Raises UsageError, above all
    for a folder that holds anything else: somebody's own help center must not be emptied."""
    marker = folder / _MARKER
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise UsageError(
            f"{folder} is not empty, and no earlier demo made it.", hint="Name another folder with --folder."
        )
    source = sample()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()
    shutil.copytree(source / "content", folder / "content")
    shutil.copy(source / "hcsync.yml", folder / "hcsync.yml")
