"""`.hcsyncignore` of the project and of the content folder → a test for what to leave out."""

from collections.abc import Callable
from pathlib import Path

IGNORE_FILE = ".hcsyncignore"

# Takes a path relative to the content folder, and whether it is a folder.
Ignored = Callable[[str, bool], bool]


def ignored_by(root: Path, content: str) -> Ignored:
    """Patterns are gitignore's, relative to the folder of their file: the project's root or the content folder. As in
    git, what lies in a folder that is left out cannot be taken in again."""
    tests = [_test(root / IGNORE_FILE, "" if content == "." else f"{content}/")]
    if content != ".":
        tests.append(_test(root / content / IGNORE_FILE, ""))
    active = [test for test in tests if test is not None]
    return lambda path, is_folder: any(test(path, is_folder) for test in active)


def _test(file: Path, prefix: str) -> Ignored | None:
    try:
        lines = file.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines)
    return lambda path, is_folder: spec.match_file(f"{prefix}{path}/" if is_folder else f"{prefix}{path}")
