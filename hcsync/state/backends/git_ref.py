"""Refs in the repository's remote → a Backend: one ref a slot, each a commit whose tree holds one file.

  refs/hcsync/<environment>/state       its parents are the states before it
  refs/hcsync/<environment>/lease       its parents are the same lease before it was renewed
  refs/hcsync/<environment>/intents
  refs/hcsync/<environment>/runs/<run>  what that run keeps

Every write either makes a ref, moves it forward or removes it, each in one step on the remote: no branch, no merge, no
forced push, so that a remote that forbids those will do.
"""

import secrets
import tempfile
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.state.backend import Moved, Slot, Stored
from hcsync.state.backends.git import Git, GitFailed

R = TypeVar("R")

_REFS = {Slot.STATE: "state", Slot.LEASE: "lease", Slot.INTENTS: "intents"}

# Seconds to wait before a remote that could not be reached, or was at work on another ref, is tried again.
PAUSES = (0.3, 1.0, 2.0)


class GitRefBackend:
    """A version is a commit. `root` is a folder of the repository: a clone of any depth, a worktree, any branch or
    none; nothing in it changes but its objects."""

    shared = True

    def __init__(self, root: Path, environment: str) -> None:
        self._git = Git(root)
        self._base = f"refs/hcsync/{environment}"
        self._remote = ""
        self.place = f"{self._base} in the git remote"

    def read(self, slot: Slot) -> Stored | None:
        return self._reached(lambda: self._read(slot))

    def write(self, slot: Slot, data: bytes, seen: str | None) -> str:
        return self._reached(lambda: self._write(slot, data, seen or ""))

    def remove(self, slot: Slot, seen: str) -> None:
        self._reached(lambda: self._push(self._ref(slot), "", seen))

    def keep(self, run: str, files: Mapping[str, bytes]) -> None:
        self._reached(lambda: self._keep(f"{self._base}/runs/{run}", files))

    def runs(self) -> list[str]:
        refs = self._reached(lambda: self._tips(f"{self._base}/runs/*"))
        return sorted(ref.rpartition("/")[2] for ref in refs)

    def kept(self, run: str, names: Collection[str] | None = None) -> dict[str, bytes]:
        return self._reached(lambda: self._kept(f"{self._base}/runs/{run}", run, names))

    def drop(self, run: str) -> None:
        ref = f"{self._base}/runs/{run}"

        def gone() -> None:
            if tip := self._tips(ref).get(ref):
                self._push(ref, "", tip)

        self._reached(gone)

    def _ref(self, slot: Slot) -> str:
        return f"{self._base}/{_REFS[slot]}"

    def _read(self, slot: Slot) -> Stored | None:
        ref = self._ref(slot)
        for _ in PAUSES:
            tip = self._tips(ref).get(ref)
            if tip is None:
                return None
            data = self._file(tip, slot)
            if data is None:
                data = self._fetched(tip, slot)
            if data is not None:
                return Stored(data, tip)
        raise GitFailed(f"{ref} is written again and again while it is read")

    def _fetched(self, tip: str, slot: Slot) -> bytes | None:
        """None where the ref was removed or made anew since it was looked up."""
        try:
            self._git.fetch(self._remote, self._ref(slot))
        except GitFailed:
            ref = self._ref(slot)
            if self._tips(ref).get(ref) == tip:
                raise
            return None
        return self._file(tip, slot)

    def _file(self, commit: str, slot: Slot) -> bytes | None:
        try:
            return self._git.run("cat-file", "blob", f"{commit}:{slot}")
        except GitFailed:
            return None

    def _write(self, slot: Slot, data: bytes, seen: str) -> str:
        ref = self._ref(slot)
        if seen and not self._git.has(seen):
            if self._tips(ref).get(ref) != seen:
                raise Moved(ref)
            self._git.fetch(self._remote, ref)
        tree = self._git.run("mktree", given=f"100644 blob {self._git.blob(data)}\t{slot}\n".encode()).decode().strip()
        # Two that write the same bytes at once must not take one another's commit for their own.
        made = self._git.commit(tree, seen, f"hcsync: {slot}\n\nWrite: {secrets.token_hex(8)}\n")
        self._push(ref, made, seen)
        return made

    def _push(self, ref: str, new: str, old: str) -> None:
        """Whatever a failed push has said, the remote's own word decides. Raises Moved."""
        for pause in (*PAUSES, None):
            try:
                return self._git.push(self._remote, ref, new, old)
            except GitFailed as failed:
                tip = self._tips(ref).get(ref, "")
                if tip == new and not failed.refused:
                    # It has arrived; only the answer has not.
                    return None
                if tip != old:
                    raise Moved(ref) from None
                if pause is None or not failed.passing:
                    raise
                time.sleep(pause)
        return None

    def _keep(self, ref: str, files: Mapping[str, bytes]) -> None:
        while True:
            tip = self._tips(ref).get(ref, "")
            if tip:
                self._git.fetch(self._remote, ref)
            made = self._git.commit(self._tree(tip, files), tip, f"hcsync: {ref}\n\nWrite: {secrets.token_hex(8)}\n")
            try:
                return self._push(ref, made, tip)
            except Moved:
                continue

    def _tree(self, base: str, files: Mapping[str, bytes]) -> str:
        """The tree of the commit `base` ("": none) with `files` in it."""
        with tempfile.TemporaryDirectory(prefix="hcsync-") as folder:
            paths = [Path(folder, str(number)) for number in range(len(files))]
            for path, data in zip(paths, files.values(), strict=True):
                path.write_bytes(data)
            listed = "".join(f"{path}\n" for path in paths).encode()
            blobs = self._git.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=listed).decode().split()
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            if base:
                self._git.run("read-tree", base, also=index)
            lines = "".join(f"100644 blob {blob}\t{name}\0" for blob, name in zip(blobs, files, strict=True))
            self._git.run("update-index", "-z", "--index-info", given=lines.encode(), also=index)
            return self._git.run("write-tree", also=index).decode().strip()

    def _kept(self, ref: str, run: str, names: Collection[str] | None) -> dict[str, bytes]:
        tip = self._tips(ref).get(ref)
        if tip is None:
            raise KeyError(run)
        if (found := self._files(tip, names)) is None:
            self._git.fetch(self._remote, ref)
            found = self._files(tip, names)
        if found is None:
            raise GitFailed(f"{ref} is not whole")
        return found

    def _files(self, commit: str, names: Collection[str] | None) -> dict[str, bytes] | None:
        """None where not all of it is here."""
        listed: dict[str, str] = {}
        try:
            lines = self._git.run("ls-tree", "-r", "-z", commit).decode().split("\0")[:-1]
        except GitFailed:
            return None
        for line in lines:
            about, _, name = line.partition("\t")
            if names is None or name in names:
                listed[name] = about.split()[2]
        given = "".join(f"{blob}\n" for blob in listed.values()).encode()
        files = _batch(self._git.run("cat-file", "--batch", given=given))
        return None if files is None else dict(zip(listed, files, strict=True))

    def _tips(self, pattern: str) -> dict[str, str]:
        return self._git.tips(self._remote, pattern)

    def _reached(self, work: Callable[[], R]) -> R:
        """What `work` returns. Raises UsageError where the remote cannot be reached or says no."""
        try:
            if not self._remote:
                name, self._remote = self._git.remote()
                self.place = f"{self._base} at {name}"
            return work()
        except GitFailed as failed:
            raise UsageError(
                f"the state cannot be kept at {self.place}: {failed}.",
                hint="hcsync needs a git checkout with a remote that it may push to (in CI: write access to contents). "
                "`git ls-remote` shows whether the remote can be reached.",
                code=Code.STATE_UNREACHABLE,
            ) from None


def _batch(answer: bytes) -> list[bytes] | None:
    """The objects in what `git cat-file --batch` prints: a line "<id> blob <length>" before each, a newline after; for
    one that is not there the line is "<id> missing", and the answer None."""
    found: list[bytes] = []
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        about = answer[start:end].split()[-1]
        if about == b"missing":
            return None
        length = int(about)
        found.append(answer[end + 1 : end + 1 + length])
        start = end + 2 + length
    return found
