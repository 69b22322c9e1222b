"""A repository on disk, written file by file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from hcsync.content.parse import ParseCache
from hcsync.content.scan import scan
from hcsync.model.source import SourceTree


@dataclass(frozen=True)
class Repository:
    root: Path

    def write(self, files: Mapping[str, str | bytes]) -> "Repository":
        for path, data in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return self

    def scan(self, *locales: str, cache: ParseCache | None = None) -> SourceTree:
        return scan(self.root, "content", "en", locales or ("en", "fr"), cache=cache)

    def below(self, name: str) -> "Repository":
        return Repository(self.root / name)


class Kept(dict[str, bytes]):
    """A cache in memory."""

    def get_many(self, keys: Iterable[str], /) -> dict[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def put_many(self, values: Mapping[str, bytes], /) -> None:
        self.update(values)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.fixture
def kept() -> Kept:
    return Kept()
