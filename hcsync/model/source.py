"""What stands in the repository: the tree of collections and articles as `content` read it, without their texts."""

import msgspec

from hcsync.model.address import Address
from hcsync.model.diagnostic import Diagnostic, Place


class Meta(msgspec.Struct, frozen=True):
    """The frontmatter of an article, or a `_collection.yml`, in one locale. None means: not written there.

    `title` is an article's title or a collection's name. `author` is an id (int) or a name or e-mail (str).
    `collection` is the parent override: a key, or "" for a written null (no parent).
    `id` is the live object's id; where the file has one for each environment, by its name, until one is chosen.
    `places` maps each key that was written, by its name in the file and its name here, to the (line, column) of its
    value in the file, from 1.
    """

    title: str = ""
    description: str | None = None
    author: int | str | None = None
    state: str | None = None
    collection: str | None = None
    id: str | dict[str, str] | None = None
    protect: bool = False
    help_center: int | None = None
    places: dict[str, tuple[int, int]] = {}


class SourceFile(msgspec.Struct, frozen=True):
    """One file in one locale. `path` is relative to the project's root, with `/`. `blob` is its git blob id (40 hex).
    `body_line` is the line of the file on which the Markdown begins (from 1)."""

    path: str
    locale: str
    blob: str
    meta: Meta
    body_line: int = 1

    def place(self, key: str | None = None) -> Place:
        line, column = self.meta.places.get(key or "", (1, 1))
        return Place(self.path, line, column)


class SourceNode(msgspec.Struct, frozen=True):
    """One collection or article. `files` is keyed by locale; the default locale is always there and comes first."""

    address: Address
    parent: Address | None
    files: dict[str, SourceFile]

    @property
    def main(self) -> SourceFile:
        """The default locale's file."""
        return next(iter(self.files.values()))

    def author_of(self, locale: str) -> int | str | None:
        """Who wrote this locale: what its file says, else what the default locale's file says. An id (int) or a name
        or e-mail (str)."""
        own = self.files[locale].meta.author
        return self.main.meta.author if own is None else own

    def state_of(self, locale: str) -> str:
        """`draft` or `published`: what the locale says, else what the default locale says, else draft."""
        return self.files[locale].meta.state or self.main.meta.state or "draft"


class SourceTree(msgspec.Struct, frozen=True):
    """`content` is the content folder relative to the project's root ("content"). `nodes` is in address order:
    collections before articles. `assets` are the other files under `content` (images …): path relative to the
    content folder → git blob id. `unfit` tells of those that could not be shown as pictures why, and what to do.
    `digest` covers every file read; `blobs` is the git blob id of
    each, faulty ones too, by its path relative to the content folder."""

    content: str
    default_locale: str
    locales: tuple[str, ...]
    nodes: dict[Address, SourceNode]
    assets: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    blobs: dict[str, str] = {}
    unfit: dict[str, tuple[str, str]] = {}
