"""What was last applied: the base of the three-way comparison."""

import msgspec

from hcsync.model.address import Address

FORMAT = 2


class Base(msgspec.Struct, frozen=True, array_like=True):
    """Two tokens of one field: `written`, what we sent; `observed`, what came back."""

    written: str
    observed: str


class LocaleEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`fields` maps a field's name to its base. `raw` is the digest of the live body's bytes as observed.
    `blob` is the git blob id of the source file as applied; with it the text can be had back from git.
    `orphaned`: the file is gone, the live text was left, and an apply has said so. `pending` maps a field to the token
    that Intercom took and does not show readers: it holds a pending draft (2.10 document). `images` are the marks of
    the live body's images as observed, in order: Intercom hosts them at addresses of its own. `headings` maps anchors
    in GitHub's spelling to the ids that Intercom gave these headings: of those that another article links to.
    `restless`: when it was last written, headings that had ids came back with others."""

    fields: dict[str, Base]
    blob: str = ""
    raw: str = ""
    url: str | None = None
    orphaned: bool = False
    pending: dict[str, str] = {}
    images: tuple[str, ...] = ()
    headings: dict[str, str] = {}
    restless: bool = False


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`parent` holds remote ids of the parent collection, "" for none. `path` is the default locale's source file.
    `left` maps a slot ("fr/body") to the token that a rollback left there. It is no base, so that a plan shows the text
    as edited in Intercom; a later rollback knows by it that nobody has edited it since."""

    id: str
    parent: Base
    locales: dict[str, LocaleEntry]
    path: str = ""
    protect: bool = False
    orphaned: bool = False
    left: dict[str, str] = {}


class State(msgspec.Struct, frozen=True):
    """`lineage` is made once and never changes; `serial` grows by one with each write. `canonical` is the version of
    the canonical form the body tokens were made with."""

    environment: str
    workspace: str
    lineage: str
    serial: int
    canonical: int
    entries: dict[Address, Entry]
    format: int = FORMAT
