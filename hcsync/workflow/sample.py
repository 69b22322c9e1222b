"""Where the files lie that hcsync brings along: its own help center, and workflows to copy."""

from pathlib import Path

from hcsync.errors import UsageError

_PACKAGE = Path(__file__).resolve().parents[1]


def sample() -> Path:
    """Beside the modules in an installed package; the root of a checkout."""
    for place in (_PACKAGE / "sample", _PACKAGE.parent):
        if (place / "content").is_dir() and (place / "hcsync.yml").is_file():
            return place
    raise UsageError("the sample help center is missing from this installation.", hint="Install hcsync again.")
