"""What an import has made → the files of the content folder. A file that somebody wrote is never touched."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.digest import blob_id
from hcsync.state.files import write_atomically
from hcsync.workflow.importing.pictures import FOLDER
from hcsync.workflow.importing.spool import Spool

# Files on their way to the disk: each waits until it is there, and a disk brings several in at once.
_AT_ONCE = 8
_BATCH = 64


def place(spool: Spool, root: Path, content: str) -> tuple[list[str], list[Diagnostic]]:
    """The files that were written, relative to `root`, and those that could not be, since another is there. Raises
    OSError, and UsageError where the content folder leads out of the project; what is in the spool stays, and another
    run goes on."""
    written: list[str] = []
    left: list[Diagnostic] = []
    for picture in sorted(spool.pictures.iterdir()):
        if not picture.name.startswith("."):
            target = _inside(root, f"{content}/{FOLDER}/{picture.name}")
            if not target.exists():
                write_atomically(target, picture.read_bytes())
                written.append(target.relative_to(root).as_posix())
    with ThreadPoolExecutor(_AT_ONCE) as disk:
        new = _wanted(spool, root, left)
        while batch := list(islice(new, _BATCH)):
            spool.place({path: blob_id(data) for path, data in batch})
            list(disk.map(lambda file: write_atomically(root / file[0], file[1]), batch))
            written += (path for path, _ in batch)
    return written, left


def _wanted(spool: Spool, root: Path, left: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """The files to write. What cannot be goes to `left`; what is there as it should be, nowhere."""
    for path, data in spool.files():
        target = _inside(root, path)
        if target.is_symlink() or target.exists():
            there = blob_id(target.read_bytes()) if target.is_file() else ""
            if there == blob_id(data):
                continue
            if not there or not spool.was_placed(path, there):
                left.append(_taken(path))
                continue
        yield path, data


def _inside(root: Path, path: str) -> Path:
    """Folders may be links: nothing is written outside of the project."""
    target = root / path
    home = target.parent
    while not home.exists():
        home = home.parent
    if not home.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{path} would lie outside of the project.", hint="Take the link out.", code=Code.OUTSIDE)
    return target


def _taken(path: str) -> Diagnostic:
    message = "a file is here already that says something else than Intercom; it was left as it is"
    hint = "move it away and import again, or see with hcsync plan"
    return Diagnostic(Code.IMPORT_LEFT, message, Place(path), hint, Severity.WARNING)
