"""The content folder → the files in it, sorted, without what is to be ignored and without what leads outside."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from hcsync.content.ignore import Ignored
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place

SKIPPED_NAMES = frozenset({"README.md"})
CONFIG_NAMES = frozenset({"hcsync.yml", "hcsync.yaml"})  # where the content folder is the project's root


class Walked(msgspec.Struct, frozen=True):
    """`files` are paths relative to the content folder, with `/`, in the order of the paths; None where there is no
    such folder. `folders` are the folders directly in it."""

    files: tuple[str, ...] | None
    folders: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class _Folder(NamedTuple):
    """`path` relative to the content folder ("" for itself, else ending in `/`); `real` are the real paths of the
    folder and of those above it, to see a link that leads back."""

    path: str
    real: tuple[str, ...]


def walk(root: Path, content: str, ignored: Ignored) -> Walked:
    """Nothing is read but folders. A name that is not UTF-8, a link that leads out or in a circle, and what is neither
    file nor folder become diagnostics. Raises nothing for what lies in the folder."""
    prefix = "" if content == "." else f"{content}/"
    top = os.path.realpath(root / content)
    if not os.path.isdir(top):  # noqa: PTH112 - a path as text, as below
        return Walked(None, (), ())
    files: list[str] = []
    folders: list[str] = []
    diagnostics: list[Diagnostic] = []
    waiting = [_Folder("", (top,))]
    while waiting:
        folder = waiting.pop()
        for entry in _entries(top, folder.path, prefix, diagnostics):
            path = folder.path + entry.name
            fault: Diagnostic | None = None
            real = folder.real
            if entry.is_symlink():
                target = os.path.realpath(entry.path)
                fault = _fault_of_link(prefix + path, target, top, real)
                real = (*real, target)
            if fault is None and not ignored(path, _is_folder(entry)):
                if _is_folder(entry):
                    folders.append(path)
                    waiting.append(_Folder(f"{path}/", real if entry.is_symlink() else (*real, entry.path)))
                elif entry.is_file():
                    files.append(path)
                else:
                    message = "neither a file nor a folder"
                    diagnostics.append(Diagnostic(Code.NOT_TEXT, message, Place(prefix + path), "take it out"))
            elif fault is not None and not ignored(path, False):
                diagnostics.append(fault)
    top_folders = tuple(sorted(folder for folder in folders if "/" not in folder))
    return Walked(tuple(sorted(files)), top_folders, tuple(diagnostics))


def _entries(top: str, folder: str, prefix: str, diagnostics: list[Diagnostic]) -> Iterator["os.DirEntry[str]"]:
    try:
        entries = list(os.scandir(f"{top}/{folder}"))
    except OSError as fault:
        message = f"the folder cannot be read: {fault.strerror}"
        diagnostics.append(Diagnostic(Code.NOT_TEXT, message, Place((prefix + folder).rstrip("/"))))
        return
    for entry in entries:
        name = entry.name
        if name.startswith(".") or name in SKIPPED_NAMES or (not folder and not prefix and name in CONFIG_NAMES):
            continue
        if not name.isascii() and not _is_utf8(name):
            shown = prefix + folder + name.encode("utf-8", "replace").decode()
            hint = "rename it, in UTF-8"
            diagnostics.append(Diagnostic(Code.BAD_NAME, "the name of this file is not UTF-8", Place(shown), hint))
            continue
        yield entry


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _fault_of_link(path: str, target: str, top: str, above: tuple[str, ...]) -> Diagnostic | None:
    if not os.path.exists(target):  # noqa: PTH110 - a path as text, 100,000 times
        message, hint = "this link leads nowhere", "correct it or take it out"
    elif target != top and not target.startswith(top + os.sep):
        message, hint = "this link leads out of the content folder", "copy the file here"
    elif target in above or target == top:
        message, hint = "this link leads to a folder that it lies in itself", "take it out"
    else:
        return None
    return Diagnostic(Code.OUTSIDE, message, Place(path), hint)
